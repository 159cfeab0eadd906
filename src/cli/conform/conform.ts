/** `bufscope conform`: is the model what a real kernel did? */
import { basename, dirname, join } from 'node:path';
import { printScenario } from '../../script/print.ts';
import type { Args } from '../args.ts';
import type { Command } from '../command.ts';
import { exitCode, jsonLines, type ExitCode, type Io } from '../io.ts';
import { painter, plain } from '../style.ts';
import { recordContext, type Disagreement, type FileOutcome } from './conformFile.ts';
import { recognize } from './formats.ts';
import { reportsOf } from './pool.ts';
import { recordingLines } from './recordingLines.ts';
import type { FileReport } from './worker.ts';

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
  const asJson = options.has('json');
  const outcomes: FileOutcome[] = [];
  const passed = (file: string, lines: number): void =>
    io.progress(`${nameOf(file, words)}: ${lines} replayed …`);
  for await (const report of reportsOf(words, passed)) {
    if (asJson) reportAsJson(report, io);
    else reportForPeople(report, nameOf(report.outcome.file, words), io);
    outcomes.push(report.outcome);
  }
  const agree = outcomes.reduce((sum, outcome) => sum + outcome.agree, 0);
  const all = outcomes.reduce((sum, outcome) => sum + outcome.all, 0);
  if (asJson) jsonLines(io, 'bufscope.conform/1')({ type: 'end', agree, all });
  else io.out(`${agree} of ${all} agree`);
  return agree === all ? exitCode.ok : exitCode.failed;
}

function reportAsJson({ outcome, disagreements }: FileReport, io: Io): void {
  const emit = jsonLines(io, 'bufscope.conform/1');
  for (const { kind, ...rest } of disagreements) emit({ type: kind, file: outcome.file, ...rest });
  emit({ type: 'file', ...outcome });
}

/** A recording's name; with its folder where another has the same name. */
function nameOf(file: string, files: readonly string[]): string {
  const name = basename(file);
  const isOnly = files.filter((other) => basename(other) === name).length === 1;
  return plain(isOnly ? name : join(basename(dirname(file)), name));
}

function reportForPeople({ outcome, disagreements }: FileReport, name: string, io: Io): void {
  const paint = painter(io.color);
  const { file, agree, all, notModelled, failure } = outcome;
  disagreements.slice(0, shownRecords).forEach((found) => showDisagreement(file, found, io));
  const more = disagreements.length - shownRecords;
  if (more > 0) io.out(`  … and ${more} more that do not agree`);
  if (failure !== null) io.out(`${plain(file)}: ${paint('red', 'error')}: ${plain(failure)}`);
  const left = notModelled === 0 ? '' : `, ${notModelled} not modelled`;
  const score = `${agree} of ${all} agree${left}`;
  io.out(`${name}: ${paint(agree === all ? 'green' : 'red', score)}`);
}

function showDisagreement(file: string, disagreement: Disagreement, io: Io): void {
  const paint = painter(io.color);
  const place = `${plain(file)}:${disagreement.line}`;
  if (disagreement.kind === 'unreadable') {
    io.out(`${place}: ${paint('red', 'error')}: ${plain(disagreement.message)}`);
    return;
  }
  if (disagreement.kind === 'notModelled') {
    io.out(`${place}: ${paint('yellow', 'not modelled')}: ${plain(disagreement.id)}`);
    io.out(`  ${plain(disagreement.reason)}`);
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
    const found = await findAsScript(id, file, files, io);
    if (found) return exitCode.ok;
  }
  io.err(`error: no record with the id ${plain(id)}`);
  return exitCode.failed;
}

async function findAsScript(
  id: string,
  file: string,
  others: readonly string[],
  io: Io,
): Promise<boolean> {
  try {
    const contextFor = recordContext(file, others);
    for await (const { text } of recordingLines(file)) {
      if (text === null) continue;
      const recognized = recognize(text);
      if (!recognized.ok) continue;
      const { format, json } = recognized;
      const context = await contextFor(format.needsSequences);
      const replayed = format.replay(json, context);
      if (!replayed.ok || replayed.id !== id) continue;
      const texts = replayed.scenarios().map((scenario) => printScenario(scenario).trimEnd());
      io.out(texts.join('\n\n'));
      return true;
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    io.err(`error: ${plain(file)} cannot be read: ${plain(message)}`);
  }
  return false;
}
