/** `bufscope matrix`: the same scenario on every platform; right, luck or wrong at each step. */
import { platforms } from '../model/platforms/platforms.ts';
import { agentName } from '../model/names.ts';
import { printOperation } from '../script/printOperation.ts';
import type { Args } from './args.ts';
import type { Command } from './command.ts';
import { exitCode, jsonLines, type ExitCode, type Io } from './io.ts';
import type { LoadedScenario } from './loadScenario.ts';
import { loadOnly } from './oneWord.ts';
import { replayScenario, scoreOf, type Replay, type ReplayedStep } from './replayScenario.ts';
import { columns, painter, plain, type Paint } from './style.ts';

export const matrixCommand: Command = {
  name: 'matrix',
  usage: 'FILE|ID [--json]',
  summary: 'run a scenario on every platform: right, luck or wrong',
  options: [{ name: 'json', text: 'one JSON object a line (schema bufscope.matrix/1)' }],
  run: matrix,
};

export type Cell = 'right' | 'luck' | 'wrong';

/** Wrong: it did harm. Luck: it broke a rule and nothing came of it. */
export function cellOf(replay: Replay, { entry }: ReplayedStep): Cell {
  if (entry.violations.length === 0) return 'right';
  return entry.violations.some((v) => replay.verdict(v) === 'harm') ? 'wrong' : 'luck';
}

async function matrix(args: Args, io: Io): Promise<ExitCode> {
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
    }));
    const { judged, failed, luck, harm } = scoreOf(replay);
    const { platform } = replay;
    emit({ type: 'platform', platform, cells, luck, harm, expectations: { judged, failed } });
  }
}

const widestCell = '! wrong'.length;

const signs: Readonly<Record<Cell, string>> = { right: '·', luck: '~', wrong: '!' };

function paintCell(paint: Paint, cell: Cell, text: string): string {
  if (cell === 'right') return paint('dim', text);
  return paint(cell === 'luck' ? 'yellow' : 'magenta', text);
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
  const width = Math.max(0, ...labels.map((label) => label.length));
  const widthOf = ({ platform }: Replay) => Math.max(widestCell, platform.length);
  const heads = replays.map((replay) => replay.platform.padEnd(widthOf(replay)));
  io.out(`${' '.repeat(width)}  ${heads.join('  ')}`.trimEnd());
  labels.forEach((label, index) => {
    const cells = replays.map((replay) => {
      const step = replay.steps[index];
      const cell = step ? cellOf(replay, step) : 'right';
      const text = cell === 'right' ? signs.right : `${signs[cell]} ${cell}`;
      return paintCell(paint, cell, text.padEnd(widthOf(replay)));
    });
    io.out(`${label.padEnd(width)}  ${cells.join('  ')}`.trimEnd());
  });
  io.out('');
  replays.forEach((replay) => io.out(verdictLine(replay, paint)));
}

function verdictLine(replay: Replay, paint: Paint): string {
  const { luck, harm } = scoreOf(replay);
  const rules = [...new Set(replay.history.violations.map(({ rule }) => rule))];
  const cell: Cell = harm > 0 ? 'wrong' : luck > 0 ? 'luck' : 'right';
  const what = rules.length === 0 ? '' : `: ${rules.join(', ')}`;
  return `${replay.platform.padEnd(12)} ${paintCell(paint, cell, cell)}${what}`;
}
