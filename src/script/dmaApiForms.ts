/** Forms of the actions of `model/vocabulary/dmaApi.ts`. Source: kernel/dma/mapping.c. */
import { dmaAttrs } from '../model/kernel/dmaDebug/types.ts';
import type { StrayMemory } from '../model/vocabulary/dmaApi.ts';
import type { OperationForm, Part, PlaceKind } from './form.ts';
import { isWord, type Words } from './words.ts';

const speakers = ['device'] as const;
const bufferByte: PlaceKind = { of: ['buffer'], bare: false, short: false };
const at: Part = { part: 'place', key: 'at', place: bufferByte };
const mapping: Part = { part: 'name', key: 'mapping', of: ['single'] };
const length: Part = { part: 'number', key: 'length', label: 'LENGTH', least: 1 };
const lengthOrOwn: Part = { ...length, default: null };
const direction: Part = { part: 'direction', key: 'direction', optional: false };
const directionOrOwn: Part = { part: 'direction', key: 'direction', optional: true };
const entriesOrOwn: Part = {
  part: 'integer',
  key: 'entries',
  label: 'COUNT',
  word: 'entries',
  default: null,
};

/** DMA_ATTR_* of a call; SKIP_CPU_SYNC is a word of its own where the form has one. */
export const otherAttrs: Part = {
  part: 'flags',
  key: 'attrs',
  label: 'ATTRS',
  bits: dmaAttrs,
  word: 'attrs',
  default: 0,
};

const size: Part = { part: 'number', key: 'size', label: 'BYTES', least: 1 };

const pageForms: readonly OperationForm[] = [
  {
    verb: 'dma_map_page',
    speakers,
    introduces: 'single',
    parts: [at, length, direction, otherAttrs],
    doc: 'Maps a range of a page for DMA: dma_map_single of memory without a kernel address.',
    source: 'kernel/dma/mapping.c: dma_map_page_attrs',
    example: 'gpu: m = dma_map_page frame+0 4096 TO_DEVICE',
    tells: 'maps {length} at {at} for {direction} as {name}',
    build: (args) => ({
      do: 'mapPage',
      name: args.name('name'),
      at: args.place('at'),
      length: args.number('length'),
      direction: args.direction('direction'),
      attrs: args.number('attrs'),
    }),
    take: (action) => (action.do === 'mapPage' ? { ...action } : null),
  },
  {
    verb: 'dma_unmap_page',
    speakers,
    introduces: null,
    parts: [mapping, lengthOrOwn, directionOrOwn, otherAttrs],
    doc: 'Unmaps what dma_map_page or dma_map_single has mapped.',
    source: 'kernel/dma/mapping.c: dma_unmap_page_attrs',
    example: 'gpu: dma_unmap_page m0',
    tells: 'unmaps {mapping}',
    build: (args) => ({
      do: 'unmapPage',
      mapping: args.name('mapping'),
      length: args.numberOrNull('length'),
      direction: args.directionOrNull('direction'),
      attrs: args.number('attrs'),
    }),
    take: (action) => (action.do === 'unmapPage' ? { ...action } : null),
  },
];

const listForms: readonly OperationForm[] = [
  {
    verb: 'dma_map_sg',
    speakers,
    introduces: 'single',
    parts: [
      at,
      length,
      direction,
      { part: 'integer', key: 'entry', label: 'BYTES', word: 'entry' },
      otherAttrs,
    ],
    doc: 'Maps an sg list of a range of the buffer, in entries of so many bytes; an entry also ends where the next page is not next to it.',
    source: 'kernel/dma/mapping.c: dma_map_sg_attrs',
    example: 'gpu: g = dma_map_sg frame+0 4096 TO_DEVICE entry=2048',
    tells: 'maps a list of {length} at {at} for {direction} as {name}',
    build: (args) => ({
      do: 'mapSgList',
      name: args.name('name'),
      at: args.place('at'),
      length: args.number('length'),
      entry: args.number('entry'),
      direction: args.direction('direction'),
      attrs: args.number('attrs'),
    }),
    take: (action) => (action.do === 'mapSgList' ? { ...action } : null),
  },
  {
    verb: 'dma_unmap_sg',
    speakers,
    introduces: null,
    parts: [mapping, entriesOrOwn, directionOrOwn, otherAttrs],
    doc: 'Unmaps an sg list, with the number of entries and the direction of the map unless others are given.',
    source: 'kernel/dma/mapping.c: dma_unmap_sg_attrs',
    example: 'gpu: dma_unmap_sg m0 entries=1',
    tells: 'unmaps the list {mapping}',
    build: (args) => ({
      do: 'unmapSgList',
      mapping: args.name('mapping'),
      entries: args.numberOrNull('entries'),
      direction: args.directionOrNull('direction'),
      attrs: args.number('attrs'),
    }),
    take: (action) => (action.do === 'unmapSgList' ? { ...action } : null),
  },
  syncListForm('cpu', 'Hands the first so many entries of an sg list back to the CPU.'),
  syncListForm('device', 'Hands the first so many entries of an sg list to the device.'),
];

function syncListForm(to: 'cpu' | 'device', doc: string): OperationForm {
  return {
    verb: `dma_sync_sg_for_${to}`,
    speakers,
    introduces: null,
    parts: [mapping, entriesOrOwn, directionOrOwn],
    doc,
    source: `kernel/dma/mapping.c: __dma_sync_sg_for_${to}`,
    example: `gpu: dma_sync_sg_for_${to} m0`,
    tells: `syncs the list {mapping} for the ${to === 'cpu' ? 'CPU' : 'device'}`,
    build: (args) => ({
      do: 'syncSgList',
      to,
      mapping: args.name('mapping'),
      entries: args.numberOrNull('entries'),
      direction: args.directionOrNull('direction'),
    }),
    take: (action) => (action.do === 'syncSgList' && action.to === to ? { ...action } : null),
  };
}

