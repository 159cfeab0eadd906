import { defineConfig } from 'vite';
import { atBuild } from './scripts/lib/atBuild.mjs';
import { isRun, preparedRuns } from './scripts/lib/preparedRuns.mjs';
import { smallPreload } from './scripts/lib/smallPreload.mjs';
import { stylesAsText } from './scripts/lib/stylesAsText.mjs';

/** `player.js` with its chunks, beside the workbench. It needs no page: its styles are in its scripts. */
export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [stylesAsText(), preparedRuns(), atBuild(), smallPreload()],
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: false,
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { player: 'src/player.ts' },
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: ({ facadeModuleId }) =>
          `assets/${isRun(facadeModuleId) ? 'runs/' : ''}[name]-[hash].js`,
        // All that a figure needs but its run is one file, as for the workbench.
        codeSplitting: { groups: [{ name: 'player', tags: ['$initial'] }] },
      },
    },
  },
});
