/** What a command is: a stable id for keys, buttons, tests and other pages, and what it takes and does. */
import type { Loader } from './loaders.ts';
import type { Session } from './session.ts';

/** Arguments as they come from outside. */
export type CommandArguments = Readonly<Record<string, unknown>>;

/** Arguments that were checked: every parameter is there, unless it is optional. */
export type CheckedArguments = Readonly<Record<string, string>>;

/** What came of a command: done, or why not. */
export type Outcome = { readonly ok: true } | { readonly error: string };

/** What a command returns; a promise where what reads text has to be loaded first. */
export type CommandResult = Outcome | Promise<Outcome>;

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
  readonly run: (session: Session, args: CheckedArguments) => CommandResult;
}

/** Runs what needs a part of the session: at once where that is loaded, else when it is. */
export function withPart<T>(
  session: Session,
  { load, ifLoaded }: Loader<T>,
  work: (part: T) => CommandResult,
): CommandResult {
  const part = ifLoaded();
  if (part) return work(part);
  return session.wait(load()).then(work, () => refuse('a part of bufscope could not be loaded'));
}
