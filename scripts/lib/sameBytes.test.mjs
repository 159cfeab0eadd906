import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { differences, hashesBelow } from './sameBytes.mjs';

/** @type {string[]} */
const made = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** @param {Record<string, string>} files by path */
function folderOf(files) {
  const folder = mkdtempSync(join(tmpdir(), 'bufscope-same-'));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

test('folders with the same bytes do not differ, wherever they are', () => {
  const files = { 'dist/index.html': 'a', 'dist/assets/b.js': 'b', 'dist-cli/c.js': 'c' };
  const [one, other] = [folderOf(files), folderOf(files)].map((folder) =>
    hashesBelow(folder, ['dist', 'dist-cli', 'dist-lib']),
  );
  expect([...(one ?? []).keys()]).toEqual(['dist-cli/c.js', 'dist/assets/b.js', 'dist/index.html']);
  expect(differences(one ?? new Map(), other ?? new Map())).toEqual([]);
});

test('a byte, a missing file and a new one are told', () => {
  const one = hashesBelow(folderOf({ 'dist/a': 'x', 'dist/b': 'y' }), ['dist']);
  const other = hashesBelow(folderOf({ 'dist/a': 'X', 'dist/c': 'z' }), ['dist']);
  expect(differences(one, other)).toEqual([
    'dist/a differs',
    'dist/b was not built again',
    'dist/c is new',
  ]);
});
