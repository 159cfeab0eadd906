/** What dma-debug complained of over a value sequence: one line a sequence, by environment. */
import { Reader, type ReadResult } from '../reader.ts';

export type RandomEnv = 'direct' | 'swiotlb=force';

/** Complaints that an operation drew. */
export interface OpComplaints {
  /** Index of the operation in its sequence. */
  readonly op: number;
  readonly text: readonly string[];
}

export interface RandomRecord {
  readonly id: string;
  readonly complaints: ReadonlyMap<RandomEnv, readonly OpComplaints[]>;
}

const envs: readonly RandomEnv[] = ['direct', 'swiotlb=force'];
const mostOps = 10_000;

/** Reads a record. Never throws; the message says which field is wrong. */
export function readRandomRecord(json: unknown): ReadResult<RandomRecord> {
  const reader = new Reader(json);
  reader.only(['id', 'complaints']);
  const id = reader.at('id').text();
  const all = reader.at('complaints');
  all.only(envs);
  if (all.names().length === 0) all.fail('names no environment');
  const complaints = new Map(
    envs.flatMap((env) => {
      const list = all.optional(env);
      return list ? [[env, list.items().map(readComplaints)] as const] : [];
    }),
  );
  return reader.resultOf({ id, complaints });
}

function readComplaints(reader: Reader): OpComplaints {
  reader.only(['op', 'text']);
  const text = reader
    .at('text')
    .items()
    .map((item) => item.text());
  return { op: reader.at('op').integer(0, mostOps), text };
}
