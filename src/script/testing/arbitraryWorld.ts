/** What made-up scenarios have: platforms, buffers, devices, the names in them, and ranges of bytes. */
import fc from 'fast-check';
import { realProfile } from '../../model/kernel/exporters/profiles.ts';
import type { Direction, Location } from '../../model/operation.ts';
import type { CacheTags } from '../../model/platform.ts';
import type { BufferSetup } from '../../model/setup.ts';
import type { PlatformOverrides, ScenarioDevice } from '../ast.ts';
import { defaultContent } from '../bufferSettings.ts';
import { platformIds } from '../platformSettings.ts';
import { demandsOf } from './arbitraryStorage.ts';
import {
  cacheTags,
  coherentTypes,
  directions,
  importerPolicies,
  iommuModes,
  kernelVersions,
  isWord,
  maintenanceProfiles,
  mmapPolicies,
  swiotlbModes,
} from '../words.ts';

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

export type Options = Required<ArbitraryOptions>;

export const defaultOptions: Options = {
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
export interface World {
  readonly buffers: readonly BufferSetup[];
  readonly devices: readonly ScenarioDevice[];
  readonly cpus: number;
  readonly pageSize: number;
  readonly processes: readonly string[];
}

export function wordOf<W extends string>(words: Readonly<Record<W, unknown>>): fc.Arbitrary<W> {
  const all = Object.keys(words).filter((word) => isWord(words, word));
  return fc.constantFrom(...all);
}

export const direction: fc.Arbitrary<Direction> = wordOf(directions);

/** Letters more often than other bytes, so that printed scenarios can be read. */
export const byteValue = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 65, max: 90 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
);

export function overridesOf(options: Options): fc.Arbitrary<PlatformOverrides> {
  if (!options.overrides)
    return options.largePages
      ? fc.constant({})
      : fc.record({ pageSize: fc.constantFrom(256, 512) });
  const own: { [K in keyof PlatformOverrides]-?: fc.Arbitrary<NonNullable<PlatformOverrides[K]>> } =
    {
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
      kernel: wordOf(kernelVersions),
      dmaDebug: fc.boolean(),
      dmaAlignment: fc.constantFrom(1, 32, 64),
      cacheTags: fc.oneof(
        { weight: 5, arbitrary: fc.constant<CacheTags>('pipt') },
        { weight: 1, arbitrary: wordOf(cacheTags) },
      ),
      dmabufDebug: fc.boolean(),
    };
  const requiredKeys: (keyof PlatformOverrides)[] = options.largePages ? [] : ['pageSize'];
  return fc.record(own, { requiredKeys });
}

export function bufferOf(name: string): fc.Arbitrary<BufferSetup> {
  const settings = fc.record({
    name: fc.constant(name),
    pages: fc.integer({ min: 1, max: 3 }),
    exporter: fc.constantFrom('gem', 'heap', 'camera-isp', 'system_heap', 'udmabuf', 'vgem'),
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
  const rare = <T>(value: T): fc.Arbitrary<T | undefined> =>
    fc.option(fc.constant(value), { nil: undefined });
  return fc
    .tuple(settings, rare('wait' as const), rare('coherent' as const))
    .map(([buffer, prepare, upperWindow]): BufferSetup => ({
      ...buffer,
      // A known exporter has a policy of its own.
      mmap: realProfile(buffer.exporter, '7.3')?.mmap ?? buffer.mmap,
      ...(prepare && { prepare }),
      ...(upperWindow && { upperWindow }),
    }));
}

export function deviceOf(name: string): fc.Arbitrary<ScenarioDevice> {
  const bus = fc.constantFrom({}, {}, { bus: 'pci' as const });
  return fc
    .tuple(plainDeviceOf(name), demandsOf, bus)
    .map(([plain, demands, on]) => ({ ...plain, ...demands, ...on }));
}

function plainDeviceOf(name: string): fc.Arbitrary<ScenarioDevice> {
  return fc.record({
    name: fc.constant(name),
    importer: wordOf(importerPolicies),
    coherent: fc.option(fc.boolean()),
    dmaBits: fc.oneof({ weight: 3, arbitrary: fc.constant(64) }, fc.integer({ min: 24, max: 64 })),
  });
}

export const bufferNames = ['frame', 'ring'];
export const deviceNames = ['gpu', 'cam', 'disp-0'];
export const processNames = ['app', 'viewer'];

export const declared = <T>(
  names: readonly string[],
  arbitraryOf: (name: string) => fc.Arbitrary<T>,
): fc.Arbitrary<T[]> =>
  fc
    .integer({ min: 1, max: names.length })
    .chain((count) => fc.tuple(...names.slice(0, count).map(arbitraryOf)));

// Names are bound to what they stand for, so that any choice of them makes a text that can be read: the
// first lines of every scenario (`introductions`) introduce them all, unless it begins with a prelude
// whose names are these too.
export const fdOf = (buffer: string): string => `fd_${buffer}`;
export const mapOf = (buffer: string): string => `p_${buffer}`;
export const singleOf = (buffer: string): string => `m_${buffer}`;
export const coherentOf = (buffer: string): string => `c_${buffer}`;
export const vmapOf = (buffer: string): string => `v_${buffer}`;

/** The first buffer more often, so that operations meet. */
export const nameOf = (world: World): fc.Arbitrary<string> => {
  const names = world.buffers.map((buffer) => buffer.name);
  const [first = 'frame'] = names;
  return fc.oneof({ weight: 2, arbitrary: fc.constant(first) }, fc.constantFrom(...names));
};

/** A place with its length: a line or two, a page edge, now and then past the end. */
export function rangeOf(
  world: World,
  base: fc.Arbitrary<string>,
): fc.Arbitrary<{ at: Location; length: number }> {
  const { pageSize } = world;
  const aligned = fc.integer({ min: 0, max: 3 }).map((line) => line * 32);
  const offset = fc.oneof(
    { weight: 12, arbitrary: aligned },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: pageSize - 1 }) },
    { weight: 1, arbitrary: fc.constantFrom(pageSize, pageSize - 32, 3 * pageSize) },
  );
  const length = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(1, 32, 64, 128) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: pageSize }) },
  );
  return fc.record({ at: fc.record({ base, offset }), length });
}

export interface Weighted<T> {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<T>;
}

export const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>): Weighted<T> => ({
  weight,
  arbitrary,
});
