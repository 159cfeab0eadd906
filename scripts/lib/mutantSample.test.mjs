import { describe, expect, it } from 'vitest';
import { hash, isInSample, reasonToLeaveOut } from './mutantSample.mjs';

const names = Array.from({ length: 2000 }, (_, i) => `function${i}`);

describe('isInSample', () => {
  it('takes all where the share is the whole', () => {
    expect(names.every((name) => isInSample(name, 1, '1'))).toBe(true);
  });

  it('takes about one of so many, others for another seed, and always the same for one', () => {
    const first = names.filter((name) => isInSample(name, 10, '1'));
    const second = names.filter((name) => isInSample(name, 10, '2'));
    expect(first.length).toBeGreaterThan(150);
    expect(first.length).toBeLessThan(250);
    expect(first).toEqual(names.filter((name) => isInSample(name, 10, '1')));
    expect(first.filter((name) => second.includes(name)).length).toBeLessThan(50);
  });
});

it('hashes as FNV-1a does, with its high bits folded in', () => {
  // FNV-1a of nothing is its offset basis; of "a" it is 0xe40c292c.
  expect(hash('')).toBe((0x811c9dc5 ^ (0x811c9dc5 >>> 15)) >>> 0);
  expect(hash('a')).toBe((0xe40c292c ^ (0xe40c292c >>> 15)) >>> 0);
});

describe('reasonToLeaveOut', () => {
  it('judges functions that are declared, and nothing else', () => {
    expect(reasonToLeaveOut({ type: 'IfStatement' }, 1000, '1')).toBeUndefined();
    expect(reasonToLeaveOut({ type: 'FunctionDeclaration', id: null }, 1000, '1')).toBeUndefined();
    const left = names.filter(
      (name) =>
        reasonToLeaveOut({ type: 'FunctionDeclaration', id: { name }, start: 0 }, 4, '1') !==
        undefined,
    );
    expect(left.length).toBeGreaterThan(1400);
    expect(left.length).toBeLessThan(1600);
  });
});
