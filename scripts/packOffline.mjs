// npm run pack:offline [-- FILE]: bufscope as a zip that works when it is unpacked and opened from files. It needs a
// build (`npm run build`). The same build gives the same bytes.
import react from '@vitejs/plugin-react';
import { zipSync } from 'fflate';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { atBuild } from './lib/atBuild.mjs';
import { offlineIndex, offlineNames, offlinePage, offlineReadme } from './lib/offline.mjs';
import { root } from './lib/run.mjs';
import { builtFiles } from './lib/sources.mjs';

const dist = resolve(process.env['BUFSCOPE_DIST'] ?? `${root}/dist`);
const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const target = resolve(process.argv[2] ?? `${root}/bufscope-offline-${version}.zip`);

/** The workbench as one classic script. @param {string} outDir */
async function buildWorkbench(outDir) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    base: './',
    plugins: [react(), atBuild()],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      target: 'es2023',
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      reportCompressedSize: false,
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      rolldownOptions: { output: { codeSplitting: false } },
      lib: {
        entry: 'src/main.tsx',
        formats: ['iife'],
        name: 'bufscopeWorkbench',
        fileName: () => 'workbench.js',
        cssFileName: 'workbench',
      },
    },
    worker: { format: 'es' },
  });
}

if (!existsSync(`${dist}/bufscope-player.js`)) {
  console.error(`nothing is built in ${dist}: npm run build`);
  process.exit(1);
}
/** @type {Map<string, Uint8Array | string>} */
const files = new Map();
files.set('README.txt', offlineReadme(version));
files.set('LICENSE.txt', readFileSync(`${root}/LICENSE`));
files.set('index.html', offlineIndex(readFileSync(`${root}/index.html`, 'utf8')));
const text = (/** @type {string} */ name) => readFileSync(`${dist}/${name}`, 'utf8');
for (const name of offlineNames(builtFiles(dist), text)) {
  const isPage = /^scenarios\/.+\.html$/.test(name);
  files.set(name, isPage ? offlinePage(text(name)) : readFileSync(`${dist}/${name}`));
}
const made = mkdtempSync(join(tmpdir(), 'bufscope-offline-'));
await buildWorkbench(made);
for (const name of builtFiles(made)) files.set(name, readFileSync(`${made}/${name}`));
// Vite takes style sheets to lie in assets/; this one lies beside its page.
const styles = readFileSync(`${made}/workbench.css`, 'utf8');
files.set('workbench.css', styles.replaceAll('url(../fonts/', 'url(fonts/'));
rmSync(made, { recursive: true });

/** @type {Record<string, Uint8Array>} */
const entries = {};
for (const name of [...files.keys()].sort()) {
  const content = files.get(name) ?? '';
  entries[`bufscope/${name}`] = typeof content === 'string' ? Buffer.from(content) : content;
}
// A zip has the time of its files without a zone: the same everywhere, whatever the clock of this machine.
const zip = zipSync(entries, { level: 9, mtime: new Date(1980, 0, 1) });
writeFileSync(target, zip);
console.log(`${target}: ${files.size} files, ${(zip.length / 1_000_000).toFixed(1)} MB`);
