/**
 * What the log shows up to a point of a run, in the order in which it happened: the lines that the kernel
 * printed, word for word; the rules that were broken; and results that are more than a plain success.
 */
import type { Cursor } from '../history/cursor.ts';
import type { Entry } from '../history/history.ts';
import type { MicroEvent } from '../model/microEvent.ts';
import type { OperationResult } from '../model/result.ts';
import type { Verdict } from '../history/verdicts.ts';
import { ruleTitle, verdicts, type Point } from './derive.ts';
import { resultSentence } from '../script/resultWords.ts';

export interface LogLine {
  readonly cursor: Cursor;
  /** Who said it: the kernel in its log, the rules, or the call that returned. */
  readonly kind: 'printk' | 'violation' | 'result';
  readonly words: string;
  readonly bad: boolean;
}

/** All lines up to the cursor. */
export function logLines({ history, cursor }: Point): readonly LogLine[] {
  const judged = verdicts(history);
  return history.entries.slice(0, cursor.operation).flatMap((entry, i) => {
    const operation = i + 1;
    const done = operation === cursor.operation ? (cursor.micro ?? Infinity) : Infinity;
    return linesOf(entry, operation, done, judged);
  });
}

function linesOf(
  { events, result }: Entry,
  operation: number,
  done: number,
  judged: ReadonlyMap<number, Verdict>,
): readonly LogLine[] {
  const lines = events.slice(0, done).flatMap((event, i) => {
    const micro = i + 1 === events.length ? null : i + 1;
    return eventLines(event, { operation, micro }, judged);
  });
  return done < events.length ? lines : [...lines, ...resultLines(result, operation)];
}

function eventLines(
  event: MicroEvent,
  cursor: Cursor,
  judged: ReadonlyMap<number, Verdict>,
): readonly LogLine[] {
  const broken = event.violations.map(({ id, agent, rule }): LogLine => {
    const isLuck = judged.get(id) === 'luck';
    const words = `${agent}: ${ruleTitle(rule)}${isLuck ? ' (luck)' : ''}`;
    return { cursor, kind: 'violation', words, bad: !isLuck };
  });
  return event.kind === 'printk'
    ? [{ cursor, kind: 'printk', words: event.label, bad: false }, ...broken]
    : broken;
}

function resultLines(result: OperationResult, operation: number): readonly LogLine[] {
  if (result.kind === 'ok' && result.value === null && result.faults === 0) return [];
  const bad = result.kind !== 'ok' && result.kind !== 'bytes';
  const cursor = { operation, micro: null };
  return [{ cursor, kind: 'result', words: resultSentence(result), bad }];
}
