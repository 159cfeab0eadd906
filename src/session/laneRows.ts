/** The run as rows of a table, around the cursor: what the lanes show, in words. */
import { agentName } from '../model/names.ts';
import type { Entry } from '../history/history.ts';
import type { Violation } from '../model/violation.ts';
import { resultWords } from '../script/resultWords.ts';
import { operationWords, ruleTitle, verdicts } from './derive.ts';
import type { SessionState } from './sessionState.ts';

export interface LaneRow {
  /** Number of the operation, from 1. */
  readonly operation: number;
  /** Where a click leads, as links write it. */
  readonly at: string;
  /** Whether it was done inside another. */
  readonly isNested: boolean;
  readonly agent: string;
  readonly code: string;
  readonly result: string;
  /** Rules that it breaks, each with what came of it; empty: none. */
  readonly violations: readonly { readonly title: string; readonly harm: boolean }[];
}

export interface LaneRows {
  readonly rows: readonly LaneRow[];
  /** The operations that are in the table: from 1, both included; 0 where there are none. */
  readonly first: number;
  readonly last: number;
}

/** Operations in the table at once. */
export const mostRows = 200;

/** The rows of at most `mostRows` operations around the cursor. */
export function laneRows({ history, cursor }: Pick<SessionState, 'history' | 'cursor'>): LaneRows {
  const { length } = history.entries;
  const before = Math.max(0, Math.min(cursor.operation - mostRows / 2, length - mostRows));
  const shown = history.entries.slice(before, before + mostRows);
  const judged = verdicts(history);
  const told = (violations: readonly Violation[]): LaneRow['violations'] =>
    violations.map(({ id, rule }) => ({ title: ruleTitle(rule), harm: judged.get(id) === 'harm' }));
  return {
    rows: shown.flatMap((entry, i) => rowsOf(entry, before + i + 1, told)),
    first: Math.min(before + 1, length),
    last: before + shown.length,
  };
}

function rowsOf(
  { input, result, events, nested }: Entry,
  operation: number,
  told: (violations: readonly Violation[]) => LaneRow['violations'],
): readonly LaneRow[] {
  const isInside = (index: number): boolean =>
    nested.some(({ firstEvent, endEvent }) => firstEvent <= index && index < endEvent);
  const own = events.filter((_, index) => !isInside(index));
  const main = input.operation;
  return [
    {
      operation,
      at: `${operation}`,
      isNested: false,
      agent: agentName(main.agent),
      code: operationWords(main).code,
      result: resultWords(result),
      violations: told(own.flatMap((event) => event.violations)),
    },
    ...nested.map((inner) => ({
      operation,
      at: inner.endEvent > 0 ? `${operation}.${inner.endEvent}` : `${operation}`,
      isNested: true,
      agent: agentName(inner.operation.agent),
      code: operationWords(inner.operation).code,
      result: resultWords(inner.result),
      violations: told(
        events.slice(inner.firstEvent, inner.endEvent).flatMap((event) => event.violations),
      ),
    })),
  ];
}
