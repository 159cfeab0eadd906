/** Performs the actions of `vocabulary/mm.ts`. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import type { Draft } from '../draft.ts';
import { done } from '../kernel/refuse.ts';
import { unmapMappingRange } from '../kernel/mm.ts';
import { bufferSize } from '../kernel/named.ts';
import type { Agent } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { MmAction } from '../vocabulary/mm.ts';
import { enterProcess, resolveBytes, scriptError } from './lookup.ts';
import { madvise } from './madvise.ts';
import { dmaBufMmap, mmapBytes } from './mmap.ts';
import { fork } from './fork.ts';
import { mremap } from './mremap.ts';
import { mincore, mlock, mprotect, msync, munmapBytes } from './rangeCalls.ts';

/** Performs one; `agent` does it. */
export function performMm(draft: Draft, agent: Agent, action: MmAction): OperationResult {
  if (agent.kind !== 'thread') return scriptError(`${agent.kind} does not call ${action.do}`);
  const { process, cpu } = agent;
  if (action.do === 'zapShared') return zapShared(draft, cpu, action);
  enterProcess(draft, process, cpu);
  switch (action.do) {
    case 'mmapBytes':
      return mmapBytes(draft, process, cpu, action);
    case 'dmaBufMmap':
      return dmaBufMmap(draft, process, cpu, action);
    case 'munmapBytes':
      return munmapBytes(draft, process, cpu, action);
    case 'mprotect':
      return mprotect(draft, process, cpu, action);
    case 'madvise':
      return madvise(draft, process, cpu, action);
    case 'mremap':
      return mremap(draft, process, cpu, action);
    case 'msync':
      return msync(draft, process, action);
    case 'mlock':
      return mlock(draft, process, cpu, action);
    case 'mincore':
      return mincore(draft, process, action);
    case 'fork':
      return fork(draft, process, cpu, action.name);
    default:
      return assertUnreachable(action);
  }
}

/** unmap_mapping_range with even_cows 0. */
function zapShared(
  draft: Draft,
  cpu: number,
  { at, length }: Extract<MmAction, { do: 'zapShared' }>,
): OperationResult {
  const bytes = resolveBytes(draft, at, Math.max(1, length));
  if (!bytes) return scriptError(`${at.base}+${at.offset} does not lie in a buffer`);
  const { pageSize } = draft.state.setup.platform;
  const last = length === 0 ? bufferSize(draft, bytes.buffer) : bytes.start + length;
  const first = Math.floor(bytes.start / pageSize);
  unmapMappingRange(draft, cpu, bytes.buffer, first, Math.ceil(last / pageSize), true);
  return done;
}
