/**
 * A point in a run: before the first operation (`0`), after the twelfth (`12`), or inside the twelfth
 * after its third micro-event (`12.3`), as links and the command line write it. A cursor knows nothing
 * of a run; `move.ts` walks one.
 */

export interface Cursor {
  /** Operations done or begun: 0 is before the first. */
  readonly operation: number;
  /** Micro-events of that operation done, from 1; null: the operation is complete. */
  readonly micro: number | null;
}

/** Before the first operation. */
export const startCursor: Cursor = { operation: 0, micro: null };

/** After operation number `operation`, counted from 1. */
export function afterOperation(operation: number): Cursor {
  return { operation, micro: null };
}

const cursorPattern = /^(\d{1,7})(?:\.(\d{1,7}))?$/;

/**
 * Reads `12` or `12.3`; null for anything else. `12.0`, which is where the twelfth operation begins, is
 * the end of the eleventh.
 */
export function parseCursor(text: string): Cursor | null {
  const [, operationText, microText] = cursorPattern.exec(text) ?? [];
  if (operationText === undefined) return null;
  const operation = Number(operationText);
  if (microText === undefined) return { operation, micro: null };
  const micro = Number(microText);
  if (operation === 0) return micro === 0 ? startCursor : null;
  return micro === 0 ? afterOperation(operation - 1) : { operation, micro };
}

/** The inverse of `parseCursor`. */
export function printCursor({ operation, micro }: Cursor): string {
  return micro === null ? String(operation) : `${operation}.${micro}`;
}

/** Negative where `a` comes before `b`, 0 where they are the same, positive otherwise. */
export function compareCursors(a: Cursor, b: Cursor): number {
  if (a.operation !== b.operation) return a.operation - b.operation;
  if (a.micro === b.micro) return 0;
  if (a.micro === null) return 1;
  return b.micro === null ? -1 : a.micro - b.micro;
}

export function isSameCursor(a: Cursor, b: Cursor): boolean {
  return compareCursors(a, b) === 0;
}
