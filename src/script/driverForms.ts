/**
 * Forms of what drivers call for their devices.
 * Sources: drivers/dma-buf/dma-buf.c, drivers/gpu/drm/drm_prime.c, kernel/dma/mapping.c.
 */
import type { Location } from '../model/operation.ts';
import { otherAttrs } from './dmaApiForms.ts';
import type { Args, OperationForm, Part, PlaceKind } from './form.ts';

const speakers = ['device'] as const;

const buffer: Part = { part: 'name', key: 'buffer', of: ['buffer'] };
const fd: Part = { part: 'name', key: 'fd', of: ['fd'] };
const direction: Part = { part: 'direction', key: 'direction', optional: false };
const directionOrOwn: Part = { part: 'direction', key: 'direction', optional: true };
const length: Part = { part: 'number', key: 'length', label: 'LENGTH', least: 1 };
const skip: Part = { part: 'switch', key: 'skip', on: 'SKIP_CPU_SYNC', off: null };
const bufferByte: PlaceKind = { of: ['buffer'], bare: false, short: false };
/** Bytes before the start of a mapping, where a call begins there. */
const before: Part = {
  part: 'integer',
  key: 'before',
  label: 'BYTES',
  word: 'before',
  default: 0,
};
const shifted = ({ base, offset }: Location, by: number): Location => ({
  base,
  offset: offset + by,
});
const singleByte: PlaceKind = { of: ['single', 'coherent'], bare: false, short: false };

/** Attributes of a call, where it has any. */
function attrsOf(args: Args): { readonly attrs?: number } {
  const attrs = args.number('attrs');
  return attrs === 0 ? {} : { attrs };
}

/** Bytes given to a call, where it is given any. */
function lengthOf(args: Args): { readonly length?: number } {
  const bytes = args.numberOrNull('length');
  return bytes === null ? {} : { length: bytes };
}

const primeForms: readonly OperationForm[] = [
  {
    verb: 'import',
    speakers,
    introduces: null,
    parts: [fd],
    doc: 'PRIME import of a descriptor: dma_buf_get and dma_buf_attach, and under map-at-import also dma_buf_map_attachment.',
    source: 'drivers/gpu/drm/drm_prime.c: drm_gem_prime_import',
    example: 'gpu: import fd',
    tells: 'imports {fd}',
    build: (args) => ({ do: 'import', fd: args.name('fd') }),
    take: (action) => (action.do === 'import' ? { fd: action.fd } : null),
  },
  {
    verb: 'release',
    speakers,
    introduces: null,
    parts: [buffer],
    doc: 'The PRIME handle is closed: what is left of unmap, detach and dma_buf_put.',
    source: 'drivers/gpu/drm/drm_prime.c: drm_prime_gem_destroy',
    example: 'gpu: release frame',
    tells: 'releases its import of {buffer}',
    build: (args) => ({ do: 'release', buffer: args.name('buffer') }),
    take: (action) => (action.do === 'release' ? { buffer: action.buffer } : null),
  },
  {
    verb: 'get',
    speakers,
    introduces: null,
    parts: [fd],
    doc: 'Takes a reference to the dma_buf behind a descriptor.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_get',
    example: 'gpu: get fd',
    tells: 'takes a reference to {fd}',
    build: (args) => ({ do: 'get', fd: args.name('fd') }),
    take: (action) => (action.do === 'get' ? { fd: action.fd } : null),
  },
  {
    verb: 'put',
    speakers,
    introduces: null,
    parts: [buffer],
    doc: 'Drops a reference to the dma_buf.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_put',
    example: 'gpu: put frame',
    tells: 'drops its reference to {buffer}',
    build: (args) => ({ do: 'put', buffer: args.name('buffer') }),
    take: (action) => (action.do === 'put' ? { buffer: action.buffer } : null),
  },
];

