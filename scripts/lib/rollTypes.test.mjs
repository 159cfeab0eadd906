import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rollTypes } from './rollTypes.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bufscope-roll-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** @param {Record<string, string>} files the first is the entry */
function roll(files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return rollTypes(join(folder, Object.keys(files)[0] ?? ''));
}

test('only what the exports lead to, with its comments, and no import', () => {
  const { text, exported, hidden } = roll({
    'package/entry.d.ts': `/** Tells of all. @module */
export { make } from '../a.ts';
export type { Thing } from '../b.ts';`,
    'a.d.ts': `import type { Thing, Unused } from './b.ts';
/** Makes one. */
export declare function make(): Thing;
export declare function other(): Unused;`,
    'b.d.ts': `/** A part. */
interface Part {
    readonly size: number;
}
/** A thing. */
export interface Thing {
    /** Its part. */
    readonly part: Part;
}
export interface Unused {}`,
  });
  expect(text).toBe(`/** Tells of all. @module */

/** Makes one. */
export declare function make(): Thing;

/** A thing. */
export interface Thing {
  /** Its part. */
  readonly part: Part;
}

/** A part. */
interface Part {
  readonly size: number;
}

export {};
`);
  expect(exported).toEqual(['make', 'Thing']);
  expect(hidden).toEqual(['Part']);
});

test('two types of one name are told apart, and the exported one keeps it', () => {
  const { text } = roll({
    'entry.d.ts': `import type { Verdict as Judge } from './judge.ts';
export interface Uses { readonly judge: Judge; readonly verdict: Verdict; }
export type { Verdict } from './verdict.ts';
import type { Verdict } from './verdict.ts';`,
    'judge.d.ts': `export type Verdict = (id: number) => string;`,
    'verdict.d.ts': `export type Verdict = 'luck' | 'harm';`,
  });
  expect(text).toContain('readonly judge: Verdict$1; readonly verdict: Verdict;');
  expect(text).toContain("export type Verdict = 'luck' | 'harm';");
  expect(text).toContain('\ntype Verdict$1 = (id: number) => string;');
});

test('import types, typeof, heritage and type parameters are followed as they mean', () => {
  const { text } = roll({
    'entry.d.ts': `import { words } from './words.ts';
import type { Base, T } from './base.ts';
export interface Derived extends Base {}
export type Word = (typeof words)[number];
export declare function pick<T>(from: T, as: import("./base.ts").Only<T>): T;`,
    'words.d.ts': `export declare const words: readonly ['a', 'b'];`,
    'base.d.ts': `export interface Base {}
export type T = 'not meant';
export type Only<Kind> = Kind;`,
  });
  expect(text).toContain('interface Base {}');
  expect(text).toContain("declare const words: readonly ['a', 'b'];");
  expect(text).toContain('pick<T>(from: T, as: Only<T>): T;');
  expect(text).not.toContain('not meant');
});

test('an augmentation of the page comes along', () => {
  const { text } = roll({
    'entry.d.ts': `import type { El } from './el.ts';
declare global {
    interface HTMLElementTagNameMap {
        'my-el': El;
    }
}`,
    'el.d.ts': `export interface El extends HTMLElement {}`,
  });
  expect(text).toContain("    'my-el': El;");
  expect(text).toContain('interface El extends HTMLElement {}');
});

test('the types of another package are refused, and so are names that are not there', () => {
  expect(() =>
    roll({
      'entry.d.ts': `export { machine } from './m.ts';`,
      'm.d.ts': `export declare const machine: import("xstate").Machine;`,
    }),
  ).toThrow(/needs the types of xstate/);
  expect(() =>
    roll({ 'entry.d.ts': `export { gone } from './m.ts';`, 'm.d.ts': `export {};` }),
  ).toThrow(/does not export gone/);
});
