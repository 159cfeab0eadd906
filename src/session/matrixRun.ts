/**
 * The same script many times: on every platform, or with every policy of a buffer or a device. Each run is
 * done in slices, so that a page stays fluid meanwhile; what came of each step is a word, as on the
 * command line.
 */
import { verdictsOf, type Verdict } from '../history/verdicts.ts';
import type { History } from '../history/history.ts';
import { refusalOf, verdictOfStep, worstOfRun, type StepVerdict } from '../history/stepVerdict.ts';
import { platforms } from '../model/platforms/platforms.ts';
import type { Costs } from '../model/state.ts';
import type { Violation } from '../model/violation.ts';
import { rules } from '../model/violations/rules.ts';
import { changeSetting, settingValue } from '../script/changeSetting.ts';
import { importerPolicies, mmapPolicies } from '../script/words.ts';
import { printComparison, specOf, type Compared, type RunChange } from './comparison.ts';
import { continueRun, keepRun, startRun, type RunSpec } from './otherRuns.ts';
import { resultSentence } from '../script/resultWords.ts';

/** What the rows of a matrix are. */
export type MatrixKind =
  | { readonly by: 'platform' }
  /** A setting of a buffer or device whose values are tried: `frame`, `mmap`. */
  | { readonly by: 'setting'; readonly name: string; readonly key: 'mmap' | 'importer' };

/** A row before it is run. */
export interface MatrixRow {
  /** The run as a comparison; empty: the one that is shown. */
  readonly text: string;
  readonly title: string;
  /** What it is, in a sentence. */
  readonly about: string;
  readonly isShown: boolean;
  readonly spec: RunSpec;
}

/** What came of one step. */
export interface MatrixCell {
  readonly verdict: StepVerdict;
  /** `EBUSY`, `SIGBUS`; null where it was done. */
  readonly refused: string | null;
  /** Titles of the rules it broke and of its effects, each once, the effects first. */
  readonly rules: readonly string[];
  /** Whether data came to harm in it. */
  readonly effect: boolean;
  /** What it returned, in a sentence without its full stop. */
  readonly result: string;
}

/** A row that is run. */
export interface MatrixResult {
  readonly history: History;
  readonly cells: readonly MatrixCell[];
  readonly worst: StepVerdict;
  /** `wrong at 8: Stale read`; `right throughout`. */
  readonly summary: string;
  /** `16 lines maintained, 64 bytes bounced`; empty: nothing. */
  readonly costs: string;
}

const sameRun: RunChange = { platform: null, branch: null, settings: [], without: [] };

/** The kinds of matrix that a scenario has, platforms first. */
export function matrixKinds({ scenario }: Pick<Compared, 'scenario'>): readonly MatrixKind[] {
  const free = scenario.buffers.filter(({ name }) =>
    Object.keys(mmapPolicies).every(
      (value) => typeof changeSetting(scenario, { name, key: 'mmap', value }) !== 'string',
    ),
  );
  return [
    { by: 'platform' },
    ...free.map(({ name }): MatrixKind => ({ by: 'setting', name, key: 'mmap' })),
    ...scenario.devices.map(({ name }): MatrixKind => ({ by: 'setting', name, key: 'importer' })),
  ];
}

/** `Platforms`, `mmap policies of frame`, `gpu as importer`. */
export function matrixKindTitle(kind: MatrixKind): string {
  if (kind.by === 'platform') return 'Platforms';
  return kind.key === 'mmap'
    ? `mmap policies of ${kind.name}`
    : `Importer policies of ${kind.name}`;
}

/** The rows of a matrix. */
export function matrixRows(state: Compared, kind: MatrixKind): readonly MatrixRow[] {
  if (kind.by === 'platform') {
    return platforms.map(({ id, title, summary }) =>
      rowOf(state, { ...sameRun, platform: id }, title, summary, id === state.platform),
    );
  }
  const { name, key } = kind;
  const now = settingValue(state.scenario, name, key);
  const words: Readonly<Record<string, string>> = key === 'mmap' ? mmapPolicies : importerPolicies;
  return Object.entries(words).map(([value, about]) => {
    const change = { ...sameRun, settings: [{ name, key, value }] };
    return rowOf(state, change, value, `${about}.`, value === now);
  });
}

