/** One recording, replayed from its first line to its last. */
import type { KernelVersion } from '../../model/platform.ts';
import type { Difference, RecordContext } from './format.ts';
import { recognize } from './formats.ts';
import { longestLine, recordingLines } from './recordingLines.ts';
import { sequencesBeside } from './sequences.ts';

/** A line that does not agree. */
export type Disagreement =
  | {
      readonly kind: 'differs';
      readonly line: number;
      readonly id: string;
      readonly differences: readonly Difference[];
    }
  | {
      readonly kind: 'notModelled';
      readonly line: number;
      readonly id: string;
      readonly reason: string;
    }
  /** The line is no record that can be replayed; it never counts as agreeing. */
  | { readonly kind: 'unreadable'; readonly line: number; readonly message: string };

export interface FileOutcome {
  readonly file: string;
  readonly agree: number;
  /** Records outside of what is modelled; they do not agree. */
  readonly notModelled: number;
  /** Lines, whether readable or not. */
  readonly all: number;
  /** Why the file could not be read to its end; null where it was. */
  readonly failure: string | null;
}

/** After so many lines `passed` is told their number. */
const linesBetween = 50;

/**
 * Replays a file and hands each disagreement to `found`. A file that cannot be read counts as one line.
 * `others` are files whose folders may hold the value sequences that its records name.
 */
export async function conformFile(
  file: string,
  others: readonly string[],
  found: (disagreement: Disagreement) => void,
  passed: (lines: number) => void,
): Promise<FileOutcome> {
  let agree = 0;
  let notModelled = 0;
  let all = 0;
  try {
    const context = recordContext(file, others);
    for await (const line of recordingLines(file)) {
      all += 1;
      const disagreement = await conformLine(line.number, line.text, context);
      if (disagreement?.kind === 'notModelled') notModelled += 1;
      if (disagreement) found(disagreement);
      else agree += 1;
      if (all % linesBetween === 0) passed(all);
    }
  } catch (error) {
    return { file, agree, notModelled, all: all + 1, failure: messageOf(error) };
  }
  const failure = all === 0 ? 'holds no records' : null;
  return { file, agree, notModelled, all: Math.max(1, all), failure };
}

/** Gives a record's context; the sequences beside the recording are read when they are first needed. */
export function recordContext(
  file: string,
  others: readonly string[],
): (needsSequences: boolean) => Promise<RecordContext> {
  let sequences: ReadonlyMap<string, unknown> | null = null;
  const kernel: KernelVersion = /(^|[^\d.])6\.12([^\d]|$)/u.test(file) ? '6.12' : '7.3';
  return async (needsSequences) => {
    if (needsSequences) sequences ??= await sequencesBeside(file, others);
    return { file, kernel, sequence: (id) => sequences?.get(id) };
  };
}

async function conformLine(
  line: number,
  text: string | null,
  contextFor: ReturnType<typeof recordContext>,
): Promise<Disagreement | null> {
  if (text === null)
    return { kind: 'unreadable', line, message: `is longer than ${longestLine} bytes` };
  const recognized = recognize(text);
  if (!recognized.ok) return { kind: 'unreadable', line, message: recognized.message };
  const { format, json } = recognized;
  const replayed = format.replay(json, await contextFor(format.needsSequences));
  if (!replayed.ok) return { kind: 'unreadable', line, message: replayed.message };
  const { id, outcome } = replayed;
  if (outcome.kind === 'agrees') return null;
  return outcome.kind === 'differs'
    ? { kind: 'differs', line, id, differences: outcome.differences }
    : { kind: 'notModelled', line, id, reason: outcome.reason };
}

function messageOf(error: unknown): string {
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
