/** What a command is: a stable id for keys, buttons, tests and other pages, and what it takes and does. */
import type { Session } from './session.ts';

/** Arguments as they come from outside. */
export type CommandArguments = Readonly<Record<string, unknown>>;

/** Arguments that were checked: every parameter is there, unless it is optional. */
export type CheckedArguments = Readonly<Record<string, string>>;

export type Outcome = { readonly ok: true } | { readonly error: string };

export const done: Outcome = { ok: true };

export function refuse(error: string): Outcome {
  return { error };
}

export interface Parameter {
  readonly name: string;
  /** What it is, for the message when it is missing. */
  readonly what: string;
  readonly optional?: boolean;
}

export interface Command {
  /** Stable: links of other pages and tests name it. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Keys as `keyName` writes them: `Shift+ArrowRight`. */
  readonly keys: readonly string[];
  readonly parameters: readonly Parameter[];
  /** Whether `.` repeats it. */
  readonly repeats: boolean;
  readonly run: (session: Session, args: CheckedArguments) => Outcome;
}
