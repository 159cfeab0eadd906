import { copyFileSync, mkdirSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';
import { pngFiles } from './src/cli/pngParts.ts';

/** What `render` draws pixels with goes beside the program: bytes that are read only when a PNG is asked for. */
const pngParts: Plugin = {
  name: 'png-parts',
  writeBundle({ dir = 'dist-cli' }) {
    mkdirSync(`${dir}/png`, { recursive: true });
    for (const [name, file] of pngFiles()) copyFileSync(file, `${dir}/png/${name}`);
  },
};

/** The command line: one file for Node, with its dependencies inside. */
export default defineConfig({
  publicDir: false,
  plugins: [pngParts],
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/cli/main.ts',
    target: 'node20',
    outDir: 'dist-cli',
    emptyOutDir: true,
    minify: false,
    reportCompressedSize: false,
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      // No comments with paths: they depend on where the packages are installed.
      experimental: { attachDebugInfo: 'none' },
      output: {
        entryFileNames: 'bufscope.js',
        format: 'es',
        codeSplitting: false,
        banner: '#!/usr/bin/env node',
      },
    },
  },
});
