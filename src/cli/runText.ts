/** A run as lines for people. */
import { agentName } from '../model/names.ts';
import type { Violation } from '../model/violation.ts';
import { costWords } from '../script/costWords.ts';
import { printOperation } from '../script/printOperation.ts';
import { describePlatform, microText, rangeText, resultText } from './describe.ts';
import type { LoadedScenario } from './loadScenario.ts';
import { costsOf, scoreOf, type Deed, type Replay, type ReplayedStep } from '../history/replay.ts';
import { counted, painter, plain, wrap, type Paint } from './style.ts';

export interface RunTextOptions {
  /** Whether every micro-event is shown. */
  readonly micro: boolean;
  readonly color: boolean;
}

/** Column of what belongs to an operation, and of what belongs to a violation. */
const indent = ' '.repeat(6);
const deeper = ' '.repeat(14);

/** Lines of text are broken beyond this column. */
const lineWidth = 100;

function wrapped(text: string, margin: string): string[] {
  return wrap(plain(text), lineWidth - margin.length).map((line) => margin + line);
}

interface Context {
  readonly loaded: LoadedScenario;
  readonly replay: Replay;
  readonly paint: Paint;
  readonly micro: boolean;
  /** Widths of agent and action. */
  readonly widths: { readonly agent: number; readonly action: number };
}

/** The whole output. */
export function runText(loaded: LoadedScenario, replay: Replay, options: RunTextOptions): string[] {
  const paint = painter(options.color);
  const deeds = replay.steps.flatMap((step) => step.deeds);
  const widths = {
    agent: Math.max(0, ...deeds.map((deed) => agentText(deed).length)),
    action: Math.min(48, Math.max(0, ...deeds.map((deed) => actionText(deed).length))),
  };
  const context: Context = { loaded, replay, paint, micro: options.micro, widths };
  const title = loaded.scenario.title === '' ? loaded.name : loaded.scenario.title;
  return [
    paint('bold', plain(title)),
    paint('dim', describePlatform(replay.history.setup.platform)),
    '',
    ...replay.steps.flatMap((step) => stepLines(context, step)),
    '',
    ...summary(context),
  ];
}

function agentText({ step, during }: Deed): string {
  return `${during === null ? '' : '└ '}${agentName(step.operation.agent)}`;
}

function actionText({ step }: Deed): string {
  const text = printOperation(step.operation);
  return text.slice(agentName(step.operation.agent).length + 2);
}

function stepLines(context: Context, step: ReplayedStep): string[] {
  const { paint } = context;
  const notes = step.deeds[0]?.step.notes ?? [];
  return [
    ...notes.flatMap((note) => wrapped(note, indent).map((line) => paint('dim', line))),
    ...step.deeds.flatMap((deed) => deedLines(context, step, deed)),
    ...(context.micro ? microLines(context, step) : []),
  ];
}

function deedLines(context: Context, step: ReplayedStep, deed: Deed): string[] {
  const { paint, widths, loaded } = context;
  const number = deed.during === null ? String(step.number).padStart(4) : '    ';
  const agent = agentText(deed).padEnd(widths.agent);
  const where = deed.during === null ? '' : paint('dim', `  during ${deed.during}`);
  const result = plain(resultText(deed.outcome.result));
  const tone = isRefused(deed) ? 'yellow' : 'bold';
  return [
    `${paint('dim', number)}  ${agent}  ${actionText(deed).padEnd(widths.action)}  ${paint(tone, result)}${where}`,
    ...deed.outcome.violations.flatMap((violation) => violationLines(context, violation)),
    ...deed.failures.map(({ message, line }) => {
      const place = line > 0 ? `${plain(loaded.name)}:${line}: ` : '';
      return `${indent}${paint('red', '✗')} ${place}${plain(message)}`;
    }),
  ];
}

function isRefused({ outcome }: Deed): boolean {
  return outcome.result.kind !== 'ok' && outcome.result.kind !== 'bytes';
}

function violationLines({ paint, replay }: Context, violation: Violation): string[] {
  const verdict = replay.verdict(violation);
  const mark = verdict === 'harm' ? paint('magenta', '! harm') : paint('yellow', '~ luck');
  const range = rangeText(replay.history.setup, violation);
  const causes = violation.causes.length === 0 ? '' : `, caused by ${violation.causes.join(', ')}`;
  const defect = violation.defect === null ? '' : `, a defect: ${violation.defect}`;
  const about = [violation.agent, range].filter((text) => text !== '').join(' ');
  const head = `${indent}${mark}  [${violation.id}] ${violation.rule}: ${about}${causes}${defect}`;
  const fix = violation.fix ? wrapped(`fix: ${violation.fix.text}`, deeper) : [];
  return [head, ...wrapped(violation.outcome, deeper), ...fix];
}

function microLines({ paint }: Context, { number, entry }: ReplayedStep): string[] {
  const width = `${number}.${entry.events.length}`.length;
  return entry.events.map((event, index) => {
    const at = `${number}.${index + 1}`.padEnd(width);
    const flag = event.violations.length > 0 ? paint('magenta', '  !') : '';
    return `${indent}${paint('dim', at)}  ${plain(microText(event))}${flag}`;
  });
}

/** `costs: maintained=8 cleaned=1 syscalls=3`, as they can be expected; what cost nothing is left out. */
function costLine(replay: Replay): string {
  const costs = costsOf(replay);
  const paid = Object.entries(costWords).filter(([, { key }]) => costs[key] > 0);
  if (paid.length === 0) return 'costs: none';
  return `costs: ${paid.map(([word, { key }]) => `${word}=${costs[key]}`).join(' ')}`;
}

function summary({ replay, paint }: Context): string[] {
  const score = scoreOf(replay);
  const operations = counted(replay.steps.length, 'operation');
  const wrong =
    score.luck + score.harm === 0
      ? 'no violation'
      : `${counted(score.luck + score.harm, 'violation')} (${score.luck} luck, ${score.harm} harm)`;
  const lines = [
    `${operations}, ${counted(score.microEvents, 'micro-event')}, ${wrong}`,
    costLine(replay),
  ];
  const held = `${score.judged - score.failed} of ${counted(score.judged, 'expectation')} hold`;
  if (score.failed > 0) lines.push(paint('red', held));
  else if (!replay.isJudged) lines.push('its expectations were not worked out for this platform');
  else if (score.judged > 0) lines.push(paint('green', held));
  return lines;
}
