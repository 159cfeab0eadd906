import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstLoadFiles, gzipBytes } from './firstLoad.mjs';

/** @type {string} */
let folder;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bufscope-load-'));
  mkdirSync(join(folder, 'assets'));
  const html =
    '<link rel="icon" href="./icon.svg"><link rel="stylesheet" href="./assets/a.css">' +
    '<script type="module" src="./assets/main.js"></script>';
  writeFileSync(join(folder, 'index.html'), html);
  writeFileSync(join(folder, 'assets/a.css'), 'p{}');
  writeFileSync(join(folder, 'assets/main.js'), 'import"./shared.js";import("./later-Ab1.js")');
  writeFileSync(join(folder, 'assets/shared.js'), 'import"./main.js"');
  writeFileSync(join(folder, 'assets/later-Ab1.js'), 'later()');
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('firstLoadFiles', () => {
  it('follows imports, but not those that come later', () => {
    expect(firstLoadFiles(folder)).toEqual([
      'assets/a.css',
      'assets/main.js',
      'assets/shared.js',
      'index.html',
    ]);
  });

  it('takes in the chunks that are shown at once, and misses none in silence', () => {
    expect(firstLoadFiles(folder, ['later'])).toContain('assets/later-Ab1.js');
    expect(() => firstLoadFiles(folder, ['gone'])).toThrow('no chunk gone');
  });
});

describe('gzipBytes', () => {
  it('is more than nothing for each file', () => {
    expect(gzipBytes(folder, ['index.html', 'assets/a.css'])).toBeGreaterThan(2 * 20);
  });
});
