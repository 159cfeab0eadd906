/** An operation in words: as a script line and as a sentence. Part of the engine: it needs the language. */
import type { Operation } from '../model/operation.ts';
import { describeOperation } from '../script/describe.ts';
import { printAction, printOperation } from '../script/printOperation.ts';

export interface OperationWords {
  /** As a script line: `app@cpu0: p = mmap fd`. */
  readonly line: string;
  /** The line without its agent. */
  readonly code: string;
  /** As a sentence without its end. */
  readonly told: string;
}

export function wordsOf(operation: Operation): OperationWords {
  return {
    line: printOperation(operation),
    code: printAction(operation),
    told: describeOperation(operation),
  };
}
