import { describe, expect, it } from 'vitest';
import { cpuWriter, deviceWriter, makeCell, uniformLine } from '../model/hardware/cell.ts';
import { cellValue, cellWrite, cellWriter, isOlder, runsOf, valueText } from './cells.ts';

const a = makeCell(3, cpuWriter, 65);
const b = makeCell(7, deviceWriter(1), 66);
const zero = makeCell(0, 0, 0);

describe('cells', () => {
  it('are read as the model packs them', () => {
    expect([cellValue(b), cellWriter(b), cellWrite(b)]).toEqual([66, 3, 7]);
    expect([cellValue(zero), cellWriter(zero), cellWrite(zero)]).toEqual([0, 0, 0]);
  });

  it('are judged by their write, not by their value', () => {
    const sameValueLater = makeCell(4, cpuWriter, 65);
    expect(isOlder(a, sameValueLater)).toBe(true);
    expect(isOlder(sameValueLater, sameValueLater)).toBe(false);
  });

  it('are written as letters where they are letters', () => {
    expect([65, 0, 32, 126, 200].map(valueText)).toEqual(['A', '0', '32', '~', '200']);
  });
});

describe('runsOf', () => {
  it('makes one run of a line that is the same all over', () => {
    expect(runsOf(uniformLine(a, 64), uniformLine(a, 64))).toEqual([
      { start: 0, length: 64, cell: a, newest: a },
    ]);
  });

  it('parts bytes that are behind from bytes that are not', () => {
    const newest = [a, a, b, zero];
    expect(runsOf([a, a, a, zero], newest).map(({ start, length }) => [start, length])).toEqual([
      [0, 2],
      [2, 1],
      [3, 1],
    ]);
  });

  it('joins writes of one value by one writer, and keeps holes apart', () => {
    const again = makeCell(9, cpuWriter, 65);
    const runs = runsOf([a, again, null, null], [a, again, zero, b]);
    expect(runs.map(({ start, length, cell }) => [start, length, cell])).toEqual([
      [0, 2, a],
      [2, 2, null],
    ]);
  });
});
