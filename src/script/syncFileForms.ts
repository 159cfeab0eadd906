/** Forms of sync_files and of the timelines of sw_sync. */
import { syncFileBits } from './fileFlags.ts';
import type { OperationForm, Part } from './form.ts';

const name = (key: string): Part => ({ part: 'name', key, of: ['fd'] });
const flags: Part = { part: 'flags', key: 'flags', label: 'READ|WRITE', bits: syncFileBits };

export const syncFileForms: readonly OperationForm[] = [
  {
    verb: 'export_sync_file',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [name('fd'), flags],
    doc: 'Takes the fences of a buffer as a file: READ those of writers, WRITE those of readers too. What is added later is not in it.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_export_sync_file',
    example: 'app@cpu0: s = export_sync_file fd READ',
    tells: 'takes the fences of {fd} for {flags} as {name}',
    build: (args) => ({
      do: 'exportSyncFile',
      name: args.name('name'),
      fd: args.name('fd'),
      flags: args.number('flags'),
    }),
    take: (action) =>
      action.do === 'exportSyncFile'
        ? { name: action.name, fd: action.fd, flags: action.flags }
        : null,
  },
  {
    verb: 'import_sync_file',
    speakers: ['thread'],
    introduces: null,
    parts: [name('fd'), name('syncFile'), flags],
    doc: 'Puts the fences of a sync_file into a buffer, as those of a writer with WRITE, else of a reader.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_import_sync_file',
    example: 'app@cpu0: import_sync_file fd s WRITE',
    tells: 'puts the fences of {syncFile} into the buffer of {fd} for {flags}',
    build: (args) => ({
      do: 'importSyncFile',
      fd: args.name('fd'),
      syncFile: args.name('syncFile'),
      flags: args.number('flags'),
    }),
    take: (action) =>
      action.do === 'importSyncFile'
        ? { fd: action.fd, syncFile: action.syncFile, flags: action.flags }
        : null,
  },
  {
    verb: 'sw_sync_fence',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [name('timeline'), { part: 'integer', key: 'value', label: 'VALUE' }],
    doc: 'Makes a sync_file that is signaled when the timeline reaches the value.',
    source: 'drivers/dma-buf/sw_sync.c: sw_sync_ioctl_create_fence',
    example: 'app@cpu0: s = sw_sync_fence t 1',
    tells: 'makes {name}, which {timeline} signals at {value}',
    build: (args) => ({
      do: 'swSyncFence',
      name: args.name('name'),
      timeline: args.name('timeline'),
      value: args.number('value'),
    }),
    take: (action) =>
      action.do === 'swSyncFence'
        ? { name: action.name, timeline: action.timeline, value: action.value }
        : null,
  },
  {
    verb: 'sw_sync_inc',
    speakers: ['thread'],
    introduces: null,
    parts: [name('timeline'), { part: 'integer', key: 'value', label: 'VALUE' }],
    doc: 'Moves a timeline on, which signals the fences that it passes.',
    source: 'drivers/dma-buf/sw_sync.c: sw_sync_ioctl_inc',
    example: 'app@cpu0: sw_sync_inc t 1',
    tells: 'moves {timeline} on by {value}',
    build: (args) => ({
      do: 'swSyncInc',
      timeline: args.name('timeline'),
      value: args.number('value'),
    }),
    take: (action) =>
      action.do === 'swSyncInc' ? { timeline: action.timeline, value: action.value } : null,
  },
];
