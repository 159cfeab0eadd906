/**
 * Whole plausible scenarios for property tests: what real programs would do, in a sensible order most of
 * the time and out of order some of the time. Every scenario can be printed and parsed; nothing is
 * promised about what the model makes of it.
 */
import fc from 'fast-check';
import type { MicroEventKind } from '../../model/microEvent.ts';
import type { Action, Agent, Direction, Location, Operation } from '../../model/operation.ts';
import type { BufferSetup } from '../../model/setup.ts';
import type { Expect, ExpectWhat, PlatformOverrides, Scenario, ScenarioDevice, ScenarioStep } from '../ast.ts';
import { defaultContent, platformIds } from '../declarations.ts';
import { coherentTypes, directions, errnos, importerPolicies, iommuModes, isWord, maintenanceProfiles, microEventKinds, mmapPolicies, ruleIds, swiotlbModes, violationClasses, type Words } from '../words.ts';

export interface ArbitraryOptions {
  /** Most operations after the prelude (20). */
  readonly maxSteps?: number;
  /** Platform ids to choose from (all). */
  readonly platforms?: readonly string[];
  /** Whether the platform's parameters may be overridden (true). */
  readonly overrides?: boolean;
  /** Whether expectations are made up, which need not hold (false). */
  readonly expectations?: boolean;
  /** Whether notes, comments and blank lines are made up (false). */
  readonly texts?: boolean;
  /** Whether operations may happen inside others (true). */
  readonly meanwhile?: boolean;
  /** Whether to begin with export, mmap, import and map most of the time (true). */
  readonly prelude?: boolean;
  /** Whether pages may be as large as the platform's; otherwise they have 256 or 512 bytes (false). */
  readonly largePages?: boolean;
}

type Options = Required<ArbitraryOptions>;

const defaults: Options = {
  maxSteps: 20,
  platforms: platformIds,
  overrides: true,
  expectations: false,
  texts: false,
  meanwhile: true,
  prelude: true,
  largePages: false,
};

/** What is declared, and what the operations can name. */
interface World {
  readonly buffers: readonly BufferSetup[];
  readonly devices: readonly ScenarioDevice[];
  readonly cpus: number;
  readonly pageSize: number;
  readonly processes: readonly string[];
}

function wordOf<W extends string>(words: Words<W>): fc.Arbitrary<W> {
  const all = Object.keys(words).filter((word) => isWord(words, word));
  return fc.constantFrom(...all);
}

const direction: fc.Arbitrary<Direction> = wordOf(directions);

/** Letters more often than other bytes, so that printed scenarios can be read. */
const byteValue = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 65, max: 90 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
);

function overridesOf(options: Options): fc.Arbitrary<PlatformOverrides> {
  if (!options.overrides)
    return options.largePages
      ? fc.constant({})
      : fc.record({ pageSize: fc.constantFrom(256, 512) });
  const own: { [K in keyof PlatformOverrides]-?: fc.Arbitrary<NonNullable<PlatformOverrides[K]>> } = {
    cpus: fc.integer({ min: 1, max: 3 }),
    pageSize: options.largePages ? fc.constantFrom(512, 4096) : fc.constantFrom(256, 512),
    lineSize: fc.constantFrom(32, 64),
    cacheSets: fc.constantFrom(1, 2, 16),
    cacheWays: fc.integer({ min: 1, max: 4 }),
    tlbEntries: fc.integer({ min: 1, max: 8 }),
    wcLines: fc.integer({ min: 1, max: 4 }),
    snooping: fc.boolean(),
    maintenance: wordOf(maintenanceProfiles),
    invalidateCleansEdges: fc.boolean(),
    iommu: wordOf(iommuModes),
    swiotlb: wordOf(swiotlbModes),
    swiotlbSlots: fc.integer({ min: 1, max: 16 }),
  };
  const requiredKeys: (keyof PlatformOverrides)[] = options.largePages ? [] : ['pageSize'];
  return fc.record(own, { requiredKeys });
}

