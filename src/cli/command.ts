/** What a command of the command line is. */
import type { Args, OptionSpec } from './args.ts';
import type { ExitCode, Io } from './io.ts';

export interface Command {
  readonly name: string;
  /** Its words, as written in the help. */
  readonly usage: string;
  /** What it does, in a line. */
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  readonly run: (args: Args, io: Io) => Promise<ExitCode>;
}
