/** The commands by name, the help, and what a wrong call is told. */
import { version } from '../../package.json';
import { nearest } from '../script/nearest.ts';
import { dashed, parseArgs } from './args.ts';
import { checkCommand } from './check.ts';
import type { Command } from './command.ts';
import { conformCommand } from './conform/conform.ts';
import { exitCode, type ExitCode, type Io } from './io.ts';
import { linkCommand } from './link.ts';
import { listCommand } from './list.ts';
import { matrixCommand } from './matrix.ts';
import { renderCommand } from './render.ts';
import { runCommand } from './run.ts';
import { columns, painter, plain } from './style.ts';

const commands: readonly Command[] = [
  listCommand,
  runCommand,
  checkCommand,
  matrixCommand,
  conformCommand,
  renderCommand,
  linkCommand,
];

const helpWords = ['help', '--help', '-h'];
const versionWords = ['version', '--version', '-V'];

/** Runs a command line, given without the program's name. */
export async function runCli(args: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined) {
    printHelp(io.err, io.color);
    return exitCode.unusable;
  }
  if (helpWords.includes(name)) return help(rest[0], io);
  if (versionWords.includes(name)) {
    io.out(`bufscope ${version}`);
    return exitCode.ok;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) return unknownCommand(name, io);
  if (rest.some((arg) => arg === '--help' || arg === '-h')) return help(name, io);
  const parsed = parseArgs(rest, command.options);
  if (typeof parsed === 'string') {
    io.err(`error: ${plain(parsed)}`);
    io.err(`usage: bufscope ${command.name} ${command.usage}`);
    return exitCode.unusable;
  }
  return command.run(parsed, io);
}

function unknownCommand(name: string, io: Io): ExitCode {
  const names = commands.map((command) => command.name);
  const near = nearest(name, names);
  io.err(`error: unknown command ${plain(name)}${near === null ? '' : `; did you mean ${near}?`}`);
  io.err(`commands: ${names.join(', ')}; bufscope --help says more`);
  return exitCode.unusable;
}

function help(name: string | undefined, io: Io): ExitCode {
  if (name === undefined) {
    printHelp(io.out, io.color);
    return exitCode.ok;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) return unknownCommand(name, io);
  io.out(`usage: bufscope ${command.name} ${command.usage}`);
  io.out('');
  io.out(`${command.summary}`);
  if (command.options.length > 0) {
    io.out('');
    for (const line of optionLines(command)) io.out(line);
  }
  return exitCode.ok;
}

function optionLines({ options }: Command): string[] {
  const rows = options.map(({ name, value, text }) => [
    `  ${dashed(name)}${value === undefined ? '' : ` ${value}`}`,
    text,
  ]);
  return columns(rows);
}

function printHelp(write: (line: string) => void, color: boolean): void {
  const paint = painter(color);
  write('bufscope: watch a Linux dma-buf being shared, step by step');
  write('');
  write(paint('bold', 'usage: bufscope COMMAND …'));
  write('');
  const rows = commands.map((command) => [`  ${command.name} ${command.usage}`, command.summary]);
  for (const line of columns(rows)) write(line);
  write('');
  write(
    'FILE is a scenario in a file, ID a built-in one; bufscope COMMAND --help lists the options.',
  );
  write('bufscope --version prints the version.');
  write('exit: 0 as it should be, 1 an expectation or a recording does not hold, 2 unusable input');
}