function bufferOf(name: string): fc.Arbitrary<BufferSetup> {
  return fc.record({
    name: fc.constant(name),
    pages: fc.integer({ min: 1, max: 3 }),
    exporter: fc.constantFrom('gem', 'heap', 'camera-isp'),
    mmap: wordOf(mmapPolicies),
    coherentType: wordOf(coherentTypes),
    content: fc.oneof(
      fc.constant(defaultContent),
      fc.record({
        base: fc.integer({ min: 0, max: 255 }),
        cell: fc.integer({ min: 1, max: 1024 }),
        period: fc.integer({ min: 1, max: 256 }),
      }),
    ),
    high: fc.boolean(),
    contiguous: fc.boolean(),
  });
}

function deviceOf(name: string): fc.Arbitrary<ScenarioDevice> {
  return fc.record({
    name: fc.constant(name),
    importer: wordOf(importerPolicies),
    coherent: fc.option(fc.boolean()),
    dmaBits: fc.oneof({ weight: 3, arbitrary: fc.constant(64) }, fc.integer({ min: 24, max: 64 })),
  });
}

const bufferNames = ['frame', 'ring'];
const deviceNames = ['gpu', 'cam', 'disp-0'];
const processNames = ['app', 'viewer'];

const declared = <T>(
  names: readonly string[],
  arbitraryOf: (name: string) => fc.Arbitrary<T>,
): fc.Arbitrary<T[]> =>
  fc
    .integer({ min: 1, max: names.length })
    .chain((count) => fc.tuple(...names.slice(0, count).map(arbitraryOf)));

// Names are bound to what they stand for, so that any choice of them makes a text that can be read: the
// first lines of every scenario (`introductions`) introduce them all, unless it begins with a prelude
// whose names are these too.
const fdOf = (buffer: string): string => `fd_${buffer}`;
const mapOf = (buffer: string): string => `p_${buffer}`;
const singleOf = (buffer: string): string => `m_${buffer}`;
const coherentOf = (buffer: string): string => `c_${buffer}`;

const nameOf = (world: World): fc.Arbitrary<string> =>
  fc.constantFrom(...world.buffers.map((buffer) => buffer.name));

/** A place with its length: a line or two, a page edge, now and then past the end. */
function rangeOf(world: World, base: fc.Arbitrary<string>): fc.Arbitrary<{ at: Location; length: number }> {
  const { pageSize } = world;
  const aligned = fc.integer({ min: 0, max: 7 }).map((line) => line * 32);
  const offset = fc.oneof(
    { weight: 6, arbitrary: aligned },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: pageSize - 1 }) },
    { weight: 2, arbitrary: fc.constantFrom(pageSize, pageSize - 32, 3 * pageSize) },
  );
  const length = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(1, 32, 64) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: pageSize }) },
  );
  return fc.record({ at: fc.record({ base, offset }), length });
}

interface Weighted<T> {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<T>;
}

const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>): Weighted<T> => ({
  weight,
  arbitrary,
});

function threadActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const fd = buffer.map(fdOf);
  const range = rangeOf(world, buffer.map(mapOf));
  const flags = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(1, 2, 3, 5, 6, 7) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
  );
  return [
    weighted(8, range.map((r): Action => ({ do: 'read', ...r }))),
    weighted(8, fc.tuple(range, byteValue).map(([r, value]): Action => ({ do: 'write', ...r, value }))),
    weighted(5, fc.tuple(fd, flags).map(([f, raw]): Action => ({ do: 'sync', fd: f, flags: raw }))),
    weighted(1, fc.tuple(buffer, fc.boolean()).map(([b, readOnly]): Action => ({ do: 'export', name: fdOf(b), buffer: b, readOnly }))),
    weighted(2, mmapAction(world)),
    weighted(1, buffer.map((b): Action => ({ do: 'munmap', map: mapOf(b) }))),
    weighted(1, fd.map((f): Action => ({ do: 'close', fd: f }))),
    weighted(1, fd.map((f): Action => ({ do: 'dup', name: f, fd: f }))),
    weighted(1, fd.map((f): Action => ({ do: 'receive', name: f, fd: f, from: 'app' }))),
    weighted(1, fc.constant<Action>({ do: 'barrier' })),
    weighted(1, doorbell(world)),
    weighted(1, fc.constant<Action>({ do: 'exit' })),
  ];
}

const doorbell = (world: World): fc.Arbitrary<Action> =>
  fc
    .constantFrom(...world.devices.map((device) => device.name))
    .map((device): Action => ({ do: 'doorbell', device }));

