/**
 * Runs scenario text for the model's tests: `run('arm64 cpus=1', text)` puts the text on a platform, holds
 * every `expect` in it against what came out, and gives each line's result, events and state, for tests
 * to look further. It throws where the text is wrong or an expectation fails: that fails the test.
 */
import { verdictsOf } from '../../history/verdicts.ts';
import type { ScenarioStep } from '../../script/ast.ts';
import { checkStep, describeResult } from '../../script/evaluate.ts';
import type { Diagnostic } from '../../script/diagnostic.ts';
import { parseScenario, parseSteps } from '../../script/parse.ts';
import { setupOf, stepInputOf } from '../../script/setupOf.ts';
import { createState } from '../createState.ts';
import type { MicroEvent, MicroEventKind } from '../microEvent.ts';
import type { NestedResult, OperationResult } from '../result.ts';
import type { State } from '../state.ts';
import { step } from '../step.ts';
import type { RuleId, Violation } from '../violation.ts';

/** One operation of a script, with what it did. */
export interface Line {
  readonly result: OperationResult;
  readonly events: readonly MicroEvent[];
  readonly nested: readonly NestedResult[];
  readonly violations: readonly Violation[];
  readonly before: State;
  readonly after: State;
}

export interface Ran {
  readonly lines: readonly Line[];
  readonly initial: State;
  /** State after the last line. */
  readonly state: State;
  readonly violations: readonly Violation[];
  readonly verdict: (violation: Violation) => 'luck' | 'harm';
}

/**
 * Runs `text` on `platform`: an id, and overrides as a script's `platform` line has them. Names are not
 * checked beforehand, so that a script can also say what cannot be done.
 */
export function run(platform: string, text: string): Ran {
  const { scenario, steps } = parse(platform, text);
  const initial = createState(setupOf(scenario));
  const lines = runSteps(initial, steps);
  const violations = lines.flatMap((line) => line.violations);
  const raised = (lines.at(-1)?.after ?? initial).violations;
  if (raised !== violations.length)
    throw new Error(`${raised - violations.length} violations are at no micro-event`);
  const verdicts = verdictsOf(violations);
  const verdict = ({ id }: Violation) => verdicts.get(id) ?? 'luck';
  const failures = steps.flatMap((written, index) => {
    const line = lines[index];
    const done = line && { ...line, state: line.after };
    if (!done || written.expects.length === 0) return [];
    return checkStep(written, done, verdict, scenario.platform.id);
  });
  if (failures.length > 0) throw new Error(explainFailures(text, failures));
  return { lines, initial, state: lines.at(-1)?.after ?? initial, violations, verdict };
}

function parse(platform: string, text: string) {
  const isDeclaration = (line: string) => /^\s*(?:buffer|device)\s/u.test(line);
  const written = text.split('\n');
  const declared = parseScenario(
    [`platform ${platform}`, ...written.filter(isDeclaration)].join('\n'),
  );
  const { scenario } = declared;
  if (!scenario) throw new Error(complaints(declared.diagnostics));
  const { steps, diagnostics } = parseSteps(
    written.map((line) => (isDeclaration(line) ? '' : line)).join('\n'),
    scenario,
  );
  if (diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(complaints(diagnostics));
  return { scenario, steps };
}

function complaints(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ line, message }) => `${line}: ${message}`).join('\n');
}

function runSteps(initial: State, steps: readonly ScenarioStep[]): readonly Line[] {
  let before = initial;
  return steps.map((written) => {
    const { result, events, nested, state } = step(before, stepInputOf(written));
    const violations = events.flatMap((event) => event.violations);
    const line = { result, events, nested, violations, before, after: state };
    before = state;
    return line;
  });
}

function explainFailures(
  text: string,
  failures: readonly { readonly line: number; readonly message: string }[],
): string {
  const written = text.split('\n');
  return failures
    .map(({ line, message }) => `${written[line - 1]?.trim() ?? ''}\n    ${message}`)
    .join('\n');
}

/** The nth line of a script, from 0, or from the end where negative. */
export function lineOf(ran: Ran, index: number): Line {
  const line = ran.lines.at(index);
  if (!line) throw new Error(`the script has no line ${index}`);
  return line;
}

/** What each line returned, in a word each: `ok`, `A*64`, `EBADF`, `SIGBUS`, `blocked`. */
export function outcomes(ran: Ran): string[] {
  return ran.lines.map(({ result }) => describeResult(result).replace(/ \(.*/u, ''));
}

/** Kinds of a line's events, calls left out unless asked for. */
export function kindsOf({ events }: Line, withCalls = false): MicroEventKind[] {
  return events.flatMap(({ kind }) => (kind === 'call' && !withCalls ? [] : [kind]));
}

/** Labels of a line's kernel calls, indented by their depth. */
export function callsOf({ events }: Line): string[] {
  return events.flatMap((event) =>
    event.kind === 'call' ? [`${'  '.repeat(event.depth)}${event.label}`] : [],
  );
}

/** Rules that a line broke and effects that it had, in order. */
export function rulesOf({ violations }: Pick<Line, 'violations'>): RuleId[] {
  return violations.map(({ rule }) => rule);
}
