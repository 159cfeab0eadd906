/**
 * Where the node program starts: joins the commands to the process and leaves with their exit code. The threads
 * of `conform` start here too.
 */
import { isMainThread } from 'node:worker_threads';
import { runCli } from './cli.ts';
import { serveJobs } from './conform/worker.ts';
import { exitCode } from './io.ts';
import { terminalIo } from './terminal.ts';

// A reader that stops early, such as `head`, is no error; a full disk is.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCode.ok);
  process.stderr.write(`error: cannot write: ${error.code ?? error.message}\n`);
  process.exit(exitCode.unusable);
});

if (isMainThread) {
  const io = terminalIo(process.stdout, process.stderr, process.env);
  process.exitCode = await runCli(process.argv.slice(2), io);
} else {
  serveJobs();
}
