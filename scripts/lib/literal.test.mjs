import { expect, it } from 'vitest';
import { exportsOf } from './literal.mjs';

/** @param {string} source @param {string} name */
const evaluate = (source, name) =>
  new Function(`${source.replaceAll('export ', '')}\nreturn ${name};`)();

it('writes data that is the same after reading', () => {
  const data = { a: [1, -2, 'x "y"', null, true], b: { 'c-d': [] }, e: [[], {}] };
  expect(evaluate(exportsOf({ data }), 'data')).toEqual(data);
});

it('keeps what is one object at several places', () => {
  const line = { cells: [1, 2, 3] };
  const before = { lines: [line], other: 1 };
  const read = evaluate(exportsOf({ run: [before, { ...before, other: 2 }] }), 'run');
  expect(read[0].lines).toBe(read[1].lines);
  expect(read[0]).not.toBe(read[1]);
});

it('shares between exports', () => {
  const operation = { agent: 'gpu' };
  const source = exportsOf({ run: [operation], words: [[operation, 'gpu']] });
  expect(evaluate(source, 'run[0] === words[0][0]')).toBe(true);
});
