// npm run check: everything that can be said about the repository without running it.
// `npm run check -- types imports` runs only these parts.
import { ensureInstalled } from './lib/install.mjs';
import { run, runBin } from './lib/run.mjs';

/** @type {Record<string, () => ReturnType<typeof run>>} */
const parts = {
  format: () => runBin('oxfmt', ['--check'], { capture: true, quiet: true }),
  lint: () => runBin('oxlint', ['--deny-warnings'], { capture: true, quiet: true }),
  imports: () => checkSources('imports'),
  grammar: () => run('node', ['scripts/grammar.mjs', '--check'], { capture: true, quiet: true }),
  layouts: () => run('node', ['scripts/layouts.mjs', '--check'], { capture: true, quiet: true }),
  types: checkTypes,
  unused: () => runBin('knip', ['--no-progress'], { capture: true, quiet: true }),
  ratchet: () => checkSources('ratchet'),
  hosts: () => checkSources('hosts'),
  lock: () => checkSources('lock'),
  sinks: () => checkSources('sinks'),
  build: () => run('node', ['scripts/build.mjs'], { capture: true, quiet: true }),
  api: () => run('node', ['scripts/apiDocs.mjs'], { capture: true, quiet: true }),
  reproducible: () => run('node', ['scripts/reproducible.mjs'], { capture: true, quiet: true }),
  bundles: () => checkSources('bundles'),
  budgets: () => runBin('size-limit', [], { capture: true, quiet: true }),
};

/** @param {string} name */
function checkSources(name) {
  return run('node', ['scripts/checkSources.mjs', name], { capture: true, quiet: true });
}

/** Three compilations: rooms without DOM and Node, rooms of the page, everything for Node. */
async function checkTypes() {
  const results = await Promise.all(
    ['pure', 'browser', 'node'].map((project) =>
      runBin('tsc', ['-p', `tsconfig.${project}.json`], { capture: true, quiet: true }),
    ),
  );
  const code = results.some((result) => result.code !== 0) ? 1 : 0;
  return { code, output: results.map((result) => result.output).join('') };
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}

await ensureInstalled();
const failed = [];
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const start = Date.now();
  const { code, output } = await part();
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (code !== 0 || name === 'budgets') console.log(output.trimEnd());
  if (code !== 0) failed.push(name);
}
console.log(failed.length === 0 ? 'check passed' : `check failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
