/** Bytes that were recorded against bytes that the model gives: both replays compare and tell them this way. */
import type { Entry } from '../../history/history.ts';
import { valueOf } from '../../model/hardware/cell.ts';
import type { OperationResult } from '../../model/result.ts';
import type { Difference } from './format.ts';

/** `count` bytes of the same value. */
export interface Run {
  readonly value: number;
  readonly count: number;
}

/** The difference between recorded bytes and what an operation read; an operation that is missing read nothing. */
export function compareRuns(
  where: string,
  runs: readonly Run[],
  entry: Entry | undefined,
): Difference[] {
  const expected = printRuns(runs);
  const got = entry ? describeResult(entry.result) : 'nothing';
  return got === expected ? [] : [{ where, expected, got }];
}

/** Bytes as run lengths `value*count,…`, anything else in words. */
export function describeResult(result: OperationResult): string {
  switch (result.kind) {
    case 'bytes':
      return printRuns(result.cells.map((cell) => ({ value: valueOf(cell), count: 1 })));
    case 'ok':
      return 'done';
    case 'errno':
      return `${result.errno} (${result.reason})`;
    case 'signal':
      return `${result.signal} (${result.reason})`;
    case 'blocked':
      return `blocked (${result.reason})`;
    case 'oops':
      return `oops (${result.reason})`;
    case 'scriptError':
      return `refused (${result.message})`;
  }
}

/** Runs as text; neighbours of one value count as one, so that equal bytes have equal texts. */
function printRuns(runs: readonly Run[]): string {
  const merged: { value: number; count: number }[] = [];
  for (const { value, count } of runs) {
    const last = merged.at(-1);
    if (last?.value === value) last.count += count;
    else merged.push({ value, count });
  }
  return merged.map(({ value, count }) => `${value}*${count}`).join(',');
}
