import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { atBuild } from './scripts/lib/atBuild.mjs';
import { smallPreload } from './scripts/lib/smallPreload.mjs';

/** The workbench. Paths are relative, so that the build works from any sub-path. */
export default defineConfig({
  base: './',
  plugins: [react(), atBuild(), smallPreload()],
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
  build: {
    target: 'es2023',
    outDir: 'dist',
    sourcemap: false,
    // A strict content security policy allows no inline code and no data: assets.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What all pages and players bundle: their licences want to be told.
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      output: {
        // All that the first picture needs is one file: compressed as one it is much smaller than in thirty.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
  worker: { format: 'es' },
  test: {
    reporters: ['default'],
    testTimeout: 20_000,
    // All cores: by default one of them is left free, which on two is half.
    maxWorkers: '100%',
    setupFiles: ['test/seed.ts'],
    // Pictures that leave the page are drawn with the views' own style sheets.
    css: { include: /\.css\?raw$/ },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.mjs', 'bench/**/*.test.mjs'],
          exclude: ['src/{view,session,player,app}/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          environment: 'jsdom',
          include: ['src/{view,session,player,app}/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});
