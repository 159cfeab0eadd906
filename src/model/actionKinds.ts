/** Which actions belong to which kind of agent. */
import type {
  Action,
  ActionName,
  Agent,
  CpuAction,
  DeviceAction,
  DriverAction,
  KernelAction,
  ThreadAction,
} from './operation.ts';
import { type DmaApiAction, dmaApiAgents } from './vocabulary/dmaApi.ts';
import { type ExporterAction, exporterAgents } from './vocabulary/exporters.ts';
import { type FenceAction, fenceAgents } from './vocabulary/fences.ts';
import { type FileAction, fileAgents } from './vocabulary/files.ts';
import { type ImporterAction, importerAgents } from './vocabulary/importers.ts';
import { type MmAction, mmAgents } from './vocabulary/mm.ts';
import type { AgentKind } from './vocabulary/vocabulary.ts';

/** Agents that can do each action; kernel code can do some of what threads do. */
export const agentsOf: Readonly<Record<ActionName, readonly AgentKind[]>> = {
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
  ...mmAgents,
  ...fileAgents,
  ...fenceAgents,
  ...dmaApiAgents,
  ...exporterAgents,
  ...importerAgents,
};

const can = (kind: AgentKind, action: Action): boolean => agentsOf[action.do].includes(kind);

export const isThreadAction = (action: Action): action is ThreadAction => can('thread', action);
export const isKernelAction = (action: Action): action is ThreadAction | KernelAction =>
  can('kernel', action);
export const isDeviceAction = (action: Action): action is DriverAction | DeviceAction =>
  can('device', action);
export const isCpuAction = (action: Action): action is CpuAction => can('cpu', action);

export const isMmAction = (action: Action): action is MmAction => action.do in mmAgents;
export const isFileAction = (action: Action): action is FileAction => action.do in fileAgents;
export const isFenceAction = (action: Action): action is FenceAction => action.do in fenceAgents;
export const isDmaApiAction = (action: Action): action is DmaApiAction => action.do in dmaApiAgents;
export const isExporterAction = (action: Action): action is ExporterAction =>
  action.do in exporterAgents;
export const isImporterAction = (action: Action): action is ImporterAction =>
  action.do in importerAgents;

/** As which kind of agent somebody acts. */
export function kindOf(agent: Agent): AgentKind {
  return agent.kind === 'thread' && agent.process === 'kernel' ? 'kernel' : agent.kind;
}

/** Whether an agent can do an action. */
export const canDo = (agent: Agent, action: Action): boolean => can(kindOf(agent), action);