function rowOf(
  state: Compared,
  change: RunChange,
  title: string,
  about: string,
  isShown: boolean,
): MatrixRow {
  const { tree } = state;
  const text = isShown ? '' : printComparison(tree, change);
  return { text, title, about, isShown, spec: specOf(state, isShown ? sameRun : change) };
}

/** Operations that are done in one slice. */
const sliceOperations = 4;

/** Does the rows one after the other; hands out each when it is done, and nothing after every slice. */
export function* runRows(
  state: Compared,
  rows: readonly MatrixRow[],
): Generator<MatrixResult | null, void> {
  for (const { spec, isShown } of rows) {
    if (isShown) {
      yield resultOf(state.history);
      continue;
    }
    let run = startRun(spec);
    while (run.rest.length > 0) {
      run = continueRun(run, sliceOperations);
      yield null;
    }
    keepRun(spec, run.history);
    yield resultOf(run.history);
  }
}

/** What came of a run. */
function resultOf(history: History): MatrixResult {
  const verdicts = verdictsOf(history.violations);
  const judge = (violation: Violation): Verdict => verdicts.get(violation.id) ?? 'luck';
  const cells = history.entries.map((entry): MatrixCell => {
    const inside = entry.nested.find(({ result }) => refusalOf(result) !== null);
    return {
      verdict: verdictOfStep(entry, judge),
      refused: refusalOf(entry.result) ?? (inside ? refusalOf(inside.result) : null),
      rules: titlesOf(entry.violations),
      effect: entry.violations.some((violation) => violation.class === 'effect'),
      result: resultSentence(entry.result),
    };
  });
  const costs = (history.entries.at(-1)?.state ?? history.initial).costs;
  return {
    history,
    cells,
    worst: worstOfRun(history, judge),
    summary: summaryOf(cells),
    costs: costWords(costs),
  };
}

function titlesOf(violations: readonly Violation[]): readonly string[] {
  const effects = violations.filter((violation) => violation.class === 'effect');
  const others = violations.filter((violation) => violation.class !== 'effect');
  return [...new Set([...effects, ...others].map(({ rule }) => rules[rule].title))];
}

/** The first harm to data, else the first step that was wrong, luck, or refused. */
function summaryOf(cells: readonly MatrixCell[]): string {
  const tests: readonly (readonly [string, (cell: MatrixCell) => boolean])[] = [
    ['wrong', ({ verdict, effect }) => verdict === 'wrong' && effect],
    ['wrong', ({ verdict }) => verdict === 'wrong'],
    ['luck', ({ verdict }) => verdict === 'luck'],
    ['refused', ({ refused }) => refused !== null],
  ];
  for (const [word, test] of tests) {
    const index = cells.findIndex(test);
    const cell = cells[index];
    if (cell) return `${word} at ${index + 1}: ${cell.rules[0] ?? cell.refused ?? ''}`;
  }
  return 'right throughout';
}

const costTexts: readonly (readonly [keyof Costs, (count: number) => string])[] = [
  ['maintainedLines', (count) => `${count} ${count === 1 ? 'line' : 'lines'} maintained`],
  ['bouncedBytes', (count) => `${count} bytes bounced`],
  ['faults', (count) => `${count} page ${count === 1 ? 'fault' : 'faults'}`],
  ['ipis', (count) => `${count} ${count === 1 ? 'IPI' : 'IPIs'}`],
];

/** What the kernel had to do for it. */
function costWords(costs: Costs): string {
  return costTexts.flatMap(([key, say]) => (costs[key] === 0 ? [] : [say(costs[key])])).join(', ');
}
