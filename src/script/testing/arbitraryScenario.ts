/**
 * Whole plausible scenarios for property tests: what real programs would do, in a sensible order most of
 * the time and out of order some of the time. Every scenario can be printed and parsed; nothing is
 * promised about what the model makes of it.
 */
import fc from 'fast-check';
import type { MicroEventKind } from '../../model/microEvent.ts';
import type { Operation } from '../../model/operation.ts';
import type { Expect, ExpectWhat, Scenario, ScenarioStep } from '../ast.ts';
import { withStorage } from './arbitraryStorage.ts';
import { costWords } from '../costWords.ts';
import { platformIds } from '../platformSettings.ts';
import { errnos, microEventKinds, ruleIds, violationClasses } from '../words.ts';
import { operationOf } from './arbitraryOperation.ts';
import { preludeOf, sequenceOf } from './arbitrarySequence.ts';
import {
  type ArbitraryOptions,
  bufferNames,
  bufferOf,
  byteValue,
  declared,
  defaultOptions,
  deviceNames,
  deviceOf,
  type Options,
  overridesOf,
  processNames,
  wordOf,
  type World,
} from './arbitraryWorld.ts';
import { admit, type Known } from './knownNames.ts';

function expectOf(operation: Operation): fc.Arbitrary<Expect> {
  const runs = fc.array(fc.record({ value: byteValue, count: fc.integer({ min: 1, max: 64 }) }), {
    minLength: 1,
    maxLength: 4,
  });
  const isRead = operation.action.do === 'read' || operation.action.do === 'dmaRead';
  const values: fc.Arbitrary<ExpectWhat>[] = [
    byteValue.map((value): ExpectWhat => ({ kind: 'value', value })),
    runs.map((all): ExpectWhat => ({ kind: 'runs', runs: all })),
  ];
  const what = fc.oneof(
    ...(isRead ? values : []),
    fc.constantFrom<ExpectWhat[]>(
      { kind: 'ok' },
      { kind: 'blocked' },
      { kind: 'oops' },
      { kind: 'none' },
      { kind: 'signal', signal: 'SIGBUS' },
      { kind: 'signal', signal: 'SIGSEGV' },
      { kind: 'verdict', verdict: 'luck' },
      { kind: 'verdict', verdict: 'harm' },
      { kind: 'fault', took: true },
      { kind: 'fault', took: false },
    ),
    fc
      .tuple(wordOf(costWords), fc.nat({ max: 9999 }))
      .map(([cost, count]): ExpectWhat => ({ kind: 'cost', cost, count })),
    fc.nat({ max: 0xffff_ffff }).map((number): ExpectWhat => ({ kind: 'returns', number })),
    wordOf(errnos).map((errno): ExpectWhat => ({ kind: 'errno', errno })),
    wordOf(ruleIds).map((rule): ExpectWhat => ({ kind: 'rule', rule })),
    wordOf(violationClasses).map((known): ExpectWhat => ({ kind: 'class', class: known })),
  );
  return fc.record({ what, platforms: fc.subarray([...platformIds]) });
}

