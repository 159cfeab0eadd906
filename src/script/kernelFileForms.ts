/** Forms of what exporting drivers and other kernel code call for dma-bufs as files. */
import type { ExportedOps, NullCall } from '../model/vocabulary/files.ts';
import type { ExporterCallback } from '../model/state.ts';
import type { Errno } from '../model/result.ts';
import { exportedOps, exporterCallbacks, nullCalls } from '../model/vocabulary/fileWords.ts';
import { openBits } from './fileFlags.ts';
import type { OperationForm, Part } from './form.ts';
import { errnos, isWord } from './words.ts';

const buffer: Part = { part: 'name', key: 'buffer', of: ['buffer'] };

const opsOf = (text: string): ExportedOps => (isWord(exportedOps, text) ? text : 'full');
const callOf = (text: string): NullCall => (isWord(nullCalls, text) ? text : 'dma_buf_fd');
const callbackOf = (text: string): ExporterCallback =>
  isWord(exporterCallbacks, text) ? text : 'attach';
const errnoOf = (text: string): Errno => (isWord(errnos, text) ? text : 'EINVAL');

const exportForms: readonly OperationForm[] = [
  {
    verb: 'dma_buf_export',
    speakers: ['kernel'],
    introduces: null,
    parts: [
      buffer,
      { part: 'flags', key: 'flags', label: 'FLAGS', bits: openBits, default: 2 },
      { part: 'integer', key: 'size', label: 'BYTES', word: 'size', default: null },
      {
        part: 'choice',
        key: 'ops',
        label: 'OPS',
        words: Object.keys(exportedOps),
        default: 'full',
      },
    ],
    doc: 'The exporter makes the buffer a dma-buf, without a descriptor so far, and keeps the reference. OPS says what its operations lack.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_export',
    example: 'kernel@cpu0: dma_buf_export frame O_RDONLY size=100',
    tells: 'exports {buffer}',
    build: (args) => ({
      do: 'dmaBufExport',
      buffer: args.name('buffer'),
      size: args.numberOrNull('size'),
      flags: args.number('flags'),
      ops: opsOf(args.name('ops')),
    }),
    take: (action) =>
      action.do === 'dmaBufExport'
        ? { buffer: action.buffer, size: action.size, flags: action.flags, ops: action.ops }
        : null,
  },
  {
    verb: 'dma_buf_fd',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [buffer, { part: 'flags', key: 'flags', label: 'FLAGS', bits: openBits, default: 0 }],
    doc: 'The driver gives the process a descriptor for a dma-buf that it has exported. Each call gives another one.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_fd',
    example: 'app@cpu0: fd = dma_buf_fd frame O_CLOEXEC',
    tells: 'gets a descriptor {name} for {buffer}',
    build: (args) => ({
      do: 'dmaBufFd',
      name: args.name('name'),
      buffer: args.name('buffer'),
      flags: args.number('flags'),
    }),
    take: (action) =>
      action.do === 'dmaBufFd'
        ? { name: action.name, buffer: action.buffer, flags: action.flags }
        : null,
  },
  {
    verb: 'dma_buf_get',
    speakers: ['kernel'],
    introduces: null,
    parts: [{ part: 'name', key: 'fd', of: ['fd'] }],
    doc: 'Kernel code takes a reference to the dma-buf behind a descriptor, for no device.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_get',
    example: 'kernel@cpu0: dma_buf_get fd',
    tells: 'takes a reference to what is behind {fd}',
    build: (args) => ({ do: 'dmaBufGet', fd: args.name('fd') }),
    take: (action) => (action.do === 'dmaBufGet' ? { fd: action.fd } : null),
  },
  {
    verb: 'dma_buf_put',
    speakers: ['kernel'],
    introduces: null,
    parts: [buffer],
    doc: 'Kernel code drops a reference that it took for no device, as the exporter’s own.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_put',
    example: 'kernel@cpu0: dma_buf_put frame',
    tells: 'drops its reference to {buffer}',
    build: (args) => ({ do: 'dmaBufPut', buffer: args.name('buffer') }),
    take: (action) => (action.do === 'dmaBufPut' ? { buffer: action.buffer } : null),
  },
];

const faultForms: readonly OperationForm[] = [
  {
    verb: 'call_with_null',
    speakers: ['kernel'],
    introduces: null,
    parts: [{ part: 'choice', key: 'call', label: 'CALL', words: Object.keys(nullCalls) }],
    doc: 'A driver calls the function with a NULL pointer: most of them warn, and what can return an error does.',
    source: 'drivers/dma-buf/dma-buf.c',
    example: 'kernel@cpu0: call_with_null dma_buf_attach',
    tells: 'calls {call} with a NULL pointer',
    build: (args) => ({ do: 'callWithNull', call: callOf(args.name('call')) }),
    take: (action) => (action.do === 'callWithNull' ? { call: action.call } : null),
  },
  {
    verb: 'inject_error',
    speakers: ['kernel'],
    introduces: null,
    parts: [
      buffer,
      { part: 'choice', key: 'callback', label: 'CALLBACK', words: Object.keys(exporterCallbacks) },
      { part: 'choice', key: 'errno', label: 'ERROR', words: Object.keys(errnos) },
    ],
    doc: 'From now on a callback of the exporter fails with this error: to see what its callers do.',
    source: 'include/linux/dma-buf.h: struct dma_buf_ops',
    example: 'kernel@cpu0: inject_error frame map_dma_buf ENOMEM',
    tells: 'makes {callback} of {buffer} fail with {errno}',
    build: (args) => ({
      do: 'injectError',
      buffer: args.name('buffer'),
      callback: callbackOf(args.name('callback')),
      errno: errnoOf(args.name('errno')),
    }),
    take: (action) =>
      action.do === 'injectError'
        ? { buffer: action.buffer, callback: action.callback, errno: action.errno }
        : null,
  },
  {
    verb: 'set_dma_mask',
    speakers: ['device'],
    introduces: null,
    parts: [{ part: 'integer', key: 'bits', label: 'BITS' }],
    doc: 'dma_set_mask_and_coherent: the driver says how many address bits its device has. Fewer than reach the lowest memory are refused.',
    source: 'kernel/dma/mapping.c: dma_set_mask; kernel/dma/direct.c: dma_direct_supported',
    example: 'gpu: set_dma_mask 32',
    tells: 'sets the DMA mask of its device to {bits} bits',
    build: (args) => ({ do: 'setDmaMask', bits: args.number('bits') }),
    take: (action) => (action.do === 'setDmaMask' ? { bits: action.bits } : null),
  },
];

export const kernelFileForms: readonly OperationForm[] = [...exportForms, ...faultForms];
