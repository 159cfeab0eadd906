/** A recorded case as it stands in errno.jsonl: calls with their arguments, and what each gave. */
import { Reader } from '../reader.ts';

/** What a call gave. */
export interface Given {
  /** A number, `-ENAME`, `SIGSEGV` or `SIGBUS`. */
  readonly ret: string;
  readonly info: string | null;
  readonly minflt: number | null;
  readonly siCode: number | null;
  /** Kernel messages that it drew. */
  readonly kmsg: readonly string[];
}

export interface RecordedStep {
  readonly call: string;
  /** The arguments and everything else, to be read by whoever knows the call. */
  readonly args: Reader;
  readonly given: Given;
}

export interface ErrnoRecord {
  readonly id: string;
  readonly env: string;
  readonly exporter: string | null;
  readonly steps: readonly RecordedStep[];
}

/** Fields of a step that are no arguments. */
export const commonFields = ['call', 'ret', 'setup', 'info', 'minflt', 'si_code', 'kmsg'] as const;

/** Reads a record; problems are noted in the reader. */
export function readErrnoRecord(reader: Reader): ErrnoRecord {
  reader.only(['id', 'env', 'exporter', 'note', 'steps']);
  const exporter = reader.at('exporter');
  reader.optional('note')?.text();
  return {
    id: reader.at('id').text(),
    env: reader.at('env').text(),
    exporter: exporter.isNull() ? null : exporter.text(),
    steps: reader.at('steps').items().map(readStep),
  };
}

function readStep(step: Reader): RecordedStep {
  step.optional('setup')?.flag();
  return {
    call: step.at('call').text(),
    args: step,
    given: {
      ret: readRet(step.at('ret')),
      info: step.optional('info')?.text() ?? null,
      minflt: step.optional('minflt')?.integer(0, Number.MAX_SAFE_INTEGER) ?? null,
      siCode: step.optional('si_code')?.integer(0, 255) ?? null,
      kmsg: (step.optional('kmsg')?.items() ?? []).map((line) => line.text()),
    },
  };
}

function readRet(ret: Reader): string {
  if (!ret.isText()) return String(ret.wide());
  const text = ret.text();
  const isResult = /^-E[A-Z0-9]+$|^SIG[A-Z]+$|^-?\d+$/u.test(text);
  if (!isResult) ret.fail('is no result of a call');
  return text;
}
