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
const mostSteps = 1000;

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
  const steps = reader.optional('ops') ?? reader.optional('steps');
  if (steps !== null && steps.items().length > mostSteps)
    return { ok: false, message: `has more than ${mostSteps} operations` };
  return { ok: true, format, json };
}
