/** Performs the actions of `vocabulary/exporters.ts`. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import type { Draft } from '../draft.ts';
import { refuse } from '../kernel/refuse.ts';
import { beginCpuAccess, endCpuAccess } from '../kernel/exporters/cpuAccess.ts';
import { chooseHeap, ionSync } from '../kernel/exporters/ion.ts';
import { lock, unlock } from '../kernel/exporters/locks.ts';
import { finish, prepare } from '../kernel/exporters/prepare.ts';
import { findVmap, vmap, vunmap } from '../kernel/exporters/vmap.ts';
import { beginEvent, sendWindow } from '../kernel/exporters/windows.ts';
import { exportToFd } from '../kernel/files/dmaBufFiles.ts';
import { O_RDWR } from '../kernel/files/flags.ts';
import type { Agent } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { ExporterAction } from '../vocabulary/exporters.ts';
import { enterProcess, findBuffer, findFd, scriptError } from './lookup.ts';
import { syscall } from './syscall.ts';

type FdAction = Extract<ExporterAction, { fd: string }>;
type BufferAction = Exclude<ExporterAction, FdAction | { do: 'vunmap' | 'ionAlloc' }>;
type IonAlloc = Extract<ExporterAction, { do: 'ionAlloc' }>;

/** Performs one; `agent` does it. */
export function performExporter(
  draft: Draft,
  agent: Agent,
  action: ExporterAction,
): OperationResult {
  if ('fd' in action) return onDescriptor(draft, agent, action);
  const cpu = 'cpu' in agent ? agent.cpu : 0;
  if (action.do === 'vunmap') {
    const found = findVmap(draft, action.vmap);
    return found ? vunmap(draft, found) : scriptError(`nothing was mapped as ${action.vmap}`);
  }
  const buffer = findBuffer(draft, action.buffer);
  if (buffer < 0) return scriptError(`no buffer named ${action.buffer}`);
  if (action.do === 'ionAlloc') return ionAlloc(draft, agent, buffer, action);
  const who = agent.kind === 'device' ? agent.device : 'kernel';
  return onBuffer(draft, who, cpu, buffer, action);
}

function onBuffer(
  draft: Draft,
  who: string,
  cpu: number,
  buffer: number,
  action: BufferAction,
): OperationResult {
  switch (action.do) {
    case 'vmap':
      return vmap(draft, action.name, buffer);
    case 'beginCpuAccess':
    case 'endCpuAccess':
      return announce(draft, cpu, buffer, action);
    case 'lockBuffer':
      return lock(draft, { who, buffer, isWrite: action.isWrite, cpu });
    case 'unlockBuffer':
      return unlock(draft, who, buffer, cpu);
    default:
      return assertUnreachable(action);
  }
}

/** Kernel code announces its access, as SYNC does for a program. */
function announce(
  draft: Draft,
  cpu: number,
  buffer: number,
  { do: what, direction }: Extract<ExporterAction, { do: 'beginCpuAccess' | 'endCpuAccess' }>,
): OperationResult {
  if (!draft.state.buffers[buffer]?.dmaBuf) return refuse(draft, 'EINVAL', 'it is not exported');
  const isWrite = direction !== 'FROM_DEVICE';
  const window = { who: 'kernel', buffer, isLock: false, isWrite, cpu };
  if (what === 'endCpuAccess') {
    sendWindow(draft, window, 'end');
    return endCpuAccess(draft, buffer, direction, cpu);
  }
  sendWindow(draft, window, beginEvent({ isRead: direction !== 'TO_DEVICE', isWrite }));
  return beginCpuAccess(draft, buffer, direction, cpu);
}

/** Memory from a heap, and a descriptor for it. */
function ionAlloc(
  draft: Draft,
  agent: Agent,
  buffer: number,
  { name, heaps }: IonAlloc,
): OperationResult {
  if (agent.kind !== 'thread') return scriptError('ion_alloc is a call of a process');
  if (draft.state.buffers[buffer]?.dmaBuf) return scriptError('the buffer is allocated already');
  const { process, cpu } = agent;
  enterProcess(draft, process, cpu);
  return syscall(draft, 'ioctl(ION_IOC_ALLOC)', () => {
    const refused = chooseHeap(draft, buffer, heaps);
    const share = { flags: O_RDWR, closeOnExec: false };
    return refused ?? exportToFd(draft, process, name, buffer, share);
  });
}

const ioctls: Readonly<Record<FdAction['do'], string>> = {
  prepare: 'PREPARE_CPU',
  finish: 'FINISH_CPU',
  lock: 'DMABUF_SYNC_LOCK',
  unlock: 'DMABUF_SYNC_UNLOCK',
  ionSync: 'ION_IOC_SYNC',
};

function onDescriptor(draft: Draft, agent: Agent, action: FdAction): OperationResult {
  if (agent.kind !== 'thread') return scriptError(`${action.do} is a call of a process`);
  const { process: who, cpu } = agent;
  enterProcess(draft, who, cpu);
  return syscall(draft, `ioctl(${action.fd}, ${ioctls[action.do]})`, () => {
    const fd = findFd(draft, who, action.fd);
    if (!fd) return refuse(draft, 'EBADF', `${action.fd} is not open`);
    const { buffer } = fd;
    if (buffer < 0) return refuse(draft, 'ENOTTY', 'it is no dma-buf');
    switch (action.do) {
      case 'prepare':
        return prepare(draft, { who, buffer, isWrite: action.isWrite, cpu });
      case 'finish':
        return finish(draft, who, buffer, cpu);
      case 'lock':
        return lock(draft, { who, buffer, isWrite: action.isWrite, cpu });
      case 'unlock':
        return unlock(draft, who, buffer, cpu);
      case 'ionSync':
        return ionSync(draft, buffer);
      default:
        return assertUnreachable(action);
    }
  });
}
