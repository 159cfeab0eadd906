import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place } from '../model/microEvent.ts';
import { selectionKey, type Selection } from './selection.ts';
import { parseSelection } from './selectionText.ts';

const index = fc.nat({ max: 9999 });
const place: fc.Arbitrary<Place | null> = fc.oneof(
  fc.constant(null),
  fc.constantFrom<Place>({ kind: 'memory' }, { kind: 'kernel' }),
  fc.record({ kind: fc.constantFrom('cpu', 'cache', 'wc', 'tlb'), cpu: index }),
  fc.record({ kind: fc.constantFrom('iommu', 'iotlb', 'device'), device: index }),
  fc.record({ kind: fc.constant('pte'), vma: index }),
  fc.record({ kind: fc.constant('slot'), slot: index }),
);
const selection: fc.Arbitrary<Selection> = fc.oneof(
  fc.record({ kind: fc.constant('line'), buffer: index, line: index, place }),
  fc.record({ kind: fc.constant('page'), buffer: index, page: index, place }),
  fc.record({
    kind: fc.constant('machine'),
    machine: fc.constantFrom('pte', 'ownership', 'iommuMapping'),
    instance: fc.constantFrom('pte/3:0', 'ownership/7:1', 'iommu/gpu:0xffff000'),
  }),
);

describe('parseSelection', () => {
  it('is the inverse of selectionKey', () => {
    fc.assert(
      fc.property(selection, (chosen) => {
        expect(parseSelection(selectionKey(chosen))).toEqual(chosen);
      }),
    );
  });

  it('takes nothing else, and never throws', () => {
    for (const text of ['', 'b0', 'b0l', 'l3', 'b0l1@moon1', 'toString:x', 'pte:', 'b0l1@cache1x'])
      expect(parseSelection(text), text).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = parseSelection(text);
        return read === null || typeof read.kind === 'string';
      }),
    );
  });
});
