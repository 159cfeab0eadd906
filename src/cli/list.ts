/** `bufscope list`: what is built in. */
import { platforms } from '../model/platforms/platforms.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { parseScenario } from '../script/parse.ts';
import type { Args } from './args.ts';
import type { Command } from './command.ts';
import { exitCode, jsonLines, type ExitCode, type Io } from './io.ts';
import { columns, painter } from './style.ts';

export const listCommand: Command = {
  name: 'list',
  usage: '[--json]',
  summary: 'list the built-in scenarios and the platforms',
  options: [{ name: 'json', text: 'one JSON object a line (schema bufscope.list/1)' }],
  run: list,
};

interface Item {
  readonly id: string;
  /** Heading under which it is listed. */
  readonly group: string;
  readonly title: string;
  readonly summary: string;
}

function scenarioItems(): Item[] {
  return scenarios.map(({ id, group, text }) => {
    const { scenario } = parseScenario(text);
    return { id, group, title: scenario?.title ?? id, summary: scenario?.summary ?? '' };
  });
}

async function list({ words, options }: Args, io: Io): Promise<ExitCode> {
  if (words.length > 0) {
    io.err('error: list takes no words');
    return exitCode.unusable;
  }
  if (options.has('json')) {
    const emit = jsonLines(io, 'bufscope.list/1');
    for (const item of scenarioItems()) emit({ type: 'scenario', ...item });
    for (const { id, title, summary } of platforms) emit({ type: 'platform', id, title, summary });
    return exitCode.ok;
  }
  const paint = painter(io.color);
  const items = scenarioItems();
  const lines = columns(items.map(({ id, title }) => [`  ${id}`, title]));
  items.forEach(({ group }, index) => {
    if (group !== items[index - 1]?.group) io.out(paint('bold', group));
    io.out(lines[index] ?? '');
  });
  io.out('');
  io.out(paint('bold', 'Platforms'));
  for (const line of columns(platforms.map((p) => [`  ${p.id}`, p.summary]))) io.out(line);
  return exitCode.ok;
}
