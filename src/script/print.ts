/**
 * Scenario to text, in one canonical form with aligned columns. Parsing what is printed gives the same
 * scenario again (line numbers aside), and printing that gives the same text.
 */
import { assertUnreachable } from '../base/assertUnreachable.ts';
import { agentName } from '../model/names.ts';
import type { MicroPoint } from '../model/operation.ts';
import type { DeclarationWord, Expect, ExpectWhat, Scenario, ScenarioStep } from './ast.ts';
import { bufferSettings } from './bufferSettings.ts';
import { deviceSettings } from './deviceSettings.ts';
import { type PlatformLine, platformSettings } from './platformSettings.ts';
import { printAction, printPoint, printSetting } from './printOperation.ts';
import type { Setting } from './setting.ts';
import { formatValue, oneLine } from './values.ts';

/** Column of the texts behind title, platform and so on. */
const wordWidth = 10;
/** Lines of summaries are broken, and expectations put below their operation, beyond this. */
const lineWidth = 100;
/** Expectations are aligned unless an operation is longer than this. */
const operationWidth = 52;

/** A comment as one line that begins with `#`; spaces in it are kept. */
function printComment(text: string): string {
  const line = text.replace(/\n/g, ' ').trimEnd();
  return line === '' || line.startsWith('#') ? line : `# ${line}`;
}

function printSettings<T>(settings: readonly Setting<T>[], item: T): string {
  return settings
    .flatMap((setting) => {
      const value = setting.write(item);
      return value === null ? [] : [` ${printSetting(setting.word, value)}`];
    })
    .join('');
}

function printWhat(what: ExpectWhat): string {
  switch (what.kind) {
    case 'value':
      return formatValue(what.value);
    case 'runs':
      return what.runs.map((run) => `${formatValue(run.value)}*${run.count}`).join(',');
    case 'ok':
    case 'blocked':
    case 'oops':
    case 'none':
      return what.kind;
    case 'errno':
      return what.errno;
    case 'signal':
      return what.signal;
    case 'fault':
      return what.took ? 'fault' : 'nofault';
    case 'rule':
      return what.rule === 'stale-read' ? 'stale' : what.rule;
    case 'class':
      return what.class;
    case 'verdict':
      return what.verdict;
    case 'cost':
      return printSetting(what.cost, what.count);
    case 'returns':
      return printSetting('returns', what.number);
    default:
      return assertUnreachable(what);
  }
}

/** `expect A on x86,arm64` */
export function printExpect(expect: Expect): string {
  const where = expect.platforms.length === 0 ? '' : ` on ${expect.platforms.join(',')}`;
  return `expect ${printWhat(expect.what)}${where}`;
}

/** A step as it will be printed: its operation's text, and what follows it. */
interface Row {
  readonly step: ScenarioStep;
  readonly text: string;
  readonly during: string | null;
  readonly expects: readonly string[];
}

const widest = (texts: readonly string[]): number =>
  texts.reduce((width, text) => Math.max(width, text.length), 0);

const agentText = (step: ScenarioStep): string => `${agentName(step.operation.agent)}: `;

function rowsOf(steps: readonly ScenarioStep[]): Row[] {
  const all = steps.flatMap((step) => [step, ...step.meanwhile.map((inner) => inner.step)]);
  const width = widest(all.map(agentText));
  const row = (step: ScenarioStep, point: MicroPoint | null): Row => ({
    step,
    text: `${agentText(step).padEnd(width)}${printAction(step.operation)}`.trimEnd(),
    during: point && `during ${printPoint(point)}`,
    expects: step.expects.map(printExpect),
  });
  return steps.flatMap((step) => [
    row(step, null),
    ...step.meanwhile.map((inner) => row(inner.step, inner.at)),
  ]);
}

/** The lines of one step; `column` is where `during` and `expect` begin. */
function printRow({ step, text, during, expects }: Row, column: number): string[] {
  const notes = step.notes.map((note) => `${'note'.padEnd(wordWidth)}${oneLine(note)}`);
  const remark = step.remark === undefined ? '' : `  ${printComment(step.remark)}`;
  const above = [...(step.above ?? []).map(printComment), ...notes];
  const clauses = during === null ? expects : [during, ...expects];
  if (clauses.length === 0) return [...above, text + remark];
  const whole = `${text.padEnd(column)}  ${clauses.join('  ')}`;
  if (whole.length <= lineWidth || expects.length === 0) return [...above, whole + remark];
  const first = during === null ? text : `${text.padEnd(column)}  ${during}`;
  const indent = ' '.repeat(column + 2);
  return [...above, first + remark, ...expects.map((expect) => indent + expect)];
}

/** The lines of operations, without the declarations. */
export function printSteps(steps: readonly ScenarioStep[]): string {
  const rows = rowsOf(steps);
  const aligned = rows.filter(
    (row) => (row.during !== null || row.expects.length > 0) && row.text.length <= operationWidth,
  );
  const column = widest(aligned.map((row) => row.text));
  return rows.flatMap((row) => printRow(row, column)).join('\n');
}

/** Breaks a text at spaces. */
function breakLines(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** The declarations, each with the texts of its lines. */
function declarationTexts(scenario: Scenario): [DeclarationWord, string[]][] {
  const { platform, buffers, devices } = scenario;
  const width = widest([...buffers, ...devices].map((item) => item.name));
  const line: PlatformLine = platform.expectsPlatforms
    ? { ...platform.overrides, expectsPlatforms: platform.expectsPlatforms }
    : platform.overrides;
  const named = (name: string, settings: string): string =>
    settings === '' ? name : name.padEnd(width) + settings;
  return [
    ['title', scenario.title === '' ? [] : [oneLine(scenario.title)]],
    ['summary', breakLines(scenario.summary, lineWidth - wordWidth)],
    ['source', scenario.sources.map(oneLine)],
    ['platform', [platform.id + printSettings(platformSettings, line)]],
    ['buffer', buffers.map((item) => named(item.name, printSettings(bufferSettings, item)))],
    ['device', devices.map((item) => named(item.name, printSettings(deviceSettings, item)))],
  ];
}

function printDeclarations(scenario: Scenario): string[] {
  const layouts = new Map(
    scenario.layout?.map((layout) => [`${layout.word} ${layout.index}`, layout]),
  );
  return declarationTexts(scenario).flatMap(([word, texts]) =>
    texts.flatMap((text, index) => {
      const layout = layouts.get(`${word} ${index}`);
      const remark = layout?.remark ? `  ${printComment(layout.remark)}` : '';
      const above = layout?.above.map(printComment) ?? [];
      return [...above, `${word.padEnd(wordWidth)}${text}${remark}`];
    }),
  );
}

/** The whole text, ending with a newline. */
export function printScenario(scenario: Scenario): string {
  const steps = scenario.steps.length === 0 ? [] : ['', printSteps(scenario.steps)];
  const closing = (scenario.closing ?? []).map(printComment);
  const gap = scenario.steps.length === 0 && closing.length > 0 ? [''] : [];
  return `${[...printDeclarations(scenario), ...steps, ...gap, ...closing].join('\n')}\n`;
}
