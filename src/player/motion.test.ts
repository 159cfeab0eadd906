import { describe, expect, it } from 'vitest';
import { shootdownScript } from '../../test/roomStates.ts';
import { parseCursor, startCursor, type Cursor } from '../history/cursor.ts';
import { runAll, type History } from '../history/history.ts';
import { parseScenario } from '../script/parse.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { stepWay } from './motion.ts';
import { planMovements } from './planMovements.ts';

const { scenario } = parseScenario(shootdownScript);
if (!scenario) throw new Error('the script cannot be read');
const inputs = inputsOf(scenario);
const history = runAll(setupOf(scenario), inputs);
const pace = { speed: 1, isHurried: false };

const point = (at: string, of: History = history): { history: History; cursor: Cursor } => ({
  history: of,
  cursor: parseCursor(at) ?? startCursor,
});

const kinds = (from: string, to: string): readonly string[] =>
  planMovements(point(from), point(to), pace).map(({ event }) => event.kind);

/** Number of the first micro-event of a kind in an operation, from 1. */
function numberOf(operation: number, kind: string): number {
  const events = history.entries[operation - 1]?.events ?? [];
  return 1 + events.findIndex((event) => event.kind === kind);
}

describe('a step', () => {
  it('is to the next or the last micro-event or operation', () => {
    expect(stepWay(point('3'), point('4'))).toBe('forward');
    expect(stepWay(point('3'), point('4.1'))).toBe('forward');
    expect(stepWay(point('4.1'), point('4'))).toBe('forward');
    expect(stepWay(point('4'), point('3'))).toBe('backward');
    expect(stepWay(point('4.2'), point('4.1'))).toBe('backward');
    expect(stepWay(point('4.2'), point('3'))).toBe('backward');
  });

  it('is none to anywhere else, nor from nowhere', () => {
    expect(stepWay(point('2'), point('4'))).toBeNull();
    expect(stepWay(point('4'), point('2'))).toBeNull();
    expect(stepWay(point('4'), point('4'))).toBeNull();
    expect(stepWay(null, point('1'))).toBeNull();
  });

  it('may lead to what another run does after the same beginning', () => {
    const shorter = { ...history, entries: history.entries.slice(0, 4) };
    expect(stepWay(point('4', shorter), point('5'))).toBe('forward');
    const other = runAll(setupOf(scenario), inputs);
    expect(stepWay(point('4', other), point('5'))).toBeNull();
    // Before the first operation nothing has been done that could differ but the machine itself.
    expect(stepWay(point('0', other), point('1'))).toBeNull();
  });
});

describe('what is played', () => {
  it('is the one micro-event of a step inside an operation', () => {
    const ipi = numberOf(6, 'ipi.send');
    expect(kinds(`6.${ipi - 1}`, `6.${ipi}`)).toEqual(['ipi.send']);
  });

  it('is nothing where it moves nothing', () => {
    expect(history.entries[5]?.events[0]?.kind).toBe('call');
    expect(kinds('5', '6.1')).toEqual([]);
  });

  // The fault, the entry, the walk and the store; a store of a whole line needs no fill.
  it('is all that an operation moves, in its order', () => {
    expect(kinds('3', '4')).toEqual(['pte.fault', 'pte.insert', 'tlb.fill', 'cpu.store']);
  });

  it('is the rest of an operation that was stopped in', () => {
    const walk = numberOf(4, 'tlb.fill');
    expect(kinds(`4.${walk}`, '4')).toEqual(['cpu.store']);
  });

  it('is the reverse where it is undone', () => {
    const forward = planMovements(point('3'), point('4'), pace);
    const back = planMovements(point('4'), point('3'), pace);
    expect(back.map(({ event }) => event)).toEqual(forward.map(({ event }) => event).toReversed());
    expect(forward.some(({ isBackward }) => isBackward)).toBe(false);
    expect(back.every(({ isBackward }) => isBackward)).toBe(true);
  });

  it('is bounded in number and in time', () => {
    for (let operation = 1; operation <= history.entries.length; operation++) {
      const plan = planMovements(point(String(operation - 1)), point(String(operation)), pace);
      expect(plan.length).toBeLessThanOrEqual(8);
      const total = plan.reduce((sum, { durationMs }) => sum + durationMs, 0);
      expect(total).toBeLessThanOrEqual(1200);
      for (const { durationMs } of plan) {
        expect(durationMs).toBeGreaterThanOrEqual(150);
        expect(durationMs).toBeLessThanOrEqual(350);
      }
    }
  });

  it('is short where the reader is in a hurry: the last movement alone', () => {
    const plan = planMovements(point('3'), point('4'), { speed: 1, isHurried: true });
    expect(plan.map(({ event, durationMs }) => [event.kind, durationMs])).toEqual([
      ['cpu.store', 150],
    ]);
  });

  it.each([0.5, 1, 2, 4, 8])(
    'follows the speed of playing, and ends before the next step: %s',
    (speed) => {
      const ipi = numberOf(6, 'ipi.send');
      const [movement] = planMovements(point(`6.${ipi - 1}`), point(`6.${ipi}`), {
        speed,
        isHurried: false,
      });
      expect(movement?.durationMs).toBe(320 / speed);
      // The player rests 420 ms at speed 1 on a micro-event.
      expect(movement?.durationMs).toBeLessThan(420 / speed);
    },
  );
});
