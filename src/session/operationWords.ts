/** An operation in words: as a script line and as a sentence. Part of the engine: it needs the language. */
import type { Operation } from '../model/operation.ts';
import { describeOperation } from '../script/describe.ts';
import { printAction } from '../script/printOperation.ts';

export interface OperationWords {
  /** As a script line, without its agent: `p = mmap fd`. */
  readonly code: string;
  /** As a sentence without its end. */
  readonly told: string;
}

export function wordsOf(operation: Operation): OperationWords {
  return {
    code: printAction(operation),
    told: describeOperation(operation),
  };
}
