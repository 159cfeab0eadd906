// npm run reproducible: whether the build gives the same bytes again. It builds a copy of the tree under another
// path, in another time zone and language, and compares every file with what `npm run build` has made here.
// `-- --twice` builds two copies and leaves what was made here alone; `-- --keep` leaves the copies to look at.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { differences, hashesBelow } from './lib/sameBytes.mjs';
import { root, run } from './lib/run.mjs';

const outputs = ['dist', 'dist-cli', 'dist-lib'];
const surroundings = [
  { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
  { TZ: 'America/St_Johns', LANG: 'C', LC_ALL: 'C' },
];

/** Copies what git knows or could know, so that nothing of an earlier build is seen. @param {string} to */
async function copyTree(to) {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { code, output } = await run('git', list, { capture: true, quiet: true });
  if (code !== 0) throw new Error(`git ls-files: ${output}`);
  for (const path of output.split('\0')) {
    if (path === '' || !existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(root, path), join(to, path));
  }
  symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'));
}

/**
 * @param {string} folder
 * @param {Record<string, string>} env
 * @returns {Promise<number>} exit code
 */
function build(folder, env) {
  return new Promise((resolve) => {
    const command = ['scripts/build.mjs'];
    const child = spawn(process.execPath, command, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** @param {string} temporary @param {number} count */
async function buildCopies(temporary, count) {
  const names = ['a', 'b/a longer path than the other'].slice(0, count);
  const folders = names.map((name) => join(temporary, name, 'bufscope'));
  const [first = '', ...others] = folders;
  await copyTree(first);
  // From the first, not from here, where somebody may be at work.
  for (const folder of others) cpSync(first, folder, { recursive: true, verbatimSymlinks: true });
  for (const [i, folder] of folders.entries())
    if ((await build(folder, surroundings[i] ?? {})) !== 0)
      throw new Error(`the build in ${folder} failed`);
  return folders;
}

const isTwice = process.argv.includes('--twice');
const temporary = mkdtempSync(join(tmpdir(), 'bufscope-'));
try {
  const built = await buildCopies(temporary, isTwice ? 2 : 1);
  const [first = '', second = ''] = isTwice ? built : [root, ...built];
  const [one, other] = [first, second].map((folder) => hashesBelow(folder, outputs));
  const wrong = differences(one ?? new Map(), other ?? new Map());
  for (const line of wrong) console.error(line);
  const count = one?.size ?? 0;
  if (count === 0) console.error('nothing was built: npm run build');
  console.log(
    wrong.length === 0
      ? `${count} files, the same bytes`
      : `${wrong.length} of ${count} files differ`,
  );
  process.exitCode = wrong.length === 0 && count > 0 ? 0 : 1;
} finally {
  if (process.argv.includes('--keep')) console.log(`the copies are in ${temporary}`);
  else rmSync(temporary, { recursive: true, force: true });
}
