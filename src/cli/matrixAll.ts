/** `bufscope matrix --all`: every built-in scenario on every platform, a line each. */
import { platforms } from '../model/platforms/platforms.ts';
import { builtInsByGroup, onEveryPlatform } from './builtIns.ts';
import { refusalsOf, rulesOf, worstOf, type Cell } from './cells.ts';
import { jsonLines, type Io } from './io.ts';
import { scoreOf, type Replay } from '../history/replay.ts';
import { painter, type Paint } from './style.ts';

/** One row of the table. */
interface Row {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly replays: readonly Replay[];
}

function* rows(): Generator<Row> {
  for (const { group, entries } of builtInsByGroup()) {
    for (const { id, scenario } of entries) {
      if (!scenario) continue;
      yield { id, group, title: scenario.title, replays: onEveryPlatform(scenario) };
    }
  }
}

/** Prints the table, or as many JSON objects. */
export function matrixOfAll(asJson: boolean, io: Io): void {
  if (asJson) asJsonLines(io);
  else forPeople(io);
}

function asJsonLines(io: Io): void {
  const emit = jsonLines(io, 'bufscope.matrix/1');
  for (const { id, group, title, replays } of rows()) {
    const cells = replays.map((replay) => {
      const { judged, failed, luck, harm } = scoreOf(replay);
      const { platform } = replay;
      const verdict = worstOf(replay);
      const refused = refusalsOf(replay).map(({ at, what }) => ({ at: String(at), what }));
      const expectations = { judged, failed };
      return { platform, verdict, rules: rulesOf(replay), refused, luck, harm, expectations };
    });
    emit({ type: 'scenario', scenario: id, group, title, platforms: cells });
  }
}

const signs: Readonly<Record<Cell, string>> = { right: 'right', luck: '~ luck', wrong: '! wrong' };
const tones = { right: 'dim', luck: 'yellow', wrong: 'magenta' } as const;

/** `! wrong, 2 refused`; `✗` where an expectation does not hold. */
function cellText(replay: Replay): string {
  const refused = refusalsOf(replay).length;
  const failed = scoreOf(replay).failed > 0 ? '✗ ' : '';
  return `${failed}${signs[worstOf(replay)]}${refused === 0 ? '' : `, ${refused} refused`}`;
}

function forPeople(io: Io): void {
  const paint = painter(io.color);
  const all = [...rows()];
  const idWidth = Math.max(0, ...all.map(({ id }) => id.length));
  const widths = platforms.map(({ id }, index) => {
    const texts = all.map(({ replays }) => (replays[index] ? cellText(replays[index]) : ''));
    return Math.max(id.length, ...texts.map((text) => text.length));
  });
  const heads = platforms.map(({ id }, index) => id.padEnd(widths[index] ?? 0));
  io.out(`${' '.repeat(idWidth + 2)}  ${heads.join('  ')}`.trimEnd());
  let group = '';
  for (const row of all) {
    if (row.group !== group) io.out(paint('bold', row.group));
    ({ group } = row);
    io.out(rowLine(row, idWidth, widths, paint));
  }
  io.out('');
  io.out(tally(all));
}

function rowLine(row: Row, idWidth: number, widths: readonly number[], paint: Paint): string {
  const cells = row.replays.map((replay, index) =>
    paint(tones[worstOf(replay)], cellText(replay).padEnd(widths[index] ?? 0)),
  );
  return `  ${row.id.padEnd(idWidth)}  ${cells.join('  ')}`.trimEnd();
}

function tally(all: readonly Row[]): string {
  const scores = all.flatMap(({ replays }) => replays.map(scoreOf));
  const judged = scores.reduce((sum, score) => sum + score.judged, 0);
  const failed = scores.reduce((sum, score) => sum + score.failed, 0);
  return `${all.length} scenarios on ${platforms.length} platforms; ${judged - failed} of ${judged} expectations hold`;
}
