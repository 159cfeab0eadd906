/**
 * One I/O virtual page (drivers/iommu/dma-iommu.c: iommu_dma_map_phys, __iommu_dma_unmap; strict mode
 * invalidates the IOTLB at once, lazy mode, fq_flush_timeout, later and for many at a time). A new
 * mapping takes another address, so that nothing leads from `lazy` to `mapped`.
 */
import type { IommuMappingEvent } from './events.ts';
import type { IommuMappingState } from './states.ts';
import type { MachineWords } from './words.ts';
import { setup } from './xstate.ts';

export const iommuMappingWords: MachineWords<IommuMappingState, IommuMappingEvent> = {
  title: 'IOMMU mapping',
  doc: 'Whether a device reaches a page through its I/O page table and its IOTLB.',
  groups: {},
  states: {
    unmapped: { title: 'unmapped', doc: 'Nobody reaches memory through this address.' },
    mapped: {
      title: 'mapped',
      doc: 'The I/O page table has an entry; the IOTLB may hold a copy.',
      refuses: {
        map: 'The address is in use.',
        flush: 'The entry stands: a flush alone takes nothing away.',
      },
    },
    cleared: {
      title: 'cleared',
      doc: 'The entry is gone from the I/O page table; the IOTLB may still hold it.',
      refuses: { map: 'The IOTLB may still hold the old translation.' },
    },
    lazy: {
      title: 'flush deferred',
      doc: 'The call has returned, but a device still gets through with what the IOTLB holds.',
      refuses: {
        map: 'The address is not free before the flush; a new mapping takes another one.',
        defer: 'The flush is deferred already.',
      },
    },
  },
  events: {
    map: { title: 'map', doc: 'iommu_map() writes the entry.', needs: 'The address is in use.' },
    clear: {
      title: 'clear',
      doc: 'iommu_unmap_fast() clears the entry.',
      needs: 'There is no entry.',
    },
    defer: {
      title: 'defer flush',
      doc: 'Lazy mode: the address goes to the flush queue.',
      needs: 'Nothing has been cleared.',
    },
    flush: {
      title: 'flush',
      doc: 'The IOTLB is invalidated: at once (strict) or for the whole queue (lazy).',
      needs: 'Nothing has been cleared.',
    },
  },
};

const types: { events?: { type: IommuMappingEvent } } = {};

export const iommuMappingMachine = /* @__PURE__ */ setup({ types }).createMachine({
  id: 'iommuMapping',
  meta: iommuMappingWords,
  initial: 'unmapped',
  states: {
    unmapped: { meta: iommuMappingWords.states.unmapped, on: { map: { target: 'mapped' } } },
    mapped: { meta: iommuMappingWords.states.mapped, on: { clear: { target: 'cleared' } } },
    cleared: {
      meta: iommuMappingWords.states.cleared,
      on: { flush: { target: 'unmapped' }, defer: { target: 'lazy' } },
    },
    lazy: { meta: iommuMappingWords.states.lazy, on: { flush: { target: 'unmapped' } } },
  },
});