/** Words of a text for people; some of them look like the language. */
const sentence = fc
  .array(
    fc.constantFrom('note', 'the', 'CPU', '#', 'expect', 'A', 'gpu:', 'map', '“so”', '5%', 'é'),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((words) => words.join(' '));

const comment = fc.oneof(
  fc.constant('#'),
  sentence.map((text) => `# ${text}`),
);

/** Comments and single blank lines; never a blank line at the end where `open` is false. */
const layout = fc
  .array(fc.oneof(comment, fc.constant('')), { maxLength: 4 })
  .map((lines) => lines.filter((line, index) => line !== '' || lines[index - 1] !== ''));

function textsOf(options: Options): fc.Arbitrary<Pick<ScenarioStep, 'notes' | 'above' | 'remark'>> {
  if (!options.texts) return fc.constant({ notes: [] });
  return fc
    .record({
      notes: fc.array(sentence, { maxLength: 2 }),
      above: layout,
      remark: fc.option(comment),
    })
    .map(({ notes, above, remark }) => ({
      notes,
      ...(above.length > 0 ? { above } : {}),
      ...(remark === null ? {} : { remark }),
    }));
}

function stepOf(operation: Operation, options: Options): fc.Arbitrary<ScenarioStep> {
  const expects = options.expectations
    ? fc.array(expectOf(operation), { maxLength: 3 })
    : fc.constant([]);
  return fc
    .tuple(expects, textsOf(options))
    .map(([all, texts]) => ({ operation, expects: all, meanwhile: [], line: 0, ...texts }));
}

/** An operation, perhaps inside the one before. */
interface Placed {
  readonly operation: Operation;
  readonly at: { readonly kind: MicroEventKind; readonly nth: number } | null;
}

function placedOf(world: World, options: Options): fc.Arbitrary<Placed[]> {
  const frequent = fc.constantFrom<MicroEventKind[]>(
    'ipi.send',
    'pte.clear',
    'bounce.copy',
    'dma.start',
    'call',
    'cache.writeback',
  );
  const point = fc.record({
    kind: fc.oneof(frequent, wordOf(microEventKinds)),
    nth: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 5 })),
  });
  const at = options.meanwhile
    ? fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, point)
    : fc.constant(null);
  const alone = fc.record({ operation: operationOf(world), at }).map((placed) => [placed]);
  const together = sequenceOf(world).map((all) =>
    all.map((operation): Placed => ({ operation, at: null })),
  );
  return fc.oneof({ weight: 3, arbitrary: alone }, { weight: 1, arbitrary: together });
}

function assemble(placed: readonly (Placed & { step: ScenarioStep })[]): ScenarioStep[] {
  const known: Known = new Map();
  const steps: ScenarioStep[] = [];
  for (const { operation, at, step } of placed) {
    if (!admit(known, operation)) continue;
    const outer = steps.at(-1);
    if (at && outer)
      steps[steps.length - 1] = { ...outer, meanwhile: [...outer.meanwhile, { at, step }] };
    else steps.push(step);
  }
  const [first, ...others] = steps;
  if (!first?.above) return steps;
  // The blank line before the first operation is the printer's own.
  const { above, ...rest } = first;
  const trimmed = above[0] === '' ? above.slice(1) : above;
  return [trimmed.length > 0 ? { ...rest, above: trimmed } : rest, ...others];
}

function stepsOf(world: World, options: Options): fc.Arbitrary<ScenarioStep[]> {
  const prelude = options.prelude
    ? fc.oneof({ weight: 4, arbitrary: preludeOf(world) }, fc.constant([]))
    : fc.constant([]);
  const body = fc
    .array(placedOf(world, options), { maxLength: options.maxSteps, size: 'max' })
    .map((groups) => groups.flat().slice(0, options.maxSteps));
  return fc
    .tuple(prelude, body)
    .chain(([first, then]) => {
      const placed: Placed[] = [...first.map((operation) => ({ operation, at: null })), ...then];
      return fc.tuple(
        ...placed.map((each) => stepOf(each.operation, options).map((step) => ({ ...each, step }))),
      );
    })
    .map(assemble);
}

/**
 * Whole scenarios of every kind of operation, with 1 or 2 buffers, 1 to 3 devices, 1 or 2 processes and up
 * to 3 CPUs. Most of them begin as programs do.
 */
export function arbitraryScenario(chosen: ArbitraryOptions = {}): fc.Arbitrary<Scenario> {
  const options: Options = { ...defaultOptions, ...chosen };
  const text = options.texts ? fc.oneof(sentence, fc.constant('')) : fc.constant('');
  return fc
    .record({
      title: text,
      summary: text,
      sources: options.texts ? fc.array(sentence, { maxLength: 2 }) : fc.constant([]),
      platform: fc.record({
        id: fc.constantFrom(...options.platforms),
        overrides: overridesOf(options),
      }),
      buffers: declared(bufferNames, (name) => withStorage(bufferOf(name))),
      devices: declared(deviceNames, deviceOf),
      processes: fc.constantFrom(processNames, processNames.slice(0, 1)),
    })
    .chain(({ processes, ...declarations }) => {
      const { cpus = 2, pageSize = 4096 } = declarations.platform.overrides;
      const { buffers, devices } = declarations;
      const world: World = { buffers, devices, cpus, pageSize, processes };
      return stepsOf(world, options).map((steps) => ({ ...declarations, steps }));
    });
}
