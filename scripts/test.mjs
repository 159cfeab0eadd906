// npm test: installs what is missing, then runs everything. The last line is
// `N passed, N failed`; a part that could not run counts as one failure.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { root, run, runBin } from './lib/run.mjs';
import { ensureSphinx } from './lib/sphinx.mjs';
import { couldNotRun, sum, tallyConform, tallyPlaywright, tallyVitest } from './lib/tally.mjs';

const reports = `${root}/test-results`;
const recordings = 'test/recordings';

/** @param {string} file */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Unit tests and properties. */
async function unit() {
  const file = `${reports}/vitest.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await runBin('vitest', ['run', ...reporters]);
  return tallyVitest(readReport(file), code);
}

/** The recordings of a real kernel, replayed by the built command line. */
async function conformance() {
  const folder = `${root}/${recordings}`;
  const files = existsSync(folder)
    ? readdirSync(folder, { encoding: 'utf8', recursive: true }).filter((name) =>
        name.endsWith('.jsonl.gz'),
      )
    : [];
  if (files.length === 0) {
    console.error(`no recordings in ${recordings}`);
    return couldNotRun;
  }
  const paths = files.sort().map((name) => `${recordings}/${name}`);
  const command = ['dist-cli/bufscope.js', 'conform', ...paths];
  const { code, output } = await run('node', command, { capture: true });
  return tallyConform(output, code);
}

/** End-to-end tests of the built application, the books that show it, the documentation and the package. */
async function endToEnd() {
  // Both before the tests, whose workers would ask for the same packages at once.
  if (!(await ensureChromium()) || !(await ensureSphinx())) return couldNotRun;
  const file = `${reports}/playwright.json`;
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const { code } = await runBin('playwright', ['test', '--reporter=list,json'], { env });
  return tallyPlaywright(readReport(file), code);
}

/**
 * @param {string} name
 * @param {() => Promise<import('./lib/tally.mjs').Tally>} part
 */
async function timed(name, part) {
  console.log(`\n== ${name}`);
  const start = Date.now();
  const tally = await part();
  return { name, tally, seconds: ((Date.now() - start) / 1000).toFixed(1) };
}

async function build() {
  const { code } = await run('node', ['scripts/build.mjs']);
  return code === 0 ? { passed: 0, failed: 0 } : couldNotRun;
}

await ensureInstalled();
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const built = await timed('build', build);
const canRun = built.tally.failed === 0;
const parts = [
  built,
  await timed('unit and property tests', unit),
  await timed('conformance with recordings of a kernel', async () =>
    canRun ? conformance() : couldNotRun,
  ),
  await timed('end-to-end tests', async () => (canRun ? endToEnd() : couldNotRun)),
];

console.log('');
for (const { name, tally, seconds } of parts) {
  console.log(`${name}: ${tally.passed} passed, ${tally.failed} failed (${seconds} s)`);
}
const { passed, failed } = sum(parts.map((part) => part.tally));
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);
