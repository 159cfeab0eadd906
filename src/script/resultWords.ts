/**
 * Short words for results and bytes, as they stand beside script lines, in the log, below pictures and in what
 * is read aloud.
 */
import { assertUnreachable } from '../base/assertUnreachable.ts';
import { valueOf, writeIdOf } from '../model/hardware/cell.ts';
import type { OperationResult } from '../model/result.ts';
import type { Cell } from '../model/state.ts';
import { formatValue } from './values.ts';

/** `A×64 B×64`: at most `limit` runs, then an ellipsis. */
export function bytesWords(cells: readonly Cell[], limit = 3): string {
  const runs: { value: number; count: number }[] = [];
  for (const cell of cells) {
    const value = valueOf(cell);
    const last = runs.at(-1);
    if (last?.value === value) last.count++;
    else runs.push({ value, count: 1 });
  }
  const words = runs
    .slice(0, limit)
    .map(({ value, count }) =>
      count === 1 ? formatValue(value) : `${formatValue(value)}×${count}`,
    );
  return runs.length > limit ? `${words.join(' ')} …` : words.join(' ');
}

/** Whether a read got anything but the newest writes. */
export function isStale(result: OperationResult): boolean {
  return (
    result.kind === 'bytes' &&
    result.cells.some((cell, i) => writeIdOf(cell) !== writeIdOf(result.newest[i] ?? cell))
  );
}

/** What came of an operation, in a word or two. */
export function resultWords(result: OperationResult): string {
  switch (result.kind) {
    case 'ok':
      if (result.value !== null) return valueWords(result.value);
      return result.faults > 0 ? 'fault' : 'ok';
    case 'bytes':
      return bytesWords(result.cells, 2);
    case 'errno':
      return `−${result.errno}`;
    case 'signal':
      return result.signal;
    case 'blocked':
      return 'blocked';
    case 'oops':
      return 'oops';
    case 'scriptError':
      return 'cannot';
    default:
      return assertUnreachable(result);
  }
}

/** Ended as a sentence; what has been cut off ends with its ellipsis. */
export function asSentence(words: string): string {
  return words.endsWith('…') ? words : `${words}.`;
}

/** What came of an operation, in a sentence without its full stop. */
export function resultSentence(result: OperationResult): string {
  switch (result.kind) {
    case 'ok':
    case 'bytes': {
      const words =
        result.kind === 'bytes' ? `reads ${bytesWords(result.cells, 8)}` : okWords(result.value);
      const stale = isStale(result) ? `, but ${bytesWords(newestOf(result), 8)} is newest` : '';
      const faults = result.faults === 1 ? ', 1 page fault' : `, ${result.faults} page faults`;
      return `${words}${stale}${result.faults > 0 ? faults : ''}`;
    }
    case 'errno':
      return `−${result.errno}: ${result.reason}`;
    case 'signal':
      return `${result.signal}: ${result.reason}`;
    case 'blocked':
      return `blocked: ${result.reason}`;
    case 'oops':
      return `kernel oops: ${result.reason}`;
    case 'scriptError':
      return `not possible: ${result.message}`;
    default:
      return assertUnreachable(result);
  }
}

function newestOf(result: OperationResult): readonly Cell[] {
  return result.kind === 'bytes' ? result.newest : [];
}

function okWords(value: number | null): string {
  return value === null ? 'ok' : `ok, ${valueWords(value)}`;
}

/** A descriptor or an address: small numbers are decimal, others hexadecimal. */
export function valueWords(value: number): string {
  return value < 1024 ? `= ${value}` : hexWords(value);
}

const hexDigits = 4;

/** `0x7f30…`: enough of an address to know it again. */
function hexWords(value: number): string {
  const digits = value.toString(16);
  return digits.length <= hexDigits + 4 ? `0x${digits}` : `0x${digits.slice(0, hexDigits)}…`;
}
