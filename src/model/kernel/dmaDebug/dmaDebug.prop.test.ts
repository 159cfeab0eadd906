/** dma-debug only watches: with it and without it, the same things happen to the data. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runAll } from '../../../history/history.ts';
import type { Scenario } from '../../../script/ast.ts';
import { inputsOf, setupOf } from '../../../script/setupOf.ts';
import { arbitraryScenario } from '../../../script/testing/arbitraryScenario.ts';
import type { OperationResult } from '../../result.ts';

const mostEvents = 100_000;
const runs = Number(process.env['PROPERTY_RUNS'] ?? 60);

function runWith(scenario: Scenario, dmaDebug: boolean) {
  const overrides = { ...scenario.platform.overrides, dmaDebug };
  const changed = { ...scenario, platform: { ...scenario.platform, overrides } };
  return runAll(setupOf(changed), inputsOf(changed), mostEvents).entries;
}

const valuesOf = (result: OperationResult) =>
  result.kind === 'bytes' ? result.cells : result.kind;

it('moves no data, and adds nothing but complaints', () => {
  fc.assert(
    fc.property(arbitraryScenario({ meanwhile: false }), (scenario) => {
      const off = runWith(scenario, false);
      const on = runWith(scenario, true);
      expect(on.map(({ result }) => valuesOf(result))).toEqual(
        off.map(({ result }) => valuesOf(result)),
      );
      const rules = on.map(({ violations }) =>
        violations.flatMap((v) => (v.class === 'dma-debug' ? [] : [v.rule])),
      );
      expect(rules).toEqual(off.map(({ violations }) => violations.map((v) => v.rule)));
      expect(on.at(-1)?.state.frames).toEqual(off.at(-1)?.state.frames);
    }),
    { numRuns: runs },
  );
}, 60_000);

it('counts the lines in which noted mappings begin that a device may write, and no others', () => {
  fc.assert(
    fc.property(arbitraryScenario({ meanwhile: false }), (scenario) => {
      for (const { state } of runWith(scenario, true)) {
        const { entries, lines } = state.dmaDebug ?? { entries: [], lines: [] };
        // Every counted line is one in which some entry begins that a device may write.
        const { lineSize } = state.setup.platform;
        const begun = entries
          .filter(({ direction }) => direction !== 'TO_DEVICE')
          .map(({ physical }) => physical - (physical % lineSize));
        expect(new Set(lines.map(({ line }) => line))).toEqual(new Set(begun));
      }
    }),
    { numRuns: runs },
  );
}, 60_000);