const attachmentForms: readonly OperationForm[] = [
  {
    verb: 'attach',
    speakers,
    introduces: null,
    parts: [buffer],
    doc: 'Attaches the device to the dma_buf.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_attach',
    example: 'gpu: attach frame',
    tells: 'attaches to {buffer}',
    build: (args) => ({ do: 'attach', buffer: args.name('buffer') }),
    take: (action) => (action.do === 'attach' ? { buffer: action.buffer } : null),
  },
  {
    verb: 'detach',
    speakers,
    introduces: null,
    parts: [buffer],
    doc: 'Detaches the device from the dma_buf.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_detach',
    example: 'gpu: detach frame',
    tells: 'detaches from {buffer}',
    build: (args) => ({ do: 'detach', buffer: args.name('buffer') }),
    take: (action) => (action.do === 'detach' ? { buffer: action.buffer } : null),
  },
  {
    verb: 'map',
    speakers,
    introduces: null,
    parts: [buffer, direction],
    doc: 'Maps the attachment for DMA and hands the buffer to the device.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_map_attachment',
    example: 'gpu: map frame TO_DEVICE',
    tells: 'maps {buffer} for {direction}',
    build: (args) => ({
      do: 'map',
      buffer: args.name('buffer'),
      direction: args.direction('direction'),
    }),
    take: (action) =>
      action.do === 'map' ? { buffer: action.buffer, direction: action.direction } : null,
  },
  {
    verb: 'unmap',
    speakers,
    introduces: null,
    parts: [buffer, directionOrOwn],
    doc: 'Unmaps the attachment and hands the buffer back, in the mapping’s direction unless another is given.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_unmap_attachment',
    example: 'gpu: unmap frame',
    tells: 'unmaps {buffer}',
    build: (args) => ({
      do: 'unmap',
      buffer: args.name('buffer'),
      direction: args.directionOrNull('direction'),
    }),
    take: (action) =>
      action.do === 'unmap' ? { buffer: action.buffer, direction: action.direction } : null,
  },
];

function syncSgtableForm(to: 'cpu' | 'device', doc: string): OperationForm {
  return {
    verb: `dma_sync_sgtable_for_${to}`,
    speakers,
    introduces: null,
    parts: [buffer, direction],
    doc,
    source: `include/linux/dma-mapping.h: dma_sync_sgtable_for_${to}`,
    example: `gpu: dma_sync_sgtable_for_${to} frame FROM_DEVICE`,
    tells: `syncs {buffer} for the ${to === 'cpu' ? 'CPU' : 'device'}`,
    build: (args) => ({
      do: 'syncSgtable',
      to,
      buffer: args.name('buffer'),
      direction: args.direction('direction'),
    }),
    take: (action) =>
      action.do === 'syncSgtable' && action.to === to
        ? { buffer: action.buffer, direction: action.direction }
        : null,
  };
}

function syncSingleForm(to: 'cpu' | 'device', doc: string): OperationForm {
  return {
    verb: `dma_sync_single_for_${to}`,
    speakers,
    introduces: null,
    parts: [{ part: 'place', key: 'at', place: singleByte }, length, direction, before],
    doc,
    source: `kernel/dma/mapping.c: dma_sync_single_for_${to}`,
    example: `gpu: dma_sync_single_for_${to} m0+0 4096 FROM_DEVICE`,
    tells: `syncs {length} at {at} for the ${to === 'cpu' ? 'CPU' : 'device'}`,
    build: (args) => ({
      do: 'syncSingle',
      to,
      at: shifted(args.place('at'), -args.number('before')),
      length: args.number('length'),
      direction: args.direction('direction'),
    }),
    take: (action) => {
      if (action.do !== 'syncSingle' || action.to !== to) return null;
      const short = Math.max(0, -action.at.offset);
      const { length: bytes, direction: way } = action;
      return { at: shifted(action.at, short), length: bytes, direction: way, before: short };
    },
  };
}

