import { describe, expect, it } from 'vitest';
import { sampleLanes } from '../../test/sampleLanes.ts';
import { marksOf, microsOf } from './laneMicros.ts';
import { lanesRun } from './lanesRun.ts';
import { endOfLane, markAt, markOfKey, neighbour } from './laneWalk.ts';

const run = lanesRun(sampleLanes);
const mark = (key: string, near = false) => {
  const found = markOfKey(run, key, near);
  if (!found) throw new Error(`no mark ${key}`);
  return found;
};
const from = (key: string, way: Parameters<typeof neighbour>[3], near = false) =>
  neighbour(run, mark(key, near), near, way)?.key ?? null;

describe('micro-events from near', () => {
  it('stand where they happen, in the lane of whoever does them', () => {
    const micros = microsOf(run, 8).map(({ lane, from: left, to }) => [
      run.lanes[lane]?.key,
      left,
      to,
    ]);
    // Eight micro-events in two columns: three in the first, five in the second.
    expect(micros.slice(2, 6)).toEqual([
      ['gpu', expect.closeTo(7 + 2 / 3), 8],
      ['app@cpu1', 8, 8.2],
      ['app@cpu1', 8.2, 8.4],
      ['gpu', 8.4, 8.6],
    ]);
    expect(microsOf(run, 8)[3]).toMatchObject({
      key: '8:4',
      flag: { verdict: 'harm', rules: ['stale-tlb'] },
      seek: { operation: 8, micro: 4 },
      label: '8.4 app@cpu1: cpu.store',
    });
    expect(microsOf(run, 8).at(-1)?.seek).toEqual({ operation: 8, micro: null });
  });

  it('take the place of the pills in their lane', () => {
    const keys = marksOf(run, 8, true).map(({ key }) => key);
    expect(keys.filter((key) => key.includes(':'))).toHaveLength(8);
    // The zap is drawn in the lane of the exporter, which has no micro-events of its own.
    expect(keys.filter((key) => !key.includes(':'))).toEqual(['8.2']);
    // At the micro-event that it is: the second of the first three.
    expect(mark('8.2', true).x).toBeCloseTo(7.5);
  });
});

describe('walking', () => {
  it('goes along a lane and stops at its ends', () => {
    expect([from('2', 'right'), from('4', 'left'), from('1', 'left'), from('9', 'right')]).toEqual([
      '4',
      '2',
      null,
      null,
    ]);
  });

  it('goes to the nearest mark of the next lane that has any', () => {
    expect([from('9', 'down'), from('8', 'up'), from('8.2', 'up'), from('11', 'down')]).toEqual([
      '8/1',
      '8.2',
      '8.3',
      null,
    ]);
  });

  it('goes from micro-event to micro-event from near', () => {
    expect([
      from('8:4', 'right', true),
      from('8:3', 'right', true),
      from('8:5', 'right', true),
    ]).toEqual(['8:5', '8:6', null]);
  });

  it('finds the ends of a lane', () => {
    expect(endOfLane(run, 0, false, false)?.key).toBe('1');
    expect(endOfLane(run, 0, false, true)?.key).toBe('9');
    expect(endOfLane(run, 4, false, true)).toBe(null);
  });

  it('knows what stands for the cursor', () => {
    const at = (operation: number, micro: number | null, near: boolean) =>
      markAt(run, { operation, micro }, near);
    expect([at(8, 3, false), at(8, 4, false), at(8, null, false)]).toEqual(['8.3', '8', '8']);
    expect([at(8, 4, true), at(8, null, true)]).toEqual(['8:4', '8:8']);
  });
});
