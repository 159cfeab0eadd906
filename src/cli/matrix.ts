/** `bufscope matrix`: the same scenario on every platform; right, luck or wrong at each step. */
import { platforms } from '../model/platforms/platforms.ts';
import { refusalOf } from '../history/stepVerdict.ts';
import { agentName } from '../model/names.ts';
import { printOperation } from '../script/printOperation.ts';
import type { Args } from './args.ts';
import { cellOf, rulesOf, worstOf, type Cell } from './cells.ts';
import type { Command } from './command.ts';
import { exitCode, jsonLines, type ExitCode, type Io } from './io.ts';
import type { LoadedScenario } from './loadScenario.ts';
import { matrixOfAll } from './matrixAll.ts';
import { loadOnly } from './oneWord.ts';
import { replayScenario, scoreOf, type Replay } from '../history/replay.ts';
import { columns, painter, plain, type Paint } from './style.ts';

export const matrixCommand: Command = {
  name: 'matrix',
  usage: 'FILE|ID|--all [--json]',
  summary: 'run a scenario on every platform: right, luck or wrong',
  options: [
    { name: 'all', text: 'every built-in scenario, a line each' },
    { name: 'json', text: 'one JSON object a line (schema bufscope.matrix/1)' },
  ],
  run: matrix,
};

async function matrix(args: Args, io: Io): Promise<ExitCode> {
  if (args.options.has('all')) {
    if (args.words.length > 0) {
      io.err('error: matrix takes a FILE, an ID or --all');
      return exitCode.unusable;
    }
    matrixOfAll(args.options.has('json'), io);
    return exitCode.ok;
  }
  const loaded = loadOnly(args, 'matrix', io);
  if (!loaded) return exitCode.unusable;
  const replays = platforms.map(({ id }) => replayScenario(loaded.scenario, id));
  if (args.options.has('json')) matrixAsJson(loaded, replays, io);
  else matrixForPeople(loaded, replays, io);
  return exitCode.ok;
}

function matrixAsJson(
  { name, scenario }: LoadedScenario,
  replays: readonly Replay[],
  io: Io,
): void {
  const emit = jsonLines(io, 'bufscope.matrix/1');
  const ids = replays.map(({ platform }) => platform);
  const operations = scenario.steps.map(({ operation }) => printOperation(operation));
  emit({ type: 'start', scenario: name, title: scenario.title, platforms: ids, operations });
  for (const replay of replays) {
    const cells = replay.steps.map((step) => ({
      at: String(step.number),
      verdict: cellOf(replay, step),
      rules: step.entry.violations.map(({ rule }) => rule),
      refused: refusalOf(step.entry.result),
    }));
    const { judged, failed, luck, harm } = scoreOf(replay);
    const { platform } = replay;
    emit({ type: 'platform', platform, cells, luck, harm, expectations: { judged, failed } });
  }
}

const signs: Readonly<Record<Cell, string>> = { right: '·', luck: '~ luck', wrong: '! wrong' };

/** A cell of the table in its colour. */
export function paintCell(paint: Paint, cell: Cell, text: string): string {
  if (cell === 'right') return paint('dim', text);
  return paint(cell === 'luck' ? 'yellow' : 'magenta', text);
}

/** What happened to each operation on a platform, with its column's width. */
function columnOf(replay: Replay): { readonly texts: readonly string[]; readonly width: number } {
  const texts = replay.steps.map((step) => {
    const refused = refusalOf(step.entry.result);
    return signs[cellOf(replay, step)] + (refused === null ? '' : ` ${refused}`);
  });
  const widths = [replay.platform, ...texts].map((text) => text.length);
  return { texts, width: Math.max(signs.wrong.length, ...widths) };
}

/** A row an operation, a column a platform: operations are many, platforms few. */
function matrixForPeople(loaded: LoadedScenario, replays: readonly Replay[], io: Io): void {
  const paint = painter(io.color);
  const { scenario } = loaded;
  io.out(paint('bold', plain(scenario.title === '' ? loaded.name : scenario.title)));
  io.out('');
  const labels = columns(
    scenario.steps.map(({ operation }, index) => {
      const agent = agentName(operation.agent);
      const action = printOperation(operation).slice(agent.length + 2);
      return [String(index + 1).padStart(4), agent, action];
    }),
  );
  const indent = Math.max(0, ...labels.map((label) => label.length));
  const runs = replays.map((replay) => ({ replay, ...columnOf(replay) }));
  const heads = runs.map(({ replay, width }) => replay.platform.padEnd(width));
  io.out(`${' '.repeat(indent)}  ${heads.join('  ')}`.trimEnd());
  labels.forEach((label, index) => {
    const cells = runs.map(({ replay, texts, width }) => {
      const step = replay.steps[index];
      const cell = step ? cellOf(replay, step) : 'right';
      return paintCell(paint, cell, (texts[index] ?? '').padEnd(width));
    });
    io.out(`${label.padEnd(indent)}  ${cells.join('  ')}`.trimEnd());
  });
  io.out('');
  replays.forEach((replay) => io.out(verdictLine(replay, paint)));
}

function verdictLine(replay: Replay, paint: Paint): string {
  const rules = rulesOf(replay);
  const cell = worstOf(replay);
  const what = rules.length === 0 ? '' : `: ${rules.join(', ')}`;
  return `${replay.platform.padEnd(12)} ${paintCell(paint, cell, cell)}${what}`;
}
