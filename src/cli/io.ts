/** Where a command writes, and how much it may decorate. Commands know no process, so tests can call them. */

export interface Io {
  /** Writes a line of output. */
  readonly out: (line: string) => void;
  /** Writes a line about something wrong. */
  readonly err: (line: string) => void;
  /** Shows how far a long command is, in place of what it showed before; nothing where nobody looks. */
  readonly progress: (text: string) => void;
  /** Whether output may carry ANSI colours: a terminal without NO_COLOR. */
  readonly color: boolean;
}

/** Exit codes, as docs/cli.md lists them. */
export const exitCode = { ok: 0, failed: 1, unusable: 2 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Writes one JSON object a line, each naming its schema. */
export function jsonLines(
  io: Io,
  schema: string,
): (record: Readonly<Record<string, unknown>>) => void {
  return (record) => io.out(JSON.stringify({ schema, ...record }));
}
