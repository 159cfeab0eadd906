/**
 * What must hold for every script on every platform: reads are judged, effects are traced, a coherent
 * machine stays coherent, states are plain data, and the middle of an operation agrees with its end.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createState } from './createState.ts';
import { keyOf } from './hardware/cacheKey.ts';
import type { StepInput } from './operation.ts';
import type { OperationResult, StepResult } from './result.ts';
import type { CacheLine, State } from './state.ts';
import { step, stepTo } from './step.ts';
import type { Violation } from './violation.ts';
import type { Scenario } from '../script/ast.ts';
import { printScenario } from '../script/print.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { arbitraryScenario } from '../script/testing/arbitraryScenario.ts';

const runs = Number(process.env['PROPERTY_RUNS'] ?? 300);
/** The same scripts every time, unless asked for others: a run that fails must fail for the next person too. */
const seed = Number(process.env['PROPERTY_SEED'] ?? 20261120);

interface Done extends StepResult {
  readonly before: State;
  readonly input: StepInput;
  readonly violations: readonly Violation[];
}

function runScenario(scenario: Scenario): readonly Done[] {
  let before = createState(setupOf(scenario));
  return inputsOf(scenario).map((input) => {
    const result = step(before, input);
    const done = {
      ...result,
      before,
      input,
      violations: result.events.flatMap((e) => e.violations),
    };
    before = result.state;
    return done;
  });
}

function isStale(result: OperationResult): boolean {
  return result.kind === 'bytes' && result.cells.some((cell, i) => cell !== result.newest[i]);
}

function check(
  scenario: Scenario,
  holds: (done: Done, all: readonly Violation[]) => string | null,
): void {
  const all: Violation[] = [];
  runScenario(scenario).forEach((done, index) => {
    all.push(...done.violations);
    const problem = holds(done, all);
    if (problem !== null) {
      throw new Error(
        `operation ${index + 1}: ${problem}\n${JSON.stringify(done.violations)}\n${printScenario(scenario)}`,
      );
    }
  });
}

describe('every script', () => {
  it('is told of every read that does not return the newest write', () => {
    fc.assert(
      fc.property(arbitraryScenario(), (scenario) => {
        check(scenario, ({ result, nested, violations }) => {
          const stale = [result, ...nested.map((inner) => inner.result)].some(isStale);
          const told = violations.some((violation) => violation.rule === 'stale-read');
          return stale && !told ? 'a stale read that nobody was told of' : null;
        });
      }),
      { numRuns: runs, seed },
    );
  });

  it('has every effect traced to a broken rule or a named defect', () => {
    fc.assert(
      fc.property(arbitraryScenario(), (scenario) => {
        check(scenario, ({ violations }, all) => {
          const known = new Set(all.map(({ id }) => id));
          const untraced = violations.find(
            (v) =>
              v.class === 'effect' &&
              v.defect === null &&
              !v.causes.some((cause) => known.has(cause) && cause < v.id),
          );
          return untraced ? `untraced ${untraced.rule} ${untraced.id}` : null;
        });
      }),
      { numRuns: runs, seed },
    );
  });

  it('has no effect at all where mappings are WB, transactions snoop and nothing bounces', () => {
    fc.assert(
      fc.property(arbitraryScenario({ platforms: ['x86'], overrides: true }), (made) => {
        const scenario = makeCoherent(made);
        check(scenario, ({ violations }) => {
          const effect = violations.find((violation) => violation.class === 'effect');
          return effect ? effect.rule : null;
        });
      }),
      { numRuns: runs, seed },
    );
  });

  it('leaves plain data behind, from which the run goes on the same', () => {
    fc.assert(
      fc.property(arbitraryScenario(), (scenario) => {
        for (const { before, input, state } of runScenario(scenario)) {
          const copy: State = JSON.parse(JSON.stringify(before));
          expect(JSON.stringify(step(copy, input).state)).toBe(JSON.stringify(state));
        }
      }),
      { numRuns: Math.ceil(runs / 6), seed },
    );
  });

  it('is in the middle of an operation where its micro-events say', () => {
    fc.assert(
      fc.property(arbitraryScenario({ maxSteps: 8 }), (scenario) => {
        for (const { before, input, state, events } of runScenario(scenario)) {
          expect(stepTo(before, input, 0)).toBe(before);
          if (events.length > 0) expect(stepTo(before, input, events.length)).toEqual(state);
        }
      }),
      { numRuns: Math.ceil(runs / 6), seed },
    );
  });

  it('has races only with work that was queued', () => {
    fc.assert(
      fc.property(arbitraryScenario(), (scenario) => {
        let hasJobs = false;
        check(scenario, ({ violations, state }) => {
          hasJobs ||= state.jobs.length > 0;
          const isRace = violations.some(({ rule }) => rule === 'data-race');
          return isRace && !hasJobs ? 'a race without a job' : null;
        });
      }),
      { numRuns: Math.ceil(runs / 3), seed },
    );
  });

  it('keeps the CPU caches coherent with each other, and ownership without gaps', () => {
    fc.assert(
      fc.property(arbitraryScenario(), (scenario) => {
        check(scenario, ({ state }) => mesiProblem(state) ?? extentProblem(state));
      }),
      { numRuns: runs, seed },
    );
  });
});

