/** One recording, replayed from its first line to its last. */
import { readRecord } from './record.ts';
import { recordingLines } from './recordingLines.ts';
import { replayRecord, type Difference } from './replay.ts';

/** A line that does not agree. */
export type Disagreement =
  | {
      readonly kind: 'differs';
      readonly line: number;
      readonly id: string;
      readonly differences: readonly Difference[];
    }
  /** The line is no record that can be replayed; it never counts as agreeing. */
  | { readonly kind: 'unreadable'; readonly line: number; readonly message: string };

export interface FileOutcome {
  readonly file: string;
  readonly agree: number;
  /** Lines, whether readable or not. */
  readonly all: number;
  /** Why the file could not be read to its end; null where it was. */
  readonly failure: string | null;
}

/** After so many lines `passed` is told their number. */
const linesBetween = 50;

/** Replays a file and hands each disagreement to `found`. A file that cannot be read counts as one line. */
export async function conformFile(
  file: string,
  found: (disagreement: Disagreement) => void,
  passed: (lines: number) => void,
): Promise<FileOutcome> {
  let agree = 0;
  let all = 0;
  try {
    for await (const line of recordingLines(file)) {
      all += 1;
      const disagreement = conformLine(line.number, line.text);
      if (disagreement) found(disagreement);
      else agree += 1;
      if (all % linesBetween === 0) passed(all);
    }
  } catch (error) {
    return { file, agree, all: all + 1, failure: messageOf(error) };
  }
  const failure = all === 0 ? 'holds no records' : null;
  return { file, agree, all: Math.max(1, all), failure };
}

function conformLine(line: number, text: string): Disagreement | null {
  const read = readRecord(text);
  if (!read.ok) return { kind: 'unreadable', line, message: read.message };
  const differences = replayRecord(read.record);
  return differences.length === 0
    ? null
    : { kind: 'differs', line, id: read.record.id, differences };
}

function messageOf(error: unknown): string {
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