const resourceForms: readonly OperationForm[] = [
  {
    verb: 'dma_map_resource',
    speakers,
    introduces: 'single',
    parts: [at, length, direction],
    doc: 'Maps registers or other memory of a device: it never bounces, and no cache is maintained. Ordinary memory must not be mapped so.',
    source: 'kernel/dma/mapping.c: dma_map_resource',
    example: 'gpu: m = dma_map_resource frame+0 4096 BIDIRECTIONAL',
    tells: 'maps {length} at {at} as registers, as {name}',
    build: (args) => ({
      do: 'mapResource',
      name: args.name('name'),
      at: args.place('at'),
      length: args.number('length'),
      direction: args.direction('direction'),
    }),
    take: (action) => (action.do === 'mapResource' ? { ...action } : null),
  },
  {
    verb: 'dma_unmap_resource',
    speakers,
    introduces: null,
    parts: [mapping, lengthOrOwn, directionOrOwn],
    doc: 'Unmaps what dma_map_resource has mapped.',
    source: 'kernel/dma/mapping.c: dma_unmap_resource',
    example: 'gpu: dma_unmap_resource m0',
    tells: 'unmaps {mapping}',
    build: (args) => ({
      do: 'unmapResource',
      mapping: args.name('mapping'),
      length: args.numberOrNull('length'),
      direction: args.directionOrNull('direction'),
    }),
    take: (action) => (action.do === 'unmapResource' ? { ...action } : null),
  },
];

const strayMemory: Words<StrayMemory> = {
  stack: 'a variable on the kernel stack',
  vmalloc: 'memory of vmalloc',
  text: 'the page of a kernel function',
};

const strayForms: readonly OperationForm[] = [
  {
    verb: 'dma_unmap_address',
    speakers,
    introduces: null,
    parts: [{ part: 'integer', key: 'address', label: 'ADDRESS' }, length, direction],
    doc: 'dma_unmap_single of a number that is no mapping of the script; -1 is DMA_MAPPING_ERROR.',
    source: 'kernel/dma/mapping.c: dma_unmap_page_attrs',
    example: 'gpu: dma_unmap_address -1 4096 TO_DEVICE',
    tells: 'unmaps the address {address}',
    build: (args) => ({
      do: 'unmapAddress',
      address: args.number('address'),
      length: args.number('length'),
      direction: args.direction('direction'),
    }),
    take: (action) => (action.do === 'unmapAddress' ? { ...action } : null),
  },
  {
    verb: 'dma_map_stray',
    speakers,
    introduces: null,
    parts: [
      { part: 'choice', key: 'from', label: 'MEMORY', words: Object.keys(strayMemory) },
      length,
      direction,
    ],
    doc: 'dma_map_single of memory that no driver may map: on the kernel stack, of vmalloc; dma_map_page of the kernel’s text.',
    source: 'include/linux/dma-mapping.h: dma_map_single_attrs',
    example: 'gpu: dma_map_stray stack 64 TO_DEVICE',
    tells: 'maps {length} of {from}',
    build: (args) => {
      const from = args.name('from');
      return {
        do: 'mapStray',
        from: isWord(strayMemory, from) ? from : 'stack',
        length: args.number('length'),
        direction: args.direction('direction'),
      };
    },
    take: (action) => (action.do === 'mapStray' ? { ...action } : null),
  },
];

const deviceForms: readonly OperationForm[] = [
  {
    verb: 'dma_mapping_error',
    speakers,
    introduces: null,
    parts: [mapping],
    doc: 'Looks whether a map worked. Maps do so by themselves unless UNCHECKED.',
    source: 'include/linux/dma-mapping.h: dma_mapping_error',
    example: 'gpu: dma_mapping_error m0',
    tells: 'looks whether {mapping} worked',
    build: (args) => ({ do: 'checkMapping', mapping: args.name('mapping') }),
    take: (action) => (action.do === 'checkMapping' ? { ...action } : null),
  },
  {
    verb: 'dma_set_max_seg_size',
    speakers,
    introduces: null,
    parts: [size],
    doc: 'The driver says how long a DMA segment may be for its device.',
    source: 'include/linux/dma-mapping.h: dma_set_max_seg_size',
    example: 'gpu: dma_set_max_seg_size 2048',
    tells: 'takes segments of at most {size}',
    build: (args) => ({ do: 'setMaxSegSize', size: args.number('size') }),
    take: (action) => (action.do === 'setMaxSegSize' ? { ...action } : null),
  },
  {
    verb: 'dma_set_seg_boundary',
    speakers,
    introduces: null,
    parts: [size],
    doc: 'The driver says of how many bytes (a power of two) no DMA segment may cross a multiple.',
    source: 'include/linux/dma-mapping.h: dma_set_seg_boundary',
    example: 'gpu: dma_set_seg_boundary 4096',
    tells: 'takes no segment across multiples of {size}',
    build: (args) => ({ do: 'setSegBoundary', size: args.number('size') }),
    take: (action) => (action.do === 'setSegBoundary' ? { ...action } : null),
  },
  {
    verb: 'bind',
    speakers,
    introduces: null,
    parts: [],
    doc: 'A driver is bound to the device again.',
    source: 'drivers/base/dd.c: device_attach',
    example: 'gpu: bind',
    tells: 'is bound to its driver again',
    build: () => ({ do: 'bind' }),
    take: (action) => (action.do === 'bind' ? {} : null),
  },
];

export const dmaApiForms: readonly OperationForm[] = [
  ...pageForms,
  ...listForms,
  ...resourceForms,
  ...strayForms,
  ...deviceForms,
];