/** The same scenario on a machine that is coherent throughout. */
function makeCoherent(scenario: Scenario): Scenario {
  const overrides = {
    ...scenario.platform.overrides,
    ...{ snooping: true, swiotlb: 'off' as const, cacheTags: 'pipt' as const },
  };
  const snooped = (input: Scenario['steps'][number]): Scenario['steps'][number] => {
    const { action } = input.operation;
    const meanwhile = input.meanwhile.map((inner) => ({ ...inner, step: snooped(inner.step) }));
    if (!('snoop' in action)) return { ...input, meanwhile };
    return {
      ...input,
      meanwhile,
      operation: { ...input.operation, action: { ...action, snoop: null } },
    };
  };
  return {
    ...scenario,
    platform: { ...scenario.platform, overrides },
    // Nor are there addresses that lead elsewhere: of pages, of another device, from before a move.
    buffers: scenario.buffers.map(({ sgLists, movable, memory, ...buffer }) => buffer),
    devices: scenario.devices.map(({ importer, ...device }) => ({
      ...device,
      importer: importer === 'page-stealing' ? ('map-per-dma' as const) : importer,
      coherent: true,
    })),
    steps: scenario.steps.map(snooped),
  };
}

function mesiProblem(state: State): string | null {
  const copies = new Map<number, CacheLine[]>();
  for (const line of state.cpus.flatMap((cpu) => cpu.sets.flat())) {
    copies.set(keyOf(line), [...(copies.get(keyOf(line)) ?? []), line]);
  }
  for (const [address, lines] of copies) {
    if (lines.length > 1 && lines.some((line) => line.state !== 'S'))
      return `line ${address} is exclusive twice`;
    const [first] = lines;
    if (first && lines.some((line) => line.data.some((cell, i) => cell !== first.data[i]))) {
      return `copies of line ${address} differ`;
    }
  }
  const { cacheWays } = state.setup.platform;
  return state.cpus.some((cpu) => cpu.sets.some((set) => set.length > cacheWays))
    ? 'a set is too full'
    : null;
}

function extentProblem(state: State): string | null {
  for (const mapping of state.mappings) {
    if (!mapping.live || mapping.extents.length === 0) continue;
    let at = mapping.start;
    for (const extent of mapping.extents) {
      if (extent.start !== at || extent.end <= extent.start)
        return `a gap in mapping ${mapping.id}`;
      at = extent.end;
    }
    if (at !== mapping.start + mapping.length) return `mapping ${mapping.id} ends early`;
  }
  return null;
}
