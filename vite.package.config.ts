import { defineConfig } from 'vite';
import { atBuild } from './scripts/lib/atBuild.mjs';

/**
 * What the npm package exports for programs: one file an entry, for Node, bundlers and pages alike, with its
 * dependencies inside. `--mode model` builds `src/package/model.ts`.
 */
export default defineConfig(({ mode }) => ({
  publicDir: false,
  plugins: [atBuild()],
  build: {
    lib: {
      entry: `src/package/${mode}.ts`,
      formats: ['es'],
      fileName: () => `${mode}.js`,
    },
    target: 'es2023',
    outDir: 'dist-lib',
    emptyOutDir: false,
    // To be read and stepped through by whoever uses it; who serves it to a page compresses it.
    minify: false,
    reportCompressedSize: false,
    license: mode === 'player' ? false : { fileName: `${mode}.licenses.md` },
    rolldownOptions: {
      // No comments with paths: they depend on where the packages are installed.
      experimental: { attachDebugInfo: 'none' },
      output: { codeSplitting: false },
    },
  },
}));
