/**
 * Forms of loads and stores, by processes and by the kernel, and of what else only kernel code does.
 * Sources: mm/memory.c, arch/arm64/mm/dma-mapping.c.
 */
import type { OperationForm, Part, PlaceKind, Speaker } from './form.ts';

const bufferByte: PlaceKind = { of: ['buffer'], bare: false, short: false };
/** What kernel code reads and writes: a buffer by the linear map, an allocation or a vmap by its own address. */
const kernelByte: PlaceKind = { of: ['buffer', 'coherent', 'vmap'], bare: false, short: false };
const bufferRange: PlaceKind = { of: ['buffer'], bare: false, short: true };

const length: Part = { part: 'number', key: 'length', label: 'LENGTH', least: 1 };
const lengthOrOne: Part = { ...length, default: 1 };
const lengthBeforeValue: Part = { ...lengthOrOne, always: true };

/** Reading and writing, of a process through a mapping or of the kernel through its linear map. */
export function accessForms(
  speaker: Speaker,
  place: PlaceKind,
  agent: string,
  base: string,
): OperationForm[] {
  const through =
    speaker === 'kernel'
      ? 'the kernel’s linear map, or through what dma_alloc_coherent or dma_buf_vmap returned'
      : 'a mapping of the process';
  const source = speaker === 'kernel' ? 'page_address()' : 'mm/memory.c: handle_mm_fault';
  return [
    {
      verb: 'read',
      speakers: [speaker],
      introduces: null,
      parts: [{ part: 'place', key: 'at', place }, lengthOrOne],
      doc: `Loads so many bytes (1) through ${through}.`,
      source,
      example: `${agent}@cpu0: read ${base}+0 64`,
      tells: 'reads {length} at {at}',
      build: (args) => ({ do: 'read', at: args.place('at'), length: args.number('length') }),
      take: (action) => (action.do === 'read' ? { at: action.at, length: action.length } : null),
    },
    {
      verb: 'write',
      speakers: [speaker],
      introduces: null,
      parts: [
        { part: 'place', key: 'at', place },
        lengthBeforeValue,
        { part: 'value', key: 'value' },
      ],
      doc: `Stores the value into so many bytes (1) through ${through}.`,
      source,
      example: `${agent}@cpu0: write ${base}+0 64 A`,
      tells: 'writes {value} to {length} at {at}',
      build: (args) => ({
        do: 'write',
        at: args.place('at'),
        length: args.number('length'),
        value: args.number('value'),
      }),
      take: (action) =>
        action.do === 'write'
          ? { at: action.at, length: action.length, value: action.value }
          : null,
    },
  ];
}

function maintainForm(
  how: 'clean' | 'invalidate' | 'flush',
  doc: string,
  tells: string,
): OperationForm {
  return {
    verb: how,
    speakers: ['kernel'],
    introduces: null,
    parts: [{ part: 'place', key: 'at', place: bufferByte }, length],
    doc,
    source: 'arch/arm64/mm/cache.S, arch/arm64/mm/dma-mapping.c',
    example: `kernel@cpu0: ${how} frame+0 64`,
    tells,
    build: (args) => ({ do: 'maintain', how, at: args.place('at'), length: args.number('length') }),
    take: (action) =>
      action.do === 'maintain' && action.how === how
        ? { at: action.at, length: action.length }
        : null,
  };
}

export const kernelForms: readonly OperationForm[] = [
  ...accessForms('kernel', kernelByte, 'kernel', 'frame'),
  maintainForm(
    'clean',
    'Writes dirty lines of the range back and keeps them.',
    'cleans {length} at {at}',
  ),
  maintainForm(
    'invalidate',
    'Drops the lines of the range; dirty data in them is lost.',
    'invalidates {length} at {at}',
  ),
  maintainForm(
    'flush',
    'Writes dirty lines of the range back, then drops them.',
    'cleans and invalidates {length} at {at}',
  ),
  {
    verb: 'zap',
    speakers: ['kernel'],
    introduces: null,
    parts: [
      { part: 'place', key: 'at', place: bufferRange },
      { part: 'number', key: 'length', label: 'LENGTH', least: 0, default: 0 },
    ],
    doc: 'Takes the pages of the range away from every process that maps them, with the TLB shootdown that this needs. Length 0 (as in the kernel) is everything to the end.',
    source: 'mm/memory.c: unmap_mapping_range',
    example: 'kernel@cpu0: zap frame',
    tells: 'zaps the mappings of {at}',
    build: (args) => ({ do: 'zap', at: args.place('at'), length: args.number('length') }),
    take: (action) => (action.do === 'zap' ? { at: action.at, length: action.length } : null),
  },
];
