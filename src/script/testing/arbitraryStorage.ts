/** What made-up buffers and devices say of storage and demands; most say nothing. */
import fc from 'fast-check';
import type { DeviceDemands, StorageSetup } from '../../model/setup.ts';

const some: fc.Arbitrary<StorageSetup> = fc.record(
  {
    memory: fc.constantFrom('device' as const, 'carve-out' as const),
    pageless: fc.constantFrom('dma-only' as const, 'nopage' as const, 'fail-early' as const),
    allocation: fc.constant('delayed' as const),
    movable: fc.constant(true as const),
    attachCheck: fc.constantFrom(
      'none' as const,
      'limits' as const,
      'union' as const,
      'test-map' as const,
    ),
    unfit: fc.constantFrom('separate' as const, 'bounce' as const),
    sgLists: fc.constant('shared' as const),
    flush: fc.constant('once' as const),
  },
  { requiredKeys: [] },
);

const withoutPages: fc.Arbitrary<StorageSetup> = some.map(({ memory, ...rest }) => rest);

/** Storage as usual, or with some of what is unusual; seldom without struct page. */
export const storageOf: fc.Arbitrary<StorageSetup> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 4, arbitrary: withoutPages },
  { weight: 1, arbitrary: some },
);

/** A device without demands, or with some. */
export const demandsOf: fc.Arbitrary<DeviceDemands> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        maxSegSize: fc.constantFrom(256, 512, 1024),
        maxSegs: fc.integer({ min: 1, max: 4 }),
        segBoundary: fc.constantFrom(512, 1024, 4096),
        contiguous: fc.constant(true as const),
        iommu: fc.constant('none' as const),
      },
      { requiredKeys: [] },
    ),
  },
);

/** Buffers with storage of any kind. */
export function withStorage<T extends StorageSetup>(buffers: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.tuple(buffers, storageOf).map(([buffer, storage]) => ({ ...buffer, ...storage }));
}
