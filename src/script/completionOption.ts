/** One thing that could be written, with its explanation. */
import type { WordDoc } from './documentation.ts';

export interface CompletionOption {
  /** What is listed, and matched with what is typed. */
  readonly label: string;
  readonly kind:
    | 'agent'
    | 'line'
    | 'operation'
    | 'name'
    | 'word'
    | 'setting'
    | 'value'
    | 'expectation'
    | 'micro-event'
    | 'platform';
  /** A few words beside it: what it is, or the form of its line. */
  readonly detail: string;
  /** What it means; empty where that is plain. */
  readonly info: string;
  /** Kernel function, manual or document that says so; empty where none is needed. */
  readonly source: string;
  /** What is written; absent: the label. */
  readonly apply?: string;
}

/** An option whose explanation stands in a table. */
export function documented(
  label: string,
  kind: CompletionOption['kind'],
  doc: WordDoc | null,
  detail = doc?.kind ?? '',
): CompletionOption {
  return { label, kind, detail, info: doc?.text ?? '', source: doc?.source ?? '' };
}
