import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { playerFiles } from './playerLoad.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/player-load-`);
  mkdirSync(`${folder}/assets/runs`, { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

it('takes the run that is the largest when compressed', () => {
  writeFileSync(`${folder}/assets/runs/long.js`, 'a'.repeat(10_000));
  writeFileSync(`${folder}/assets/runs/dense.js`, [...Array(900).keys()].map((i) => i ** 7).join());
  expect(playerFiles(folder).at(-1)).toBe('assets/runs/dense.js');
});

it('says so where there are no runs', () => {
  expect(() => playerFiles(folder)).toThrow('no runs');
});
