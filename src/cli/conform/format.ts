/** What a format of recordings has to say: which records it knows, and how one is replayed. */
import type { KernelVersion } from '../../model/platform.ts';
import type { Scenario } from '../../script/ast.ts';
import type { Reader } from './reader.ts';

/** A place where the model and the kernel differ. */
export interface Difference {
  /** `ops[3].got`, `steps[0].ret`, `final.cpu`. */
  readonly where: string;
  /** What the kernel gave. */
  readonly expected: string;
  /** What the model gave. */
  readonly got: string;
}

/** What is known of a record beside its own line. */
export interface RecordContext {
  /** Path of the recording; where a record does not name its environment, its file does. */
  readonly file: string;
  /** Kernel that was recorded: `6.12` where the path has a folder of that kernel, else `7.3`. */
  readonly kernel: KernelVersion;
  /** The recorded value sequence with this id, as JSON; undefined where no recording beside this one has it. */
  sequence(id: string): unknown;
}

export type Outcome =
  /** Everything that was recorded came out the same. */
  | { readonly kind: 'agrees' }
  | { readonly kind: 'differs'; readonly differences: readonly Difference[] }
  /** Outside of what is modelled, and why; docs/conformance.md lists every reason. Never counts as agreement. */
  | { readonly kind: 'notModelled'; readonly reason: string };

export type Replayed =
  | {
      readonly ok: true;
      readonly id: string;
      readonly outcome: Outcome;
      /** The record as scenarios, one for each environment that it was recorded in. */
      scenarios(): readonly Scenario[];
    }
  /** No record of this format; the message says which field is wrong. */
  | { readonly ok: false; readonly message: string };

export interface RecordFormat {
  /** For messages: `values of streaming DMA`. */
  readonly name: string;
  /** Whether its records need the value sequences of the recordings beside theirs. */
  readonly needsSequences: boolean;
  /** Whether an object is meant as a record of this format. */
  recognizes(reader: Reader): boolean;
  /** Replays a record in the model. Never throws. */
  replay(json: unknown, context: RecordContext): Replayed;
}

/** The outcome of a comparison. */
export function outcomeOf(differences: readonly Difference[]): Outcome {
  return differences.length === 0 ? { kind: 'agrees' } : { kind: 'differs', differences };
}
