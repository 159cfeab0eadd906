import { defineConfig } from 'vite';

/** The client of the message protocol, beside the workbench: one small file that other pages import. */
export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: false,
    reportCompressedSize: false,
    lib: { entry: 'src/package/client.ts', formats: ['es'], fileName: () => 'client.js' },
  },
});
