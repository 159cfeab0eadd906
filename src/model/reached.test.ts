/**
 * Nothing in the vocabulary is dead: every rule, defect and error name is reached by a built-in scenario or by a
 * script of `testing/reaching.ts`. What they do there is held by the tests of their subjects.
 */
import { describe, expect, it } from 'vitest';
import { appendAll, createHistory } from '../history/history.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { parseScenario } from '../script/parse.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { errnos } from '../script/words.ts';
import { platforms } from './platforms/platforms.ts';
import type { OperationResult } from './result.ts';
import { reaching } from './testing/reaching.ts';
import { run } from './testing/runScript.ts';
import { defects, rules } from './violations/rules.ts';
import type { Violation } from './violation.ts';

interface Done {
  readonly result: OperationResult;
  readonly violations: readonly Violation[];
}

/** Names of what a line broke, was traced to, and returned. */
function namesOf({ result, violations }: Done): readonly string[] {
  const broken = violations.flatMap(({ rule, defect }) => [rule, ...(defect ? [defect] : [])]);
  if (result.kind === 'errno') return [...broken, result.errno];
  return result.kind === 'signal' ? [...broken, result.signal] : [...broken, result.kind];
}

const inScenarios: ReadonlySet<string> = new Set(
  scenarios.flatMap(({ text }) => {
    const { scenario } = parseScenario(text);
    if (!scenario) throw new Error('a built-in scenario cannot be read');
    return platforms.flatMap(({ id }) =>
      appendAll(createHistory(setupOf(scenario, id)), inputsOf(scenario)).entries.flatMap(namesOf),
    );
  }),
);

describe('a small script reaches', () => {
  it.each(reaching)('%s, on %s', (what, platform, script) => {
    expect(run(platform, script).lines.flatMap(namesOf)).toContain(what);
  });
});

describe('what can be reached', () => {
  const reached = new Set([...inScenarios, ...reaching.map(([what]) => what)]);
  const missing = (names: readonly string[]): readonly string[] =>
    names.filter((name) => !reached.has(name));

  it('is every rule', () => {
    expect(missing(Object.keys(rules))).toEqual([]);
  });

  it('is every defect', () => {
    expect(missing(Object.keys(defects))).toEqual([]);
  });

  it('is every error, signal and other result', () => {
    expect(missing([...Object.keys(errnos), 'SIGBUS', 'SIGSEGV', 'oops', 'blocked'])).toEqual([]);
  });
});
