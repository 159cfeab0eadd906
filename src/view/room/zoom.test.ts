import { describe, expect, it } from 'vitest';
import { runTo, shootdownScript } from '../../../test/roomStates.ts';
import { roomScene } from '../../scene/roomScene.ts';
import { wordSize } from './drawBytes.ts';
import { layoutRoom } from './layoutRoom.ts';
import { middleShift, topShift } from './pinWords.ts';
import { clampLevel, placeOf, pointAt, wheelFactor } from './zoom.ts';

describe('the level', () => {
  it('stays within what makes sense', () => {
    expect(clampLevel(0.1, 0.3)).toBe(0.3);
    expect(clampLevel(50, 0.3)).toBe(6);
    expect(clampLevel(0.8, 1)).toBe(1);
  });

  it('comes back to the usual size', () => {
    expect(clampLevel(1.25 * 1.25 * 0.8 * 0.8, 0.3)).toBe(1);
    expect(clampLevel(1.02, 0.3)).toBe(1);
    expect(clampLevel(1.04, 0.3)).toBe(1.04);
  });

  it('follows the wheel by at most a quarter', () => {
    expect(wheelFactor({ deltaY: -120, deltaMode: 0 })).toBe(1.25);
    expect(wheelFactor({ deltaY: 120, deltaMode: 0 })).toBe(0.8);
    expect(wheelFactor({ deltaY: -10, deltaMode: 0 })).toBeCloseTo(Math.exp(0.1));
    expect(wheelFactor({ deltaY: 1, deltaMode: 1 })).toBeCloseTo(Math.exp(-0.16));
  });
});

describe('a point of the picture', () => {
  const scene = roomScene(runTo(shootdownScript, 5).state);
  const [usual, large] = [1, 3].map((level) =>
    layoutRoom(scene, { width: 760, height: null, zoom: 1, level }),
  );
  if (!usual || !large) throw new Error('two layouts');

  it('is a share of a row and of a part', () => {
    const memory = usual.parts.get('memory') ?? { x: 0, width: 0 };
    // The second row begins at 8 + 22 and is 22 high.
    const point = pointAt(usual, { x: memory.x + memory.width / 2, y: 30 + 5.5 });
    expect(point).toMatchObject({ row: 'b0l1', down: 0.25, part: 'memory', across: 0.5 });
  });

  it('is found again at another zoom', () => {
    const memory = large.parts.get('memory') ?? { x: 0, width: 0 };
    const point = { row: 'b0l1', down: 0.25, part: 'memory', across: 0.5 };
    const { x, y } = placeOf(large, point);
    expect(x).toBe(memory.x + memory.width / 2);
    // Rows are 66 apart.
    expect(y).toBe(8 + 66 + 16.5);
  });

  it('between rows belongs to the nearest', () => {
    expect(pointAt(usual, { x: 0, y: 186 }).row).toBe('b0l7');
    expect(pointAt(usual, { x: 0, y: 208 }).row).toBe('b0l8');
    expect(pointAt(usual, { x: 0, y: -50 }).row).toBe('b0l0');
  });
});

describe('words of what is higher than the window', () => {
  const tall = { start: 1000, end: 2000 };

  it('go along, in the middle of what is seen', () => {
    expect(middleShift(tall, { start: 1000, end: 1400 })).toBe(-300);
    expect(middleShift(tall, { start: 1300, end: 1700 })).toBe(0);
    expect(middleShift(tall, { start: 1900, end: 2300 })).toBe(450);
  });

  it('stay inside', () => {
    expect(middleShift(tall, { start: 1990, end: 2400 })).toBe(500 - 46);
    expect(topShift(tall, 100, { start: 900, end: 1300 })).toBe(0);
    expect(topShift(tall, 100, { start: 1300, end: 1700 })).toBe(300);
    expect(topShift(tall, 100, { start: 1950, end: 2400 })).toBe(900);
  });
});

it('words of a cell have room for a value', () => {
  // 64 bytes: 3.125, 6.25 and 25 pixels a byte.
  expect(wordSize(200, 64)).toBe(8);
  expect(wordSize(400, 64)).toBe(4);
  expect(wordSize(1600, 64)).toBe(1);
});
