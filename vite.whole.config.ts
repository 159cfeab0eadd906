import { defineConfig } from 'vite';
import { stylesAsText } from './scripts/lib/stylesAsText.mjs';

/** `bufscope-player.js`: the element, the simulator and all scenarios as one classic script, which works from files. */
export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [stylesAsText()],
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: false,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: false } },
    lib: {
      entry: 'src/playerWhole.ts',
      formats: ['iife'],
      name: 'bufscopePlayer',
      fileName: () => 'bufscope-player.js',
    },
  },
});
