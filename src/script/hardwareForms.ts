/**
 * Forms of what hardware does on its own: DMA engines, CPU caches, the IOMMU.
 * Sources: Documentation/core-api/dma-api.rst, drivers/iommu/dma-iommu.c.
 */
import type { OperationForm, Part, PlaceKind } from './form.ts';

const dmaByte: PlaceKind = { of: ['buffer', 'single', 'coherent'], bare: true, short: false };
const cachedByte: PlaceKind = { of: ['buffer', 'map', 'coherent'], bare: false, short: false };
const lengthOrOne: Part = { part: 'number', key: 'length', label: 'LENGTH', least: 1, default: 1 };
const snoop: Part = { part: 'switch', key: 'snoop', on: 'snoop', off: 'nosnoop' };

const deviceForms: readonly OperationForm[] = [
  {
    verb: 'dma read',
    speakers: ['device'],
    introduces: null,
    parts: [{ part: 'place', key: 'at', place: dmaByte }, lengthOrOne, snoop],
    doc: 'The device reads so many bytes (1): of the buffer’s mapping, of a named mapping, or of its only one. snoop and nosnoop override what the device does by default.',
    source: 'Documentation/core-api/dma-api.rst',
    example: 'gpu: dma read frame+0 64',
    tells: 'reads {length} at {at} by DMA',
    build: (args) => ({
      do: 'dmaRead',
      at: args.place('at'),
      length: args.number('length'),
      snoop: args.flagOrNull('snoop'),
    }),
    take: (action) =>
      action.do === 'dmaRead'
        ? { at: action.at, length: action.length, snoop: action.snoop }
        : null,
  },
  {
    verb: 'dma write',
    speakers: ['device'],
    introduces: null,
    parts: [
      { part: 'place', key: 'at', place: dmaByte },
      { ...lengthOrOne, always: true },
      { part: 'value', key: 'value' },
      snoop,
    ],
    doc: 'The device writes the value into so many bytes (1), addressed as in dma read.',
    source: 'Documentation/core-api/dma-api.rst',
    example: 'gpu: dma write frame+0 64 B nosnoop',
    tells: 'writes {value} to {length} at {at} by DMA',
    build: (args) => ({
      do: 'dmaWrite',
      at: args.place('at'),
      length: args.number('length'),
      value: args.number('value'),
      snoop: args.flagOrNull('snoop'),
    }),
    take: (action) =>
      action.do === 'dmaWrite'
        ? { at: action.at, length: action.length, value: action.value, snoop: action.snoop }
        : null,
  },
];

const cpuForms: readonly OperationForm[] = [
  {
    verb: 'evict',
    speakers: ['cpu'],
    introduces: null,
    parts: [{ part: 'place', key: 'at', place: cachedByte }],
    doc: 'The CPU’s cache evicts the line of this byte: a dirty one is written back whole.',
    source: 'Documentation/core-api/dma-api.rst, on cache lines',
    example: 'cpu0: evict frame+0',
    tells: 'evicts the line of {at}',
    build: (args) => ({ do: 'evict', at: args.place('at') }),
    take: (action) => (action.do === 'evict' ? { at: action.at } : null),
  },
  {
    verb: 'prefetch',
    speakers: ['cpu'],
    introduces: null,
    parts: [{ part: 'place', key: 'at', place: cachedByte }],
    doc: 'The CPU’s cache fills the line of this byte speculatively.',
    source: 'arch/arm64/mm/dma-mapping.c: arch_sync_dma_for_cpu',
    example: 'cpu1: prefetch frame+64',
    tells: 'prefetches the line of {at}',
    build: (args) => ({ do: 'prefetch', at: args.place('at') }),
    take: (action) => (action.do === 'prefetch' ? { at: action.at } : null),
  },
  {
    verb: 'drain',
    speakers: ['cpu'],
    introduces: null,
    parts: [],
    doc: 'The CPU’s write-combining buffer drains on its own.',
    source: 'Documentation/memory-barriers.txt',
    example: 'cpu0: drain',
    tells: 'drains its write-combining buffer',
    build: () => ({ do: 'drain' }),
    take: (action) => (action.do === 'drain' ? {} : null),
  },
];

const iommuForms: readonly OperationForm[] = [
  {
    verb: 'flush',
    speakers: ['iommu'],
    introduces: null,
    parts: [],
    doc: 'The batched IOTLB invalidation of lazy mode happens now.',
    source: 'drivers/iommu/dma-iommu.c: fq_flush_iotlb',
    example: 'iommu: flush',
    tells: 'flushes the IOTLBs',
    build: () => ({ do: 'flushIotlb' }),
    take: (action) => (action.do === 'flushIotlb' ? {} : null),
  },
];

export const hardwareForms: readonly OperationForm[] = [...deviceForms, ...cpuForms, ...iommuForms];
