/** `bufscope conform`: is the model what a real kernel did? */
import { basename } from 'node:path';
import { printScenario } from '../../script/print.ts';
import type { Args } from '../args.ts';
import type { Command } from '../command.ts';
import { exitCode, jsonLines, type ExitCode, type Io } from '../io.ts';
import { painter, plain } from '../style.ts';
import { conformFile, type Disagreement, type FileOutcome } from './conformFile.ts';
import { readRecord } from './record.ts';
import { recordingLines } from './recordingLines.ts';
import { scenarioOfRecord } from './toScenario.ts';

/** Disagreements of a file that are shown to people, and differences of each. */
const shownRecords = 5;
const shownDifferences = 3;

export const conformCommand: Command = {
  name: 'conform',
  usage: 'FILE.jsonl[.gz]…',
  summary: 'replay recordings of a real kernel and compare',
  options: [
    { name: 'as-script', value: 'ID', text: 'print the record with this id as a scenario instead' },
    { name: 'json', text: 'one JSON object a line (schema bufscope.conform/1)' },
  ],
  run: conform,
};

async function conform({ words, options }: Args, io: Io): Promise<ExitCode> {
  if (words.length === 0) {
    io.err('error: conform needs at least one recording');
    return exitCode.unusable;
  }
  const id = options.get('as-script');
  if (id !== undefined) return printAsScript(id, words, io);
  const outcomes: FileOutcome[] = [];
  for (const file of words) {
    // One file after the other: their reports must not mix.
    outcomes.push(await (options.has('json') ? conformAsJson : conformForPeople)(file, io));
  }
  const agree = outcomes.reduce((sum, outcome) => sum + outcome.agree, 0);
  const all = outcomes.reduce((sum, outcome) => sum + outcome.all, 0);
  if (options.has('json')) jsonLines(io, 'bufscope.conform/1')({ type: 'end', agree, all });
  else io.out(`${agree} of ${all} agree`);
  return agree === all ? exitCode.ok : exitCode.failed;
}

async function conformAsJson(file: string, io: Io): Promise<FileOutcome> {
  const emit = jsonLines(io, 'bufscope.conform/1');
  const outcome = await conformFile(
    file,
    (found) => {
      const { kind, ...rest } = found;
      emit({ type: kind, file, ...rest });
    },
    progressOf(file, io),
  );
  emit({ type: 'file', ...outcome });
  return outcome;
}

function progressOf(file: string, io: Io): (lines: number) => void {
  return (lines) => io.progress(`${plain(basename(file))}: ${lines} replayed …`);
}

async function conformForPeople(file: string, io: Io): Promise<FileOutcome> {
  const paint = painter(io.color);
  let found = 0;
  const outcome = await conformFile(
    file,
    (disagreement) => {
      found += 1;
      if (found <= shownRecords) showDisagreement(file, disagreement, io);
    },
    progressOf(file, io),
  );
  if (found > shownRecords) io.out(`  … and ${found - shownRecords} more that do not agree`);
  if (outcome.failure !== null) {
    io.out(`${plain(file)}: ${paint('red', 'error')}: ${plain(outcome.failure)}`);
  }
  const tone = outcome.agree === outcome.all ? 'green' : 'red';
  const score = `${outcome.agree} of ${outcome.all} agree`;
  io.out(`${plain(basename(file))}: ${paint(tone, score)}`);
  return outcome;
}

function showDisagreement(file: string, disagreement: Disagreement, io: Io): void {
  const paint = painter(io.color);
  const place = `${plain(file)}:${disagreement.line}`;
  if (disagreement.kind === 'unreadable') {
    io.out(`${place}: ${paint('red', 'error')}: ${plain(disagreement.message)}`);
    return;
  }
  const { id, differences } = disagreement;
  io.out(`${place}: ${paint('red', 'differs')}: ${plain(id)}`);
  for (const { where, expected, got } of differences.slice(0, shownDifferences)) {
    io.out(`  ${where}: the kernel ${expected}, the model ${got}`);
  }
  const more = differences.length - shownDifferences;
  if (more > 0) io.out(`  … and ${more} more`);
  io.out(paint('dim', `  to step it: bufscope conform --as-script ${plain(id)} ${plain(file)}`));
}

async function printAsScript(id: string, files: readonly string[], io: Io): Promise<ExitCode> {
  for (const file of files) {
    const found = await findAsScript(id, file, io);
    if (found) return exitCode.ok;
  }
  io.err(`error: no record with the id ${plain(id)}`);
  return exitCode.failed;
}

async function findAsScript(id: string, file: string, io: Io): Promise<boolean> {
  try {
    for await (const { text } of recordingLines(file)) {
      const read = readRecord(text);
      if (!read.ok || read.record.id !== id) continue;
      io.out(printScenario(scenarioOfRecord(read.record)).trimEnd());
      return true;
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    io.err(`error: ${plain(file)} cannot be read: ${plain(message)}`);
  }
  return false;
}
