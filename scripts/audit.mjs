// npm run audit: known weaknesses of the packages, their licences, and which run programs when installed.
// Outside of the tests: advisories come from the registry, and not every registry answers. Exit code 1: something is
// wrong; 2: the registry did not answer, and nothing else is wrong. `--offline` asks nobody.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { installScripts, isGrave, licencesOf, readReport } from './lib/audit.mjs';
import { root } from './lib/run.mjs';
import { filesBelow } from './lib/sources.mjs';

const isOffline = process.argv.includes('--offline');
let wrong = 0;
let unanswered = 0;

/** @param {string} folder with a lock file @param {string[]} options */
function advisories(folder, options) {
  const command = ['audit', '--json', '--package-lock-only', ...options];
  const { stdout, stderr } = spawnSync('npm', command, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 120_000,
  });
  return readReport(stdout || stderr);
}

/** @param {string} folder @param {string} what @param {string[]} options @param {boolean} isShipped */
function showAdvisories(folder, what, options, isShipped) {
  const found = advisories(folder, options);
  if (typeof found === 'string') {
    unanswered++;
    console.log(`  ${what}: the registry gives no advisories (${found})`);
    return;
  }
  console.log(`  ${what}: ${found.length === 0 ? 'no known weakness' : `${found.length} known`}`);
  for (const advisory of found) {
    const isWrong = isGrave(advisory, isShipped);
    if (isWrong) wrong++;
    const { name, severity, range, titles, fix } = advisory;
    console.log(`    ${isWrong ? 'WRONG' : 'known'} ${severity}: ${name} ${range}; ${fix}`);
    for (const title of titles) console.log(`      ${title}`);
  }
}

/** @param {string} file a lock file, from the root */
function audit(file) {
  const lock = JSON.parse(readFileSync(`${root}/${file}`, 'utf8'));
  console.log(`${file}: ${Object.keys(lock.packages).length - 1} packages`);
  const { counts, wrong: licences } = licencesOf(lock);
  console.log(`  licences: ${counts.map(([name, count]) => `${name} ${count}`).join(', ')}`);
  for (const line of licences) console.log(`    WRONG ${line}: not in scripts/lib/audit.mjs`);
  const scripts = installScripts(lock);
  console.log(`  run when installed: ${scripts.length === 0 ? 'none' : scripts.join(', ')}`);
  wrong += licences.length;
  if (isOffline) return;
  const folder = dirname(`${root}/${file}`);
  showAdvisories(folder, 'installed with bufscope', ['--omit=dev'], true);
  showAdvisories(folder, 'all, with what bundles come from', [], false);
}

filesBelow(root)
  .filter((path) => /(?:^|\/)package-lock\.json$/.test(path))
  .forEach(audit);
const fonts = 'public/fonts/LICENSE.txt';
if (!existsSync(`${root}/${fonts}`)) wrong++;
console.log(
  `fonts: ${existsSync(`${root}/${fonts}`) ? `OFL-1.1, ${fonts}` : `WRONG: no ${fonts}`}`,
);

if (wrong > 0) console.log(`audit failed: ${wrong} wrong`);
else if (unanswered > 0) console.log('audit unfinished: the registry did not answer; ask another');
else console.log('audit passed');
process.exitCode = wrong > 0 ? 1 : unanswered > 0 ? 2 : 0;