function mmapAction(world: World): fc.Arbitrary<Action> {
  return fc
    .record({
      buffer: nameOf(world),
      pages: fc.option(fc.integer({ min: 1, max: 4 }), { freq: 2 }),
      pageOffset: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 3 })),
      writable: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.boolean()),
      shared: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.boolean()),
    })
    .map(({ buffer, ...rest }): Action => ({ do: 'mmap', name: mapOf(buffer), fd: fdOf(buffer), ...rest }));
}

function kernelActions(world: World): Weighted<Action>[] {
  const range = rangeOf(world, nameOf(world));
  const how = fc.constantFrom<('clean' | 'invalidate' | 'flush')[]>('clean', 'invalidate', 'flush');
  const whole = nameOf(world).map((base) => ({ at: { base, offset: 0 }, length: 0 }));
  return [
    weighted(3, range.map((r): Action => ({ do: 'read', ...r }))),
    weighted(3, fc.tuple(range, byteValue).map(([r, value]): Action => ({ do: 'write', ...r, value }))),
    weighted(2, fc.tuple(range, how).map(([r, h]): Action => ({ do: 'maintain', how: h, ...r }))),
    weighted(2, fc.oneof(whole, range).map((r): Action => ({ do: 'zap', ...r }))),
    weighted(1, fc.constant<Action>({ do: 'barrier' })),
    weighted(1, doorbell(world)),
  ];
}

function driverActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const on = fc.tuple(buffer, direction);
  const optional = fc.option(direction, { freq: 2 });
  const simple = (todo: 'release' | 'put' | 'attach' | 'detach'): fc.Arbitrary<Action> =>
    buffer.map((b): Action => ({ do: todo, buffer: b }));
  return [
    weighted(3, buffer.map((b): Action => ({ do: 'import', fd: fdOf(b) }))),
    weighted(1, buffer.map((b): Action => ({ do: 'get', fd: fdOf(b) }))),
    weighted(1, simple('release')),
    weighted(1, simple('put')),
    weighted(1, simple('attach')),
    weighted(1, simple('detach')),
    weighted(6, on.map(([b, d]): Action => ({ do: 'map', buffer: b, direction: d }))),
    weighted(4, fc.tuple(buffer, optional).map(([b, d]): Action => ({ do: 'unmap', buffer: b, direction: d }))),
    weighted(
      4,
      fc
        .tuple(on, fc.constantFrom<('cpu' | 'device')[]>('cpu', 'device'))
        .map(([[b, d], to]): Action => ({ do: 'syncSgtable', buffer: b, to, direction: d })),
    ),
    weighted(1, fc.constant<Action>({ do: 'unbind' })),
    ...singleActions(world),
  ];
}

function singleActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const to = fc.constantFrom<('cpu' | 'device')[]>('cpu', 'device');
  const skip = fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.boolean());
  const unmap = fc.record({
    mapping: buffer.map(singleOf),
    length: fc.option(fc.integer({ min: 1, max: 2 * world.pageSize })),
    direction: fc.option(direction),
    skipCpuSync: skip,
  });
  return [
    weighted(
      3,
      buffer.chain((base) =>
        fc
          .tuple(rangeOf(world, fc.constant(base)), direction, skip)
          .map(([range, d, skipCpuSync]): Action => ({
            do: 'mapSingle',
            name: singleOf(base),
            ...range,
            direction: d,
            skipCpuSync,
          })),
      ),
    ),
    weighted(2, unmap.map((u): Action => ({ do: 'unmapSingle', ...u }))),
    weighted(
      3,
      fc
        .tuple(rangeOf(world, buffer.map(singleOf)), direction, to)
        .map(([range, d, side]): Action => ({ do: 'syncSingle', to: side, ...range, direction: d })),
    ),
    weighted(1, buffer.map((b): Action => ({ do: 'allocCoherent', name: coherentOf(b), buffer: b }))),
    weighted(1, buffer.map((b): Action => ({ do: 'freeCoherent', mapping: coherentOf(b) }))),
  ];
}

function engineActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const base = fc.oneof(
    { weight: 6, arbitrary: buffer },
    { weight: 2, arbitrary: buffer.map(singleOf) },
    { weight: 1, arbitrary: buffer.map(coherentOf) },
    { weight: 2, arbitrary: fc.constant('') },
  );
  const range = rangeOf(world, base);
  const snoop = fc.option(fc.boolean(), { freq: 2, nil: null });
  return [
    weighted(8, fc.tuple(range, snoop).map(([r, s]): Action => ({ do: 'dmaRead', ...r, snoop: s }))),
    weighted(
      8,
      fc
        .tuple(range, byteValue, snoop)
        .map(([r, value, s]): Action => ({ do: 'dmaWrite', ...r, value, snoop: s })),
    ),
  ];
}

function cpuActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const at = rangeOf(world, fc.oneof(buffer, buffer.map(mapOf))).map((range) => range.at);
  return [
    weighted(4, at.map((place): Action => ({ do: 'evict', at: place }))),
    weighted(4, at.map((place): Action => ({ do: 'prefetch', at: place }))),
    weighted(1, fc.constant<Action>({ do: 'drain' })),
  ];
}

const by = (agent: fc.Arbitrary<Agent>, actions: readonly Weighted<Action>[]): fc.Arbitrary<Operation> =>
  fc.record({ agent, action: fc.oneof(...actions) });

function operationOf(world: World): fc.Arbitrary<Operation> {
  const cpu = fc.integer({ min: 0, max: world.cpus - 1 });
  const process = fc.constantFrom(...world.processes);
  const device = fc.constantFrom(...world.devices.map((known) => known.name));
  const mostlyFirst = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, cpu);
  const thread = fc.record({ kind: fc.constant('thread' as const), process, cpu });
  const kernel = fc.record({ kind: fc.constant('thread' as const), process: fc.constant('kernel'), cpu });
  const driver = fc.record({ kind: fc.constant('device' as const), device, cpu: mostlyFirst });
  return fc.oneof(
    weighted(8, by(thread, threadActions(world))),
    weighted(2, by(kernel, kernelActions(world))),
    weighted(6, by(driver, driverActions(world))),
    weighted(5, by(driver, engineActions(world))),
    weighted(3, by(fc.record({ kind: fc.constant('cpu' as const), cpu }), cpuActions(world))),
    weighted(1, fc.constant<Operation>({ agent: { kind: 'iommu' }, action: { do: 'flushIotlb' } })),
  );
}

const thread = (process: string, action: Action): Operation => ({
  agent: { kind: 'thread', process, cpu: 0 },
  action,
});

const driver = (device: string, action: Action): Operation => ({
  agent: { kind: 'device', device, cpu: 0 },
  action,
});

/** What nearly every run begins with: export, mmap, import, map. */
function preludeOf(world: World): fc.Arbitrary<Operation[]> {
  const [app = 'app'] = world.processes;
  const perBuffer = world.buffers.map(({ name }) => {
    const exported = thread(app, { do: 'export', name: fdOf(name), buffer: name, readOnly: false });
    const mapped = thread(app, {
      do: 'mmap',
      name: mapOf(name),
      fd: fdOf(name),
      pages: null,
      pageOffset: 0,
      writable: true,
      shared: true,
    });
    const perDevice = world.devices.map((device) =>
      fc.tuple(fc.boolean(), fc.boolean(), direction).map(([imports, maps, d]) => [
        ...(imports ? [driver(device.name, { do: 'import', fd: fdOf(name) })] : []),
        ...(imports && maps ? [driver(device.name, { do: 'map', buffer: name, direction: d })] : []),
      ]),
    );
    return fc.tuple(...perDevice).map((devices) => [exported, mapped, ...devices.flat()]);
  });
  return fc.tuple(...perBuffer).map((all) => all.flat());
}

/** The name that an action introduces. */
function introduced(action: Action): string | null {
  return 'name' in action ? action.name : null;
}

