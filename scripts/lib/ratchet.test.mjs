import { describe, expect, it } from 'vitest';
import { compareCounts, countByKind, findEscapes } from './ratchet.mjs';

/** @param {string} text */
const count = (text) => countByKind(findEscapes('src/a.tsx', text));
const none = { any: 0, casts: 0, nonNull: 0, suppressions: 0 };

describe('findEscapes', () => {
  it.each([
    ['const a = ["x"] as const;'],
    ['const a = b satisfies C;'],
    ['import { a as b } from "./a.ts"; import * as c from "./c.ts";'],
    ['const a = !b; if (a !== b) c(); // as any, x!'],
    ['const text = "x as any; y!; // @ts-ignore";'],
    ['const p = <p>as any, see!</p>;'],
  ])('lets pass: %s', (text) => {
    expect(count(text)).toEqual(none);
  });

  it.each([
    ['const a = b as C;', { casts: 1 }],
    ['const a = b as unknown as C;', { casts: 2 }],
    ['const a = b as any;', { casts: 1, any: 1 }],
    ['const a: Record<string, any[]> = {};', { any: 1 }],
    ['const a = b!.c![0];', { nonNull: 2 }],
    ['// @ts-expect-error later\nconst a: string = 1;', { suppressions: 1 }],
    ['/* eslint-disable */ const a = 1; // oxlint-disable-line no-console', { suppressions: 2 }],
  ])('counts: %s', (text, expected) => {
    expect(count(text)).toEqual({ ...none, ...expected });
  });

  it('names the place', () => {
    expect(findEscapes('src/a.ts', 'x();\nconst a = b!;')).toEqual([
      { kind: 'nonNull', place: 'src/a.ts:2' },
    ]);
  });
});

describe('compareCounts', () => {
  it('is content with equal counts', () => {
    expect(compareCounts({ ...none, casts: 3 }, { ...none, casts: 3 })).toEqual([]);
  });

  it('fails both ways', () => {
    expect(compareCounts({ ...none, casts: 3 }, { ...none, casts: 4 })).toEqual([
      'casts: 4, allowed are 3',
    ]);
    expect(compareCounts({ ...none, any: 3 }, { ...none, any: 1 })[0]).toContain('down from 3');
  });
});
