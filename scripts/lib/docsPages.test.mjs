import { describe, expect, it } from 'vitest';
import { onEveryPlatform } from '../../src/cli/builtIns.ts';
import { rulesOf, worstOf } from '../../src/cli/cells.ts';
import { decodeLink } from '../../src/history/link.ts';
import { scoreOf } from '../../src/history/replay.ts';
import { scenarios } from '../../src/scenarios/catalogue.ts';
import { parseScenario } from '../../src/script/parse.ts';
import { figuresIn, fragmentsIn, pagesOf } from './docsPages.mjs';
import { root } from './run.mjs';

const pages = pagesOf(`${root}/docs`);
const figures = pages.flatMap(([page, text]) =>
  figuresIn(text).map((figure) => ({ ...figure, place: `${page}:${figure.line}` })),
);

/**
 * The scenario that a figure shows.
 * @param {{ scenario: string, script: string }} figure
 */
function scenarioOf({ scenario: id, script }) {
  const text = script === '' ? scenarios.find((known) => known.id === id)?.text : script;
  return text === undefined ? null : parseScenario(text).scenario;
}

describe('figuresIn', () => {
  it('reads the name, the options and the table below', () => {
    const text = [
      '```{bufscope} missed-clean',
      ':at: 7.2',
      '```',
      '',
      '| platform | | rules and effects | what |',
      '|---|---|---|---|',
      '| `x86` | luck | `a`, `b` | text |',
      '',
      '```{bufscope}',
      ':at: 3',
      '',
      'title One',
      '',
      'app@cpu0: exit',
      '```',
      '| platform | what |',
      '|---|---|',
      '| x86 | nothing claimed |',
    ].join('\n');
    expect(figuresIn(text)).toEqual([
      {
        line: 1,
        scenario: 'missed-clean',
        script: '',
        options: { at: '7.2' },
        claims: [{ platform: 'x86', verdict: 'luck', rules: ['a', 'b'] }],
      },
      {
        line: 9,
        scenario: '',
        script: 'title One\n\napp@cpu0: exit\n',
        options: { at: '3' },
        claims: [],
      },
    ]);
  });
});

describe('the pages of docs/', () => {
  it('have figures, and claims about them', () => {
    expect(figures.length).toBeGreaterThan(15);
    expect(figures.filter(({ claims }) => claims.length === 4).length).toBeGreaterThan(10);
  });

  it.each(figures)(
    '$place: every expectation of the figure holds, and its point exists',
    (figure) => {
      const scenario = scenarioOf(figure);
      expect(scenario, figure.scenario).not.toBeNull();
      if (!scenario) return;
      for (const replay of onEveryPlatform(scenario)) {
        expect(scoreOf(replay).failed, replay.platform).toBe(0);
        if (replay.platform !== (figure.options['platform'] ?? scenario.platform.id)) continue;
        const [operation = '0', micro] = (figure.options['at'] ?? '0').split('.');
        const step = replay.steps[Number(operation) - 1];
        expect(Number(operation) === 0 || step, 'operation').toBeTruthy();
        if (micro !== undefined)
          expect(step?.entry.events.length).toBeGreaterThanOrEqual(Number(micro));
      }
    },
  );

  it.each(figures.filter(({ claims }) => claims.length > 0))(
    '$place: the table says what comes of it',
    (figure) => {
      const scenario = scenarioOf(figure);
      if (!scenario) throw new Error(`no scenario ${figure.scenario}`);
      const came = onEveryPlatform(scenario).map((replay) => ({
        platform: replay.platform,
        verdict: worstOf(replay),
        rules: [...rulesOf(replay)].sort(),
      }));
      expect(figure.claims.map((claim) => ({ ...claim, rules: claim.rules.toSorted() }))).toEqual(
        came,
      );
    },
  );

  it('have no mistakes in their blocks of the scenario language', () => {
    const blocks = pages.flatMap(([page, text]) =>
      [...text.matchAll(/^```bufscope\n(.*?)^```$/gms)].map(([, script = '']) => ({
        page,
        script,
      })),
    );
    expect(blocks.length).toBeGreaterThan(1);
    for (const { page, script } of blocks)
      expect(parseScenario(script).diagnostics, page).toEqual([]);
  });

  const fragments = pages.flatMap(([page, text]) =>
    fragmentsIn(text).map((fragment) => ({ page, fragment })),
  );

  it.each(fragments)('$page: #$fragment opens without a complaint', ({ fragment }) => {
    const { link, problems } = decodeLink(fragment);
    expect(problems).toEqual([]);
    if (link.source?.kind === 'scenario')
      expect(scenarios.map(({ id }) => id)).toContain(link.source.id);
  });

  it('sources.md names every thread and every document that a scenario cites', () => {
    const sources = (pages.find(([page]) => page === 'sources.md')?.[1] ?? '').replaceAll('\\', '');
    const cited = scenarios.flatMap(({ text }) =>
      [...text.matchAll(/"((?:\[|dma-buf:)[^"]+)"|(Documentation\/[\w./-]+)/g)].map(
        ([, subject, file]) => subject ?? file ?? '',
      ),
    );
    const missing = [...new Set(cited)].filter(
      (name) => !sources.includes(name.replace(/^Re: /, '')),
    );
    expect(missing).toEqual([]);
  });
});
