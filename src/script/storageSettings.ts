/** The settings of `buffer` that say how it is stored and handed out. Their fields stand in `StorageSetup`. */
import type {
  AttachCheck,
  BufferSetup,
  PagelessMemory,
  PagelessRemedy,
  UnfitPolicy,
} from '../model/setup.ts';
import { choiceSetting, type Setting, switchSetting } from './setting.ts';
import {
  allocations,
  attachChecks,
  flushPolicies,
  memories,
  pagelessRemedies,
  sgListPolicies,
  unfitPolicies,
} from './words.ts';

export const storageSettings: readonly Setting<BufferSetup>[] = [
  choiceSetting<BufferSetup, PagelessMemory | 'system'>(
    { word: 'memory', doc: 'what it lies in', default: 'system' },
    memories,
    (memory) => (memory === 'system' ? {} : { memory }),
    (buffer) => buffer.memory,
  ),
  choiceSetting<BufferSetup, PagelessRemedy | 'bogus'>(
    {
      word: 'pageless',
      doc: 'what its sg list has where there is no struct page',
      default: 'bogus',
    },
    pagelessRemedies,
    (pageless) => (pageless === 'bogus' ? {} : { pageless }),
    (buffer) => buffer.pageless,
  ),
  choiceSetting<BufferSetup, 'early' | 'delayed'>(
    { word: 'allocation', doc: 'when its storage is chosen', default: 'early' },
    allocations,
    (allocation) => (allocation === 'early' ? {} : { allocation }),
    (buffer) => buffer.allocation,
  ),
  switchSetting<BufferSetup>(
    { word: 'movable', doc: 'whether the exporter can move it', default: 'no' },
    (movable) => (movable ? { movable } : {}),
    (buffer) => buffer.movable,
  ),
  choiceSetting<BufferSetup, AttachCheck | 'reach'>(
    {
      word: 'attach-check',
      doc: 'what the exporter looks at when a device attaches',
      default: 'reach',
    },
    attachChecks,
    (attachCheck) => (attachCheck === 'reach' ? {} : { attachCheck }),
    (buffer) => buffer.attachCheck,
  ),
  choiceSetting<BufferSetup, UnfitPolicy | 'refuse'>(
    {
      word: 'unfit',
      doc: 'what it does with an attachment that its storage does not suit',
      default: 'refuse',
    },
    unfitPolicies,
    (unfit) => (unfit === 'refuse' ? {} : { unfit }),
    (buffer) => buffer.unfit,
  ),
  choiceSetting<BufferSetup, 'each' | 'shared'>(
    { word: 'sg-lists', doc: 'how many sg lists there are', default: 'each' },
    sgListPolicies,
    (sgLists) => (sgLists === 'each' ? {} : { sgLists }),
    (buffer) => buffer.sgLists,
  ),
  choiceSetting<BufferSetup, 'per-mapping' | 'once'>(
    {
      word: 'flush',
      doc: 'when map, unmap and SYNC of several attachments maintain caches',
      default: 'per-mapping',
    },
    flushPolicies,
    (flush) => (flush === 'per-mapping' ? {} : { flush }),
    (buffer) => buffer.flush,
  ),
];
