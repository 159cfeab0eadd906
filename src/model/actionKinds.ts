/** Which actions belong to which kind of agent. */
import type {
  Action,
  ActionName,
  CpuAction,
  DeviceAction,
  DriverAction,
  KernelAction,
  ThreadAction,
} from './operation.ts';

type Kind = 'thread' | 'kernel' | 'device' | 'cpu' | 'iommu';

/** Agents that can do each action; kernel code can do some of what threads do. */
export const agentsOf: Readonly<Record<ActionName, readonly Kind[]>> = {
  export: ['thread'],
  dup: ['thread'],
  receive: ['thread'],
  close: ['thread'],
  mmap: ['thread'],
  munmap: ['thread'],
  read: ['thread', 'kernel'],
  write: ['thread', 'kernel'],
  sync: ['thread'],
  barrier: ['thread', 'kernel'],
  exit: ['thread'],
  doorbell: ['thread', 'kernel'],
  maintain: ['kernel'],
  zap: ['kernel'],
  import: ['device'],
  release: ['device'],
  get: ['device'],
  put: ['device'],
  attach: ['device'],
  detach: ['device'],
  map: ['device'],
  unmap: ['device'],
  syncSgtable: ['device'],
  mapSingle: ['device'],
  unmapSingle: ['device'],
  syncSingle: ['device'],
  allocCoherent: ['device'],
  freeCoherent: ['device'],
  unbind: ['device'],
  dmaRead: ['device'],
  dmaWrite: ['device'],
  evict: ['cpu'],
  prefetch: ['cpu'],
  drain: ['cpu'],
  flushIotlb: ['iommu'],
};

const can = (kind: Kind, action: Action): boolean => agentsOf[action.do].includes(kind);

export const isThreadAction = (action: Action): action is ThreadAction => can('thread', action);
export const isKernelAction = (action: Action): action is ThreadAction | KernelAction =>
  can('kernel', action);
export const isDeviceAction = (action: Action): action is DriverAction | DeviceAction =>
  can('device', action);
export const isCpuAction = (action: Action): action is CpuAction => can('cpu', action);
