/** A run as the lanes take it. */
import type { History } from '../history/history.ts';
import type { Operation } from '../model/operation.ts';
import type { LaneInput } from '../scene/laneInput.ts';

/** `lineOf` prints an operation as its script line. */
export function laneInputOf(
  { initial, entries }: History,
  verdicts: LaneInput['verdicts'],
  lineOf: (operation: Operation) => string,
): LaneInput {
  return {
    initial,
    verdicts,
    entries: entries.map(({ input, result, events, nested, state }) => ({
      operation: input.operation,
      label: lineOf(input.operation),
      result,
      events,
      nested: nested.map((inner) => ({ ...inner, label: lineOf(inner.operation) })),
      state,
    })),
  };
}
