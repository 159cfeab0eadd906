/** The formats of recordings that there are, and which one a line is of. */
import { dmabufValuesFormat } from './dmabufValues/format.ts';
import { dmaDebugFormat } from './dmaDebug/format.ts';
import { dmaDebugRandomFormat } from './dmaDebug/randomFormat.ts';
import { errnoFormat } from './errno/format.ts';
import { faultsFormat } from './faults/format.ts';
import type { RecordFormat } from './format.ts';
import { Reader } from './reader.ts';
import { valuesFormat } from './values/format.ts';

const formats: readonly RecordFormat[] = [
  valuesFormat,
  dmabufValuesFormat,
  errnoFormat,
  faultsFormat,
  dmaDebugFormat,
  dmaDebugRandomFormat,
];

/** Far more than any recording holds, and no more than fit in memory: each step keeps its own state. */
export const mostSteps = 1000;

/** Bytes that the operations of a record may touch together; those of a recorded one touch half a megabyte. */
export const mostRecordBytes = 16 * 1024 * 1024;

const pageBytes = 4096;

/** What is too much in a record; null where it can be replayed. */
export function excessOf(reader: Reader): string | null {
  const steps = reader.optional('ops') ?? reader.optional('steps');
  if (steps === null) return null;
  if (steps.count() > mostSteps) return `has more than ${mostSteps} operations`;
  // What names no length works on all of the buffer.
  const whole = pageBytes * (reader.optional('pages')?.integer(1, mostRecordBytes) ?? 1);
  const bytes = steps
    .items()
    .reduce((sum, step) => sum + (step.optional('len')?.integer(0, mostRecordBytes) ?? whole), 0);
  return bytes <= mostRecordBytes ? null : `touches more than ${mostRecordBytes} bytes`;
}

export type Recognized =
  | { readonly ok: true; readonly format: RecordFormat; readonly json: unknown }
  | { readonly ok: false; readonly message: string };

/** Reads a line of a recording as far as to know its format. Never throws. */
export function recognize(line: string): Recognized {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { ok: false, message: 'not a JSON value' };
  }
  const reader = new Reader(json);
  if (!reader.isObject()) return { ok: false, message: 'not a JSON object' };
  const format = formats.find((candidate) => candidate.recognizes(reader));
  if (!format) return { ok: false, message: 'a record of unknown format' };
  const excess = excessOf(reader);
  return excess === null ? { ok: true, format, json } : { ok: false, message: excess };
}
