/** Performs the actions of `vocabulary/files.ts`. */
import type { Draft } from '../draft.ts';
import type { Agent } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { FileAction } from '../vocabulary/files.ts';
import { heapAlloc, primeExport, udmabufCreate, udmabufCreateList } from './fileCalls/allocate.ts';
import type { Caller } from './fileCalls/caller.ts';
import { fcntl, fileIo, fsync, lseek, openDevice, reopen } from './fileCalls/descriptors.ts';
import {
  callWithNull,
  dmaBufExport,
  dmaBufFd,
  dmaBufGet,
  dmaBufPut,
  injectError,
  setDmaMask,
} from './fileCalls/kernelCalls.ts';
import { addSeals, fallocate, ftruncate, memfdCreate } from './fileCalls/memfd.ts';
import { epollAdd, poll } from './fileCalls/poll.ts';
import { exportFences, importFences, swSyncFence, swSyncInc } from './fileCalls/syncFiles.ts';
import { describeFd, rawIoctl, setName } from './fileCalls/tell.ts';
import { enterProcess, scriptError } from './lookup.ts';

/** Performs one; `agent` does it. */
export function performFile(draft: Draft, agent: Agent, action: FileAction): OperationResult {
  switch (action.do) {
    case 'dmaBufExport':
      return dmaBufExport(draft, action);
    case 'dmaBufGet':
      return dmaBufGet(draft, action);
    case 'dmaBufPut':
      return dmaBufPut(draft, action);
    case 'callWithNull':
      return callWithNull(draft, action);
    case 'injectError':
      return injectError(draft, action);
    case 'setDmaMask':
      return agent.kind === 'device'
        ? setDmaMask(draft, agent.device, action)
        : scriptError('a driver sets the mask of its device');
    default:
      if (agent.kind !== 'thread') return scriptError('a process makes system calls');
      enterProcess(draft, agent.process, agent.cpu);
      return performCall(draft, agent, action);
  }
}

type KernelCall =
  | 'dmaBufExport'
  | 'dmaBufGet'
  | 'dmaBufPut'
  | 'callWithNull'
  | 'injectError'
  | 'setDmaMask';

function performCall(
  draft: Draft,
  caller: Caller,
  action: Exclude<FileAction, { do: KernelCall }>,
): OperationResult {
  switch (action.do) {
    case 'openDevice':
      return openDevice(draft, caller, action);
    case 'reopen':
      return reopen(draft, caller, action);
    case 'fcntl':
      return fcntl(draft, caller, action);
    case 'lseek':
      return lseek(draft, caller, action);
    case 'fileIo':
      return fileIo(draft, caller, action);
    case 'fsync':
      return fsync(draft, caller, action);
    case 'poll':
      return poll(draft, caller, action);
    case 'epollAdd':
      return epollAdd(draft, caller, action);
    case 'describeFd':
      return describeFd(draft, caller, action);
    case 'ioctl':
      return rawIoctl(draft, caller, action);
    case 'setName':
      return setName(draft, caller, action);
    case 'dmaBufFd':
      return dmaBufFd(draft, caller.process, action);
    default:
      return performOnFiles(draft, caller, action);
  }
}

type MemoryCall =
  | 'memfdCreate'
  | 'addSeals'
  | 'ftruncate'
  | 'fallocate'
  | 'heapAlloc'
  | 'udmabufCreate'
  | 'udmabufCreateList'
  | 'primeExport'
  | 'exportSyncFile'
  | 'importSyncFile'
  | 'swSyncFence'
  | 'swSyncInc';

function performOnFiles(
  draft: Draft,
  caller: Caller,
  action: Extract<FileAction, { do: MemoryCall }>,
): OperationResult {
  switch (action.do) {
    case 'memfdCreate':
      return memfdCreate(draft, caller, action);
    case 'addSeals':
      return addSeals(draft, caller, action);
    case 'ftruncate':
      return ftruncate(draft, caller, action);
    case 'fallocate':
      return fallocate(draft, caller, action);
    case 'heapAlloc':
      return heapAlloc(draft, caller, action);
    case 'udmabufCreate':
      return udmabufCreate(draft, caller, action);
    case 'udmabufCreateList':
      return udmabufCreateList(draft, caller, action);
    case 'primeExport':
      return primeExport(draft, caller, action);
    case 'exportSyncFile':
      return exportFences(draft, caller, action);
    case 'importSyncFile':
      return importFences(draft, caller, action);
    case 'swSyncFence':
      return swSyncFence(draft, caller, action);
    case 'swSyncInc':
      return swSyncInc(draft, caller, action);
  }
}
