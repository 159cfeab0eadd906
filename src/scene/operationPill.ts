/** The short names of operations, for places where a line of script does not fit. */
import type { Action } from '../model/operation.ts';
import type { OperationResult } from '../model/result.ts';

const syncEnd = 4;

/** A byte as scripts write it: a printable letter, else its number. */
export function byteText(value: number): string {
  return value > 32 && value < 127 ? String.fromCharCode(value) : String(value);
}

/** Where the action's own word would be long. */
const shortNames: Readonly<Partial<Record<Action['do'], string>>> = {
  receive: 'recv',
  doorbell: 'bell',
  mapSingle: 'map',
  unmapSingle: 'unmap',
  allocCoherent: 'alloc',
  freeCoherent: 'free',
  flushIotlb: 'flush',
  openDevice: 'open',
  epollAdd: 'epoll',
  describeFd: 'fdinfo',
  memfdCreate: 'memfd',
  addSeals: 'seal',
  ftruncate: 'truncate',
  heapAlloc: 'alloc',
  udmabufCreate: 'udmabuf',
  udmabufCreateList: 'udmabuf',
  primeExport: 'prime',
  exportSyncFile: 'exp sync',
  importSyncFile: 'imp sync',
  swSyncFence: 'fence',
  swSyncInc: 'inc',
  dmaBufExport: 'export',
  dmaBufFd: 'fd',
  dmaBufGet: 'get',
  dmaBufPut: 'put',
  callWithNull: 'NULL',
  injectError: 'inject',
  setDmaMask: 'mask',
  submitRead: 'job R',
  submitWrite: 'job W',
  submitWait: 'job wait',
  runJob: 'run',
  fenceFd: 'fence fd',
  mapSg: 'map',
  unmapSg: 'unmap',
  pinBuffer: 'pin',
  unpinBuffer: 'unpin',
  moveBuffer: 'move',
  lockBuffer: 'lock',
  unlockBuffer: 'unlock',
  beginCpuAccess: 'begin',
  endCpuAccess: 'end',
  checkMapping: 'check',
  dmaBufMmap: 'mmap',
  ionAlloc: 'ion alloc',
  ionSync: 'ion sync',
  mapPage: 'map',
  mapResource: 'map res',
  mapSgList: 'map sg',
  mapStray: 'map stray',
  mmapBytes: 'mmap',
  munmapBytes: 'munmap',
  setMaxSegSize: 'seg size',
  setSegBoundary: 'boundary',
  syncSgList: 'sync sg',
  unmapAddress: 'unmap',
  unmapPage: 'unmap',
  unmapResource: 'unmap',
  unmapSgList: 'unmap sg',
  zapShared: 'zap',
};

/** `getSg`: `get sg`. */
function spaced(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/**
 * At most nine characters or so: `export`, `W A`, `DMA R`, `START`. A read shows what it got, `DMA R A`, where
 * its result is given.
 */
export function pillText(action: Action, result: OperationResult | null): string {
  switch (action.do) {
    case 'read':
      return `R${readText(result)}`;
    case 'write':
      return `W ${byteText(action.value)}`;
    case 'dmaRead':
      return `DMA R${readText(result)}`;
    case 'dmaWrite':
      return `DMA W ${byteText(action.value)}`;
    case 'sync':
      return (action.flags & syncEnd) === 0 ? 'START' : 'END';
    case 'syncSgtable':
    case 'syncSingle':
      return action.to === 'cpu' ? 'sync cpu' : 'sync dev';
    case 'maintain':
      return action.how === 'invalidate' ? 'inval' : action.how;
    case 'fileIo':
      return action.call;
    default:
      return shortNames[action.do] ?? spaced(action.do);
  }
}

/** ` A` when every byte read is the same, ` A…` when they differ, nothing when none was read. */
function readText(result: OperationResult | null): string {
  if (result?.kind !== 'bytes') return '';
  const [first] = result.cells;
  if (first === undefined) return '';
  const value = first % 256;
  return ` ${byteText(value)}${result.cells.every((cell) => cell % 256 === value) ? '' : '…'}`;
}
