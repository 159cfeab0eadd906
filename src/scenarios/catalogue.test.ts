/** The built-in scenarios: complete for a reader, and right on every platform. */
import { describe, expect, it } from 'vitest';
import { appendAll, createHistory, type History } from '../history/history.ts';
import { verdictsOf } from '../history/verdicts.ts';
import { platforms } from '../model/platforms/platforms.ts';
import { rules } from '../model/violations/rules.ts';
import type { Scenario } from '../script/ast.ts';
import { checkStep } from '../script/evaluate.ts';
import { parseScenario } from '../script/parse.ts';
import { printScenario } from '../script/print.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { findScenario, scenarios } from './catalogue.ts';
import { scenarioGroups } from './groups.ts';

function parsed(id: string): Scenario {
  const { scenario, diagnostics } = parseScenario(findScenario(id)?.text ?? '');
  if (!scenario) throw new Error(JSON.stringify(diagnostics));
  return scenario;
}

function runOn(scenario: Scenario, platform: string): History {
  return appendAll(createHistory(setupOf(scenario, platform)), inputsOf(scenario));
}

const ids = scenarios.map(({ id }) => id);
const everywhere = ids.flatMap((id) =>
  platforms.map((platform) => ({ id, platform: platform.id, name: `${id} on ${platform.id}` })),
);

describe('the catalogue', () => {
  it('has each scenario once, under a known heading', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(scenarios.map(({ text }) => text)).size).toBe(ids.length);
    const unknown = scenarios.filter(({ group }) => !scenarioGroups.includes(group));
    expect(unknown.map(({ id }) => id)).toEqual([]);
  });

  it('stands in the order of the headings, with a title of its own for each', () => {
    const places = scenarios.map(({ group }) => scenarioGroups.indexOf(group));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(new Set(ids.map((id) => parsed(id).title)).size).toBe(ids.length);
  });

  it('cites the thread that a scenario is listed under, by author, subject and date', () => {
    const cited = /^.+, (reply to )?"(Re: )?\[.*PATCH.*\].*", |^.+, "\[.*RFC.*\].*", /u;
    for (const { id, group } of scenarios) {
      const year = /^20\d\d/u.exec(group)?.[0];
      if (year === undefined) continue;
      const own = parsed(id).sources.filter((source) => cited.test(source));
      expect(own.filter((source) => source.includes(` ${year}`)).length, id).toBeGreaterThan(0);
    }
  });

  it('finds them by id, and nothing else', () => {
    for (const entry of scenarios) expect(findScenario(entry.id)).toBe(entry);
    expect(findScenario('missed')).toBeUndefined();
    expect(findScenario('')).toBeUndefined();
  });

  it.each(ids)('%s has what a reader needs', (id) => {
    const scenario = parsed(id);
    expect(scenario.title.length).toBeGreaterThan(10);
    expect(scenario.summary.length).toBeGreaterThan(100);
    expect(scenario.sources.length).toBeGreaterThan(0);
    expect(scenario.steps.flatMap(({ notes }) => notes).length).toBeGreaterThanOrEqual(3);
    // A note says where to look, in whole sentences.
    for (const note of scenario.steps.flatMap(({ notes }) => notes))
      expect(note).toMatch(/[.?!…]$/u);
    expect(scenario.steps.some(({ expects }) => expects.length > 0)).toBe(true);
  });

  it.each(ids)('%s is parsed without a complaint, and says the same when it is printed', (id) => {
    const { diagnostics } = parseScenario(findScenario(id)?.text ?? '');
    expect(diagnostics).toEqual([]);
    const scenario = parsed(id);
    const again = parseScenario(printScenario(scenario)).scenario;
    const plain = (each: Scenario | null) =>
      each?.steps.map(({ operation, expects, notes }) => ({ operation, expects, notes }));
    expect(plain(again)).toEqual(plain(scenario));
  });
});

describe.each(everywhere)('$name', ({ id, platform }) => {
  const scenario = parsed(id);
  const history = runOn(scenario, platform);
  const verdicts = verdictsOf(history.violations);

  it('does what it expects', () => {
    const failures = scenario.steps.flatMap((step, index) => {
      const entry = history.entries[index];
      if (!entry) return [];
      return checkStep(step, entry, ({ id: each }) => verdicts.get(each) ?? 'luck', platform);
    });
    expect(failures).toEqual([]);
  });

  it('expects something of every violation', () => {
    const untold = scenario.steps.flatMap((step, index) => {
      const entry = history.entries[index];
      const expects = [step, ...step.meanwhile.map((inner) => inner.step)]
        .flatMap((each) => each.expects)
        .filter(({ platforms: only }) => only.length === 0 || only.includes(platform));
      const isTold = expects.some(({ what }) =>
        ['rule', 'class', 'verdict', 'blocked', 'signal'].includes(what.kind),
      );
      return entry && entry.violations.length > 0 && !isTold
        ? [`line ${step.line}: ${entry.violations.map(({ rule }) => rule).join(', ')}`]
        : [];
    });
    expect(untold).toEqual([]);
  });

  it('traces every effect to a rule that was broken before, or to a named defect', () => {
    for (const violation of history.violations) {
      if (violation.class !== 'effect') continue;
      const causes = violation.causes.filter((cause) => cause < violation.id);
      expect(causes.length > 0 || violation.defect !== null, violation.outcome).toBe(true);
    }
  });

  it('says of every violation what happened to which bytes', () => {
    for (const violation of history.violations) {
      expect(violation.outcome.length).toBeGreaterThan(5);
      expect(violation.agent).not.toBe('');
      expect(rules[violation.rule].class).toBe(violation.class);
      if (violation.class === 'ownership' || violation.class === 'effect')
        expect(violation.bytes?.length ?? 0).toBeGreaterThan(0);
    }
  });
});

describe('what a scenario shows', () => {
  const stale = (id: string) =>
    platforms.map((platform) =>
      runOn(parsed(id), platform.id).violations.some(({ rule }) => rule === 'stale-read'),
    );

  it.each([
    // x86, arm64, arm64-iommu, bounce.
    ['missed-clean', [false, true, true, true]],
    ['missed-invalidate', [false, true, true, true]],
    ['sync-ioctl', [false, false, false, false]],
    ['map-at-import', [false, true, true, true]],
    ['coherent-but-bounced', [false, false, false, true]],
    ['prefetch', [false, true, true, true]],
    ['shared-line', [false, true, true, true]],
  ])('%s goes stale where it should', (id, expected) => {
    expect(stale(id)).toEqual(expected);
  });

  it('sync-ioctl costs lines where devices do not snoop, and copies where they are bounced', () => {
    const costs = platforms.map(({ id }) => {
      const { entries, initial } = runOn(parsed('sync-ioctl'), id);
      const { maintainedLines, bouncedBytes } = (entries.at(-1)?.state ?? initial).costs;
      return [maintainedLines > 0, bouncedBytes > 0];
    });
    expect(costs).toEqual([
      [false, false],
      [true, false],
      [true, false],
      [false, true],
    ]);
  });

  it('sync-ioctl breaks no rule anywhere', () => {
    for (const { id } of platforms) expect(runOn(parsed('sync-ioctl'), id).violations).toEqual([]);
  });
});