/** The names that must have been introduced before an action. */
function needed({ agent, action }: Operation): { owner: string | null; name: string }[] {
  const own = agent.kind === 'thread' ? agent.process : agent.kind === 'device' ? agent.device : null;
  const anybody = agent.kind === 'thread' ? own : null;
  const names: { owner: string | null; name: string }[] = [];
  const isDeclared = (name: string): boolean => name === '' || bufferNames.includes(name);
  if (action.do === 'receive') names.push({ owner: action.from, name: action.fd });
  else if ('fd' in action) names.push({ owner: anybody, name: action.fd });
  if ('map' in action) names.push({ owner: own, name: action.map });
  if ('mapping' in action) names.push({ owner: own, name: action.mapping });
  if ('at' in action && !isDeclared(action.at.base)) names.push({ owner: own, name: action.at.base });
  return names;
}

/** The names that the lines so far have introduced, by owner; under the empty owner all of them. */
type Known = Map<string, Set<string>>;

function note(known: Known, owner: string, name: string): void {
  known.set(owner, (known.get(owner) ?? new Set()).add(name));
}

/** Keeps an operation if all its names are known by now, and remembers the one it introduces. */
function admit(known: Known, operation: Operation): boolean {
  const isKnown = needed(operation).every(({ owner, name }) => known.get(owner ?? '')?.has(name));
  if (!isKnown) return false;
  const name = introduced(operation.action);
  const { agent } = operation;
  const owner = agent.kind === 'thread' ? agent.process : agent.kind === 'device' ? agent.device : '';
  if (name === null) return true;
  note(known, '', name);
  note(known, owner, name);
  return true;
}

function expectOf(operation: Operation): fc.Arbitrary<Expect> {
  const runs = fc.array(
    fc.record({ value: byteValue, count: fc.integer({ min: 1, max: 64 }) }),
    { minLength: 1, maxLength: 4 },
  );
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
      { kind: 'none' },
      { kind: 'signal', signal: 'SIGBUS' },
      { kind: 'signal', signal: 'SIGSEGV' },
      { kind: 'verdict', verdict: 'luck' },
      { kind: 'verdict', verdict: 'harm' },
      { kind: 'fault', took: true },
      { kind: 'fault', took: false },
    ),
    wordOf(errnos).map((errno): ExpectWhat => ({ kind: 'errno', errno })),
    wordOf(ruleIds).map((rule): ExpectWhat => ({ kind: 'rule', rule })),
    wordOf(violationClasses).map((known): ExpectWhat => ({ kind: 'class', class: known })),
  );
  return fc.record({ what, platforms: fc.subarray([...platformIds]) });
}

/** Words of a text for people; some of them look like the language. */
const sentence = fc
  .array(fc.constantFrom('note', 'the', 'CPU', '#', 'expect', 'A', 'gpu:', 'map', '“so”', '5%', 'é'), {
    minLength: 1,
    maxLength: 30,
  })
  .map((words) => words.join(' '));

const comment = fc.oneof(fc.constant('#'), sentence.map((text) => `# ${text}`));

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

function placedOf(world: World, options: Options): fc.Arbitrary<Placed> {
  const frequent = fc.constantFrom<MicroEventKind[]>('ipi.send', 'pte.clear', 'bounce.copy', 'dma.start', 'call', 'cache.writeback');
  const point = fc.record({
    kind: fc.oneof(frequent, wordOf(microEventKinds)),
    nth: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 5 })),
  });
  const at = options.meanwhile
    ? fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, point)
    : fc.constant(null);
  return fc.record({ operation: operationOf(world), at });
}

function assemble(placed: readonly (Placed & { step: ScenarioStep })[]): ScenarioStep[] {
  const known: Known = new Map();
  const steps: ScenarioStep[] = [];
  for (const { operation, at, step } of placed) {
    if (!admit(known, operation)) continue;
    const outer = steps.at(-1);
    if (at && outer) steps[steps.length - 1] = { ...outer, meanwhile: [...outer.meanwhile, { at, step }] };
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
  const body = fc.array(placedOf(world, options), { maxLength: options.maxSteps, size: 'max' });
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
  const options: Options = { ...defaults, ...chosen };
  const text = options.texts ? fc.oneof(sentence, fc.constant('')) : fc.constant('');
  return fc
    .record({
      title: text,
      summary: text,
      sources: options.texts ? fc.array(sentence, { maxLength: 2 }) : fc.constant([]),
      platform: fc.record({ id: fc.constantFrom(...options.platforms), overrides: overridesOf(options) }),
      buffers: declared(bufferNames, bufferOf),
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