const singleForms: readonly OperationForm[] = [
  {
    verb: 'dma_map_single',
    speakers,
    introduces: 'single',
    parts: [
      { part: 'place', key: 'at', place: bufferByte },
      length,
      direction,
      skip,
      otherAttrs,
      { part: 'switch', key: 'unchecked', on: 'UNCHECKED', off: null },
    ],
    doc: 'Maps a range of the buffer for DMA and hands it to the device; SKIP_CPU_SYNC leaves the caches alone; UNCHECKED: without dma_mapping_error at once.',
    source: 'kernel/dma/mapping.c: dma_map_single_attrs',
    example: 'gpu: m0 = dma_map_single frame+0 4096 BIDIRECTIONAL',
    tells: 'maps {length} at {at} for {direction} as {name}',
    build: (args) => ({
      do: 'mapSingle',
      name: args.name('name'),
      at: args.place('at'),
      length: args.number('length'),
      direction: args.direction('direction'),
      skipCpuSync: args.flag('skip'),
      ...attrsOf(args),
      ...(args.flag('unchecked') ? { unchecked: true as const } : {}),
    }),
    take: (action) =>
      action.do === 'mapSingle'
        ? {
            name: action.name,
            at: action.at,
            length: action.length,
            direction: action.direction,
            skip: action.skipCpuSync || null,
            attrs: action.attrs ?? 0,
            unchecked: action.unchecked ?? null,
          }
        : null,
  },
  {
    verb: 'dma_unmap_single',
    speakers,
    introduces: null,
    parts: [
      { part: 'name', key: 'mapping', of: ['single', 'coherent'] },
      { part: 'number', key: 'length', label: 'LENGTH', least: 1, default: null },
      directionOrOwn,
      skip,
      otherAttrs,
    ],
    doc: 'Unmaps a mapping and hands its range back, with the mapping’s own length and direction unless others are given.',
    source: 'kernel/dma/mapping.c: dma_unmap_single_attrs',
    example: 'gpu: dma_unmap_single m0 4096 FROM_DEVICE SKIP_CPU_SYNC',
    tells: 'unmaps {mapping}',
    build: (args) => ({
      do: 'unmapSingle',
      mapping: args.name('mapping'),
      length: args.numberOrNull('length'),
      direction: args.directionOrNull('direction'),
      skipCpuSync: args.flag('skip'),
      ...attrsOf(args),
    }),
    take: (action) =>
      action.do === 'unmapSingle'
        ? {
            mapping: action.mapping,
            length: action.length,
            direction: action.direction,
            skip: action.skipCpuSync || null,
            attrs: action.attrs ?? 0,
          }
        : null,
  },
  {
    verb: 'dma_alloc_coherent',
    speakers,
    introduces: 'coherent',
    parts: [buffer, { part: 'number', key: 'length', label: 'LENGTH', least: 1, default: null }],
    doc: 'Makes the buffer, or so many bytes of it, a coherent allocation of this device: never synced, cached only where the device snoops.',
    source: 'kernel/dma/mapping.c: dma_alloc_coherent',
    example: 'gpu: c = dma_alloc_coherent frame',
    tells: 'allocates {buffer} coherently as {name}',
    build: (args) => ({
      do: 'allocCoherent',
      name: args.name('name'),
      buffer: args.name('buffer'),
      ...lengthOf(args),
    }),
    take: (action) =>
      action.do === 'allocCoherent'
        ? { name: action.name, buffer: action.buffer, length: action.length ?? null }
        : null,
  },
  {
    verb: 'dma_free_coherent',
    speakers,
    introduces: null,
    parts: [
      { part: 'name', key: 'mapping', of: ['coherent'] },
      { part: 'number', key: 'length', label: 'LENGTH', least: 1, default: null },
      { part: 'integer', key: 'cpuOffset', label: 'BYTES', word: 'cpu-offset', default: 0 },
    ],
    doc: 'Frees a coherent allocation, with its size and its CPU address unless others are given.',
    source: 'kernel/dma/mapping.c: dma_free_coherent',
    example: 'gpu: dma_free_coherent c',
    tells: 'frees {mapping}',
    build: (args) => ({
      do: 'freeCoherent',
      mapping: args.name('mapping'),
      ...lengthOf(args),
      ...(args.number('cpuOffset') === 0 ? {} : { cpuOffset: args.number('cpuOffset') }),
    }),
    take: (action) =>
      action.do === 'freeCoherent'
        ? {
            mapping: action.mapping,
            length: action.length ?? null,
            cpuOffset: action.cpuOffset ?? 0,
          }
        : null,
  },
];

const unbindForm: OperationForm = {
  verb: 'unbind',
  speakers,
  introduces: null,
  parts: [],
  doc: 'The driver is unbound from its device; what it has left mapped is a leak.',
  source: 'drivers/base/dd.c: device_release_driver',
  example: 'gpu: unbind',
  tells: 'is unbound from its driver',
  build: () => ({ do: 'unbind' }),
  take: (action) => (action.do === 'unbind' ? {} : null),
};

export const driverForms: readonly OperationForm[] = [
  ...primeForms,
  ...attachmentForms,
  syncSgtableForm('cpu', 'Hands every page of the attachment’s mapping back to the CPU.'),
  syncSgtableForm('device', 'Hands every page of the attachment’s mapping to the device.'),
  ...singleForms,
  syncSingleForm('cpu', 'Hands a part of a mapping back to the CPU.'),
  syncSingleForm('device', 'Hands a part of a mapping to the device.'),
  unbindForm,
];
