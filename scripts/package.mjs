// What the npm package has for programs, to dist-lib/: the simulator and the links as one module each, and the
// declarations of every entry in one file each. `npm run build` calls it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'oxfmt';
import { rollTypes } from './lib/rollTypes.mjs';
import { root, runBin } from './lib/run.mjs';

/** Entries that are built here; that of `player` is for servers, which have no page, and does nothing. */
const modules = ['model', 'link', 'player'];
const entries = ['client', ...modules];
const out = `${root}/dist-lib`;

/** @param {string} name @param {string[]} args */
async function must(name, args) {
  const { code } = await runBin(name, args);
  if (code !== 0) process.exit(code);
}

async function buildModules() {
  const options = ['build', '--logLevel', 'warn', '--config', 'vite.package.config.ts', '--mode'];
  for (const entry of modules) await must('vite', [...options, entry]);
}

async function writeTypes() {
  const emitted = mkdtempSync(join(tmpdir(), 'bufscope-types-'));
  try {
    await must('tsc', ['-p', 'tsconfig.package.json', '--outDir', emitted]);
    for (const entry of entries) {
      const { text } = rollTypes(`${emitted}/package/${entry}.d.ts`);
      const { code, errors } = await format(`${entry}.d.ts`, text, {
        printWidth: 100,
        singleQuote: true,
      });
      if (errors[0]) throw new Error(`${entry}.d.ts: ${errors[0].message}`);
      writeFileSync(`${out}/${entry}.d.ts`, code);
    }
  } finally {
    rmSync(emitted, { recursive: true });
  }
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out);
await buildModules();
await writeTypes();
