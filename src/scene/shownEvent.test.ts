import { describe, expect, it } from 'vitest';
import { missedScript, runTo } from '../../test/roomStates.ts';
import type { MicroEvent, MicroEventKind, Place } from '../model/microEvent.ts';
import type { Violation } from '../model/violation.ts';
import { gravest, shownEvent } from './shownEvent.ts';

const cache: Place = { kind: 'cache', cpu: 0 };
const memory: Place = { kind: 'memory' };
const gpu: Place = { kind: 'device', device: 0 };

function event(
  kind: MicroEventKind,
  from: Place | null,
  to: Place | null,
  start: number | null,
  violations: readonly Violation[] = [],
): MicroEvent {
  const range = start === null ? null : { buffer: 0, start, length: 64 };
  const nothing = { depth: 0, agent: 'gpu', label: kind, facts: {}, transitions: [] };
  return { ...nothing, kind, from, to, range, violations };
}

/** The read of a stale line at the end of `missedScript`'s eighth operation. */
const stale = runTo(missedScript, 8).event?.violations ?? [];

function asCause(violation: Violation): Violation {
  return { ...violation, rule: 'direction' };
}

describe('what is shown at the end of an operation', () => {
  const start = event('dma.start', null, gpu, null);
  const first = event('dma.read', memory, gpu, 0);
  const second = event('dma.read', memory, gpu, 64);
  const end = event('dma.done', null, gpu, null, stale);

  it('is the last movement, over all lines, with what was broken', () => {
    const shown = shownEvent(end, [start, first, second, end], null);
    expect(shown).toMatchObject({ kind: 'dma.read', from: memory, to: gpu });
    expect(shown?.range).toEqual({ buffer: 0, start: 0, length: 128 });
    expect(stale).not.toHaveLength(0);
    expect(shown?.violations).toEqual(stale);
  });

  it('keeps what was broken on the way there, and not elsewhere', () => {
    const elsewhere = event('cache.writeback', cache, memory, 256, stale.map(asCause));
    const fill = event('cache.fill', memory, cache, 0, stale);
    const load = event('cpu.load', cache, { kind: 'cpu', cpu: 0 }, 0);
    expect(shownEvent(load, [elsewhere, load], null)?.violations).toEqual([]);
    expect(shownEvent(load, [fill, load], null)?.violations).toEqual(stale);
  });

  it('is the loss of data, where something moved after it', () => {
    const drop = event('cache.drop', cache, null, 64, stale);
    const shown = shownEvent(second, [drop, second], null);
    expect(shown).toMatchObject({ kind: 'cache.drop', from: cache, to: null });
    expect(shown?.violations).toEqual(stale);
  });

  it('is the event itself within an operation, and where nothing moved', () => {
    const { operation } = runTo(missedScript, 8, 'dma.read');
    expect(operation).not.toBeNull();
    expect(shownEvent(second, [start, first, second], operation)).toBe(second);
    expect(shownEvent(end, [start, end], null)).toBe(end);
    expect(shownEvent(end, [], null)).toBe(end);
    expect(shownEvent(null, [], null)).toBeNull();
  });
});

describe('the violation that is named', () => {
  it('is what happened to the data, before its cause', () => {
    const [effect] = stale;
    if (!effect) throw new Error('no violation');
    expect(effect.rule).toBe('stale-read');
    const cause: Violation = { ...effect, rule: 'direction' };
    expect(gravest([cause, effect])?.rule).toBe('stale-read');
    expect(gravest([cause])?.rule).toBe('direction');
    expect(gravest([])).toBeUndefined();
  });
});
