// npm run bench: builds, runs every bench/*.bench.ts, prints a table and writes bench/results.json;
// `--json` prints that JSON alone. `npm run bench -- step` runs those whose name contains `step`; any
// other argument is refused before anything starts.
//
// A bench file exports `bench(context)`, which returns rows (see lib/benchTypes.mjs). It is bundled
// for Node with the sources it imports, so that what is measured is what is shipped.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { build } from 'vite';
import { readBenchArguments } from './lib/benchArguments.mjs';
import { formatTable, meetsTarget } from './lib/benchTypes.mjs';
import { chromiumFlags, ensureChromium } from './lib/chromium.mjs';
import { firstLoadFiles, gzipBytes, shownAtOnce } from './lib/firstLoad.mjs';
import { root, run } from './lib/run.mjs';
import { serve } from './lib/server.mjs';

const bundled = `${root}/dist-bench`;
const files = readdirSync(`${root}/bench`)
  .filter((name) => name.endsWith('.bench.ts'))
  .sort();
const chosen = readBenchArguments(process.argv.slice(2), files);
if (chosen.message !== null) {
  console.error(chosen.message);
  process.exit(chosen.code);
}
const { asJson, names } = chosen;

/** @type {import('./lib/benchTypes.mjs').BenchContext} */
const context = {
  serveApp: () => serve(`${root}/dist`, 0),
  firstLoadBytes: () => gzipBytes(`${root}/dist`, firstLoadFiles(`${root}/dist`, shownAtOnce)),
  launchBrowser: async () => {
    const executablePath = await ensureChromium();
    if (!executablePath) throw new Error('no Chromium');
    const { chromium } = await import('@playwright/test');
    return chromium.launch({ executablePath, args: chromiumFlags });
  },
};

/** @param {string} name a file in bench/ */
async function bundle(name) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: `bench/${name}`,
      target: 'node20',
      outDir: bundled,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  });
  return `${bundled}/${name.replace(/\.ts$/, '.mjs')}`;
}

/** @param {string} name */
async function runBench(name) {
  const module = await import(await bundle(name));
  /** @type {import('./lib/benchTypes.mjs').BenchRow[]} */
  const rows = await module.bench(context);
  return rows.map((row) => ({ bench: name.replace(/\.bench\.ts$/, ''), ...row }));
}

const built = await run('node', ['scripts/build.mjs'], { capture: true, quiet: asJson });
if (built.code !== 0) process.exit(built.code);
rmSync(bundled, { recursive: true, force: true });
mkdirSync(bundled, { recursive: true });

const rows = [];
for (const name of names) {
  if (!asJson) console.log(`running ${name} …`);
  rows.push(...(await runBench(name)));
}
const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
};
const results = `${JSON.stringify({ date: new Date().toISOString(), machine, rows }, null, 2)}\n`;
if (asJson) process.stdout.write(results);
else console.log(`\n${formatTable(rows)}\n`);
if (names.length === files.length) writeFileSync(`${root}/bench/results.json`, results);
if (!asJson && rows.some((row) => !meetsTarget(row))) console.log('some targets are missed');
