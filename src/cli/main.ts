/** Where the node program starts: joins the commands to the process and leaves with their exit code. */
import { runCli } from './cli.ts';
import type { Io } from './io.ts';

/** Whether standard output is a terminal that wants colour (https://no-color.org). */
function wantsColor(): boolean {
  const isForbidden = (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb';
  return process.stdout.isTTY === true && !isForbidden;
}

// A reader that stops early, such as `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const io: Io = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  color: wantsColor(),
};

process.exitCode = await runCli(process.argv.slice(2), io);
