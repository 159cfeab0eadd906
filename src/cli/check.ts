/** `bufscope check`: can these texts be read? */
import { parseScenario } from '../script/parse.ts';
import type { Args } from './args.ts';
import type { Command } from './command.ts';
import { exitCode, jsonLines, type ExitCode, type Io } from './io.ts';
import { loadText, printDiagnostics, warnWhereEmpty } from './loadScenario.ts';
import { counted, plain } from './style.ts';

export const checkCommand: Command = {
  name: 'check',
  usage: 'FILE… [--json]',
  summary: 'find the mistakes in scenarios without running them',
  options: [{ name: 'json', text: 'one JSON object a line (schema bufscope.check/1)' }],
  run: check,
};

async function check({ words, options }: Args, io: Io): Promise<ExitCode> {
  if (words.length === 0) {
    io.err('error: check needs at least one file');
    return exitCode.unusable;
  }
  const checkOne = options.has('json') ? checkAsJson : checkForPeople;
  const errors = words.map((file) => checkOne(file, io));
  return errors.every((count) => count === 0) ? exitCode.ok : exitCode.unusable;
}

/** The number of errors of a file, printed for people. */
function checkForPeople(file: string, io: Io): number {
  const loaded = loadText(file);
  if (typeof loaded === 'string') {
    io.err(`error: ${loaded}`);
    return 1;
  }
  const { scenario, diagnostics } = parseScenario(loaded.text);
  printDiagnostics(loaded, diagnostics, io.err, io);
  if (scenario) warnWhereEmpty(loaded.name, scenario, io);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const verdict =
    errors === 0 ? counted(scenario?.steps.length ?? 0, 'operation') : counted(errors, 'error');
  io.out(`${plain(loaded.name)}: ${verdict}`);
  return errors;
}

/** The number of errors of a file, printed as JSON. */
function checkAsJson(file: string, io: Io): number {
  const emit = jsonLines(io, 'bufscope.check/1');
  const loaded = loadText(file);
  if (typeof loaded === 'string') {
    emit({ type: 'end', file, errors: 1, operations: 0, failure: loaded });
    return 1;
  }
  const { scenario, diagnostics } = parseScenario(loaded.text);
  for (const diagnostic of diagnostics) emit({ type: 'diagnostic', file, ...diagnostic });
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const operations = scenario?.steps.length ?? 0;
  emit({ type: 'end', file, errors, operations, failure: null });
  return errors;
}
