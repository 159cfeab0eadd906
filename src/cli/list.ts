/** `bufscope list`: what is built in. */
import { platforms } from '../model/platforms/platforms.ts';
import type { Args } from './args.ts';
import { builtInsByGroup, type BuiltIn } from './builtIns.ts';
import type { Command } from './command.ts';
import { exitCode, jsonLines, type ExitCode, type Io } from './io.ts';
import { columns, painter } from './style.ts';

export const listCommand: Command = {
  name: 'list',
  usage: '[--json]',
  summary: 'list the built-in scenarios by thread, and the platforms',
  options: [{ name: 'json', text: 'one JSON object a line (schema bufscope.list/1)' }],
  run: list,
};

async function list({ words, options }: Args, io: Io): Promise<ExitCode> {
  if (words.length > 0) {
    io.err('error: list takes no words');
    return exitCode.unusable;
  }
  if (options.has('json')) listAsJson(io);
  else listForPeople(io);
  return exitCode.ok;
}

function listAsJson(io: Io): void {
  const emit = jsonLines(io, 'bufscope.list/1');
  for (const { entries } of builtInsByGroup()) {
    for (const { id, group, scenario } of entries) {
      const { title = id, summary = '', sources = [] } = scenario ?? {};
      emit({ type: 'scenario', id, group, title, summary, sources });
    }
  }
  for (const { id, title, summary } of platforms) emit({ type: 'platform', id, title, summary });
}

function listForPeople(io: Io): void {
  const paint = painter(io.color);
  const groups = builtInsByGroup();
  const idWidth = Math.max(0, ...groups.flatMap(({ entries }) => entries.map((e) => e.id.length)));
  const lineOf = ({ id, scenario }: BuiltIn): string =>
    `  ${id.padEnd(idWidth)}  ${scenario?.title ?? id}`;
  for (const { group, entries } of groups) {
    io.out(paint('bold', group));
    entries.forEach((entry) => io.out(lineOf(entry)));
    io.out('');
  }
  io.out(paint('bold', 'Platforms'));
  for (const line of columns(platforms.map((p) => [`  ${p.id}`, p.summary]))) io.out(line);
}
