import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario, ScenarioStep } from './ast.ts';
import { formatDiagnostic } from './diagnostic.ts';
import { parseScenario, parseSteps } from './parse.ts';
import { printScenario } from './print.ts';
import { printOperation, printPoint } from './printOperation.ts';
import { arbitraryScenario } from './testing/arbitraryScenario.ts';

const everything = arbitraryScenario({ expectations: true, texts: true, largePages: true });

const withoutLine = (step: ScenarioStep): ScenarioStep => ({
  ...step,
  line: 0,
  meanwhile: step.meanwhile.map(({ at, step: inner }) => ({ at, step: withoutLine(inner) })),
});

const withoutLines = (scenario: Scenario): Scenario => ({
  ...scenario,
  steps: scenario.steps.map(withoutLine),
});

function parsed(text: string): Scenario {
  const { scenario, diagnostics } = parseScenario(text);
  if (!scenario) throw new Error(`${diagnostics.map(formatDiagnostic).join('\n')}\n${text}`);
  return scenario;
}

describe('printing and parsing', () => {
  it('are inverse, line numbers aside', () => {
    fc.assert(
      fc.property(everything, (scenario) => {
        expect(withoutLines(parsed(printScenario(scenario)))).toEqual(scenario);
      }),
      { numRuns: 300 },
    );
  });

  it('give lines their numbers', () => {
    fc.assert(
      fc.property(everything, (scenario) => {
        const text = printScenario(scenario);
        const lines = text.split('\n');
        const steps = parsed(text).steps.flatMap((step) => [
          step,
          ...step.meanwhile.map((m) => m.step),
        ]);
        for (const { line, operation } of steps) {
          const written = lines[line - 1]?.replace(/: +/, ': ');
          expect(written?.startsWith(printOperation(operation))).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are inverse for operations alone', () => {
    fc.assert(
      fc.property(everything, (scenario) => {
        const text = scenario.steps
          .flatMap(({ operation, meanwhile }) => [
            printOperation(operation),
            ...meanwhile.map(
              ({ at, step }) => `${printOperation(step.operation)} during ${printPoint(at)}`,
            ),
          ])
          .join('\n');
        const { steps, diagnostics } = parseSteps(text, scenario);
        expect(diagnostics).toEqual([]);
        expect(steps.map((step) => step.operation)).toEqual(
          scenario.steps.map((step) => step.operation),
        );
        expect(steps.map((step) => step.meanwhile.map((inner) => inner.at))).toEqual(
          scenario.steps.map((step) => step.meanwhile.map((inner) => inner.at)),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('reach a fixed point after one round, whatever the layout of the text was', () => {
    const spaced = fc
      .tuple(
        everything,
        fc.array(fc.constantFrom(' ', '   ', '\t'), { minLength: 1, maxLength: 7 }),
      )
      .map(([scenario, spaces]) => {
        let next = 0;
        const isText = /^(?:title|summary|source|note)/;
        return printScenario(scenario)
          .split('\n')
          .map((line) =>
            isText.test(line) || line.includes('#')
              ? line
              : line.replace(/ +/g, () => spaces[next++ % spaces.length] ?? ' '),
          )
          .join('\r\n\n');
      });
    fc.assert(
      fc.property(spaced, (text) => {
        const once = printScenario(parsed(text));
        expect(printScenario(parsed(once))).toBe(once);
      }),
      { numRuns: 150 },
    );
  });
});

/** Damages a text at some places. */
const damaged = fc
  .tuple(
    everything.map(printScenario),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat({ max: 6 }),
        fc.oneof(
          fc.constantFrom(
            '',
            ' ',
            '\n',
            ':',
            '@',
            '#',
            '=',
            '+',
            '|',
            ',',
            '*',
            '.',
            '0',
            'expect',
            'during',
            'on',
            'é',
          ),
          fc.string({ unit: 'binary', maxLength: 5 }),
        ),
      ),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((changed, [place, length, put]) => {
      const start = place % (changed.length + 1);
      return changed.slice(0, start) + put + changed.slice(start + length);
    }, text),
  );

describe('parseScenario', () => {
  const texts = fc.oneof(damaged, fc.string({ unit: 'binary', maxLength: 400 }));

  it('never throws, and either gives a scenario or says what is wrong where', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { scenario, diagnostics } = parseScenario(text);
        expect(scenario === null).toBe(diagnostics.length > 0);
        const lines = text.split('\n');
        for (const { line, column, endColumn, message } of diagnostics) {
          expect(message).not.toBe('');
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(endColumn).toBeGreaterThanOrEqual(column);
          expect(endColumn).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives a scenario that can be printed and parsed again, whatever text it came from', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const { scenario } = parseScenario(text);
        if (scenario)
          expect(withoutLines(parsed(printScenario(scenario)))).toEqual(withoutLines(scenario));
      }),
      { numRuns: 1000 },
    );
  });

  it('does not let a mistake in one line change how the others are read', () => {
    const broken = fc.constantFrom(
      'gpu: mpa frame TO_DEVICE',
      'nonsense',
      'gpu: dma read 0 )(',
      'platfrm x',
      '§§',
      'app: barrier:',
    );
    fc.assert(
      fc.property(everything.map(printScenario), fc.nat(), broken, (text, place, wrong) => {
        const lines = text.trimEnd().split('\n');
        const at = place % (lines.length + 1);
        // A line of `expect` that follows the broken one would belong to it.
        fc.pre(!lines[at]?.startsWith(' '));
        const { diagnostics } = parseScenario(
          [...lines.slice(0, at), wrong, ...lines.slice(at)].join('\n'),
        );
        expect(new Set(diagnostics.map((diagnostic) => diagnostic.line))).toEqual(
          new Set([at + 1]),
        );
      }),
      { numRuns: 300 },
    );
  });
});
