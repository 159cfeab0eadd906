/** The process's two streams as commands use them: lines, colour, and a line of progress. */
import type { Io } from './io.ts';

/** What is used of a stream of node. */
export interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const clearLine = '\r\u001b[2K';

/** Whether output may be decorated (https://no-color.org). */
function allowsColor(environment: Environment): boolean {
  return (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
}

/** Writes to these streams. Progress is shown where standard error is a terminal, and wiped before lines. */
export function terminalIo(out: Stream, err: Stream, environment: Environment): Io {
  let isShown = false;
  const wipe = (): void => {
    if (isShown) err.write(clearLine);
    isShown = false;
  };
  const canWipe = err.isTTY === true && environment['TERM'] !== 'dumb';
  return {
    out(line) {
      wipe();
      out.write(`${line}\n`);
    },
    err(line) {
      wipe();
      err.write(`${line}\n`);
    },
    progress(text) {
      if (!canWipe) return;
      wipe();
      err.write(text);
      isShown = text !== '';
    },
    color: out.isTTY === true && allowsColor(environment),
  };
}
