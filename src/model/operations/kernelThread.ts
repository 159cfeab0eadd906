/** What kernel code on a CPU does: loads and stores through the linear map, maintenance, zapping. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import type { Draft } from '../draft.ts';
import { lineRange } from '../hardware/cache.ts';
import { dirtyHolderOf } from '../hardware/cacheLookup.ts';
import { bufferAddress } from '../hardware/layout.ts';
import { lineParts } from '../kernel/cpuAccess.ts';
import { done } from '../kernel/refuse.ts';
import { findVmap, useGone } from '../kernel/exporters/vmap.ts';
import { maintain } from '../kernel/maintenance.ts';
import { kernelTypeOf, userTypeOf } from '../kernel/memoryType.ts';
import { unmapMappingRange } from '../kernel/mm.ts';
import { bufferSize } from '../kernel/named.ts';
import { isPageless, linearMapOops } from '../kernel/structPage/pageless.ts';
import type { KernelAction, ThreadAction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import { raise } from '../violations/raise.ts';
import { accessPart, beginAccess, checkAccess, endAccess, type AccessAction } from './access.ts';
import { pageParts, resolveBytes, scriptError, type PagePart } from './lookup.ts';
import { barrier, doorbell } from './thread.ts';

/** Performs kernel code's action on a CPU. */
export function performKernel(
  draft: Draft,
  cpu: number,
  action: ThreadAction | KernelAction,
): OperationResult {
  switch (action.do) {
    case 'read':
    case 'write':
      return access(draft, cpu, action);
    case 'maintain':
      return maintainByHand(draft, action);
    case 'zap':
      return zap(draft, cpu, action);
    case 'barrier':
      return barrier(draft, cpu);
    case 'doorbell':
      return doorbell(draft, cpu, action.device);
    case 'export':
    case 'dup':
    case 'receive':
    case 'close':
    case 'mmap':
    case 'munmap':
    case 'sync':
    case 'exit':
      return scriptError(`kernel code does not call ${action.do}; a process does`);
    default:
      return assertUnreachable(action);
  }
}

/** Where devices snoop there is no invalidate without a write-back: clflush does both. */
function maintainByHand(
  draft: Draft,
  action: Extract<KernelAction, { do: 'maintain' }>,
): OperationResult {
  const bytes = resolveBytes(draft, action.at, action.length);
  if (!bytes) return scriptError(`${action.at.base}+${action.at.offset} does not lie in a buffer`);
  const isFlushOnly = draft.state.setup.platform.snooping && action.how === 'invalidate';
  for (const part of pageParts(draft, bytes.buffer, bytes.start, action.length)) {
    if (!isFlushOnly && action.how === 'invalidate') noteDirtyInvalidate(draft, part);
    maintain(draft, part.address, part.length, isFlushOnly ? 'flush' : action.how, 'by hand');
  }
  return done;
}

/** Code that invalidates by hand what was not written back. */
function noteDirtyInvalidate(draft: Draft, { address, length }: PagePart): void {
  for (const { lineAddress } of lineParts(draft, address, length)) {
    if (dirtyHolderOf(draft.state, lineAddress) === undefined) continue;
    raise(draft, {
      rule: 'dirty-invalidate',
      bytes: lineRange(draft.state, lineAddress),
      outcome: 'a dirty line is dropped by hand',
    });
  }
}

function zap(
  draft: Draft,
  cpu: number,
  action: Extract<KernelAction, { do: 'zap' }>,
): OperationResult {
  const bytes = resolveBytes(draft, action.at, Math.max(1, action.length));
  if (!bytes) return scriptError(`${action.at.base}+${action.at.offset} does not lie in a buffer`);
  const { pageSize } = draft.state.setup.platform;
  // A length of 0 reaches to the end, as holelen 0 of unmap_mapping_range does.
  const last = action.length === 0 ? bufferSize(draft, bytes.buffer) : bytes.start + action.length;
  const end = Math.ceil(last / pageSize);
  unmapMappingRange(draft, cpu, bytes.buffer, Math.floor(bytes.start / pageSize), end);
  return done;
}

function access(draft: Draft, cpu: number, action: AccessAction): OperationResult {
  const bytes = resolveBytes(draft, action.at, action.length);
  if (!bytes) return scriptError(`${action.at.base}+${action.at.offset} does not lie in a buffer`);
  const { buffer } = bytes;
  const vmap = findVmap(draft, action.at.base);
  if (vmap && !vmap.live) return useGone(draft, vmap.name, buffer, action.do);
  if (!vmap && bytes.mapping?.kind !== 'coherent' && isPageless(draft, buffer))
    return linearMapOops(draft, buffer, bufferAddress(draft.state, buffer, bytes.start));
  const type = vmap ? userTypeOf(draft, buffer) : kernelTypeOf(draft, bytes.mapping);
  const begun = beginAccess(draft, action, cpu, null);
  checkAccess(draft, begun, { buffer, start: bytes.start, length: action.length }, type);
  for (const { start, length, address } of pageParts(draft, buffer, bytes.start, action.length))
    accessPart(draft, begun, { buffer, start, length }, address, type);
  return endAccess(draft, begun);
}
