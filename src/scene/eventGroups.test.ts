import { describe, expect, it } from 'vitest';
import type { MicroEvent, MicroEventKind, Place } from '../model/microEvent.ts';
import type { Violation } from '../model/violation.ts';
import { eventGroups } from './eventGroups.ts';

function event(kind: MicroEventKind, part: Partial<MicroEvent> = {}): MicroEvent {
  return {
    kind,
    depth: 0,
    agent: 'gpu',
    label: kind,
    from: null,
    to: null,
    range: null,
    violations: [],
    facts: {},
    transitions: [],
    ...part,
  };
}

const cache: Place = { kind: 'cache', cpu: 0 };
const memory: Place = { kind: 'memory' };

function writeBack(line: number): MicroEvent {
  const range = { buffer: 0, start: 64 * line, length: 64 };
  return event('cache.writeback', { from: cache, to: memory, range });
}

const broken: Violation = {
  id: 1,
  class: 'effect',
  rule: 'stale-read',
  agent: 'gpu',
  bytes: null,
  causes: [],
  defect: null,
  outcome: '',
  fix: null,
};

const spans = (events: readonly MicroEvent[], most = 8): readonly (readonly number[])[] =>
  eventGroups(events, 0, events.length, most).map(({ first, end }) => [first, end]);

describe('groups of micro-events', () => {
  it('leave out what moves nothing', () => {
    expect(spans([event('call'), writeBack(0), event('ref.get')])).toEqual([[1, 2]]);
  });

  it('join what moves alike along neighbouring lines, whatever moves nothing in between', () => {
    const events = [writeBack(0), writeBack(1), event('call'), writeBack(2)];
    expect(spans(events)).toEqual([[0, 4]]);
    const [group] = eventGroups(events, 0, 4, 8);
    expect(group?.event.range).toEqual({ buffer: 0, start: 0, length: 192 });
  });

  it('join them downward, too', () => {
    expect(spans([writeBack(2), writeBack(1)])).toEqual([[0, 2]]);
  });

  it('keep apart lines that are not neighbours, other ways and other kinds', () => {
    expect(spans([writeBack(0), writeBack(2)])).toHaveLength(2);
    expect(
      spans([writeBack(0), { ...writeBack(1), from: { kind: 'cache', cpu: 1 } }]),
    ).toHaveLength(2);
    expect(
      spans([writeBack(0), event('wc.drain', { ...writeBack(1), kind: 'wc.drain' })]),
    ).toHaveLength(2);
  });

  it('have all the violations of what they join', () => {
    const events = [writeBack(0), { ...writeBack(1), violations: [broken] }, writeBack(2)];
    expect(eventGroups(events, 0, 3, 8)[0]?.event.violations).toEqual([broken]);
  });

  it('begin and end where they are told', () => {
    const events = [writeBack(0), writeBack(2), writeBack(4), writeBack(6)];
    expect(eventGroups(events, 1, 3, 8).map(({ first }) => first)).toEqual([1, 2]);
  });

  it('are the gravest where there are too many: broken rules, owners, data, then the rest', () => {
    const events = [
      event('tlb.flush', { violations: [broken] }),
      event('ipi.send'),
      writeBack(0),
      event('tlb.fill'),
      writeBack(2),
      event('owner.change'),
    ];
    expect(spans(events, 4)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
      [5, 6],
    ]);
    expect(spans(events, 2)).toEqual([
      [0, 1],
      [5, 6],
    ]);
    expect(spans(events, 3)).toEqual([
      [0, 1],
      [4, 5],
      [5, 6],
    ]);
  });
});
