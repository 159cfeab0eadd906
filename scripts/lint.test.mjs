import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './lib/run.mjs';

// The linter itself with the repository's own configuration, on small made-up repositories.

/** @type {string} */
let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bufscope-lint-'));
  copyFileSync(`${root}/.oxlintrc.json`, join(folder, '.oxlintrc.json'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/**
 * @param {Record<string, string>} files path and text
 * @returns {string} what the linter says, empty when it is content
 */
function lint(files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const args = ['--deny-warnings', '--format=unix'];
  const result = spawnSync(`${root}/node_modules/.bin/oxlint`, args, {
    cwd: folder,
    encoding: 'utf8',
  });
  return result.status === 0 ? '' : result.stdout + result.stderr;
}

describe('the lint configuration', () => {
  it('is content with a plain file', () => {
    expect(lint({ 'src/base/a.ts': 'export const a = 1;\n' })).toBe('');
  });

  it.each(['base', 'model', 'script', 'scenarios', 'history', 'explore', 'scene'])(
    'keeps clocks, chance, timers and the page out of %s',
    (room) => {
      const forbidden = {
        date: ['Date.now()', "'Date'"],
        newDate: ['new Date()', "'Date'"],
        random: ['Math.random()', 'random'],
        performance: ['performance.now()', "'performance'"],
        timer: ['setTimeout(() => {}, 1)', "'setTimeout'"],
        page: ['document.body', "'document'"],
        globalThis: ['globalThis.window', "'globalThis'"],
      };
      const files = Object.entries(forbidden).map(([name, [code]]) => [
        `src/${room}/deep/${name}.ts`,
        `export const a = () => ${code};\n`,
      ]);
      const lines = lint(Object.fromEntries(files)).split('\n');
      for (const [name, [, message]] of Object.entries(forbidden)) {
        expect(lines.find((line) => line.includes(`/${name}.ts:`))).toContain(message);
      }
    },
  );

  it('lets the page have its document', () => {
    expect(lint({ 'src/app/a.ts': 'export const a = () => document.body;\n' })).toBe('');
  });

  it('finds a cycle of imports', () => {
    const found = lint({
      'src/base/a.ts': "import { b } from './b.ts';\nexport const a = () => b();\n",
      'src/base/b.ts': "import { a } from './a.ts';\nexport const b = () => a();\n",
    });
    expect(found).toContain('no-cycle');
  });

  it('wants named exports', () => {
    expect(lint({ 'src/view/a.ts': 'export default 1;\n' })).toContain('default');
  });

  it('keeps the console to the command line', () => {
    expect(lint({ 'src/session/a.ts': "console.log('x');\n" })).toContain('no-console');
    rmSync(join(folder, 'src'), { recursive: true });
    expect(lint({ 'src/cli/a.ts': "console.log('x');\n" })).toBe('');
  });
});
