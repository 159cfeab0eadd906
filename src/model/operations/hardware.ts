/** What CPU and IOMMU hardware do on their own: eviction, prefetch, draining, batched invalidation. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import type { Draft } from '../draft.ts';
import { evict, fill } from '../hardware/cache.ts';
import { keyThrough } from '../hardware/cacheAlias.ts';
import { flushLazy } from '../hardware/iommu.ts';
import { bufferAddress } from '../hardware/layout.ts';
import { lineAddressOf } from '../hardware/memory.ts';
import { drain } from '../hardware/writeCombining.ts';
import { done } from '../kernel/refuse.ts';
import { isPageless } from '../kernel/structPage/pageless.ts';
import type { CpuAction, IommuAction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import { findVmaByName, resolveBytes, scriptError } from './lookup.ts';

/** Performs what a CPU's hardware does of itself. */
export function performCpu(draft: Draft, cpu: number, action: CpuAction): OperationResult {
  if (action.do === 'drain') {
    drain(draft, cpu, 'by itself');
    return done;
  }
  const bytes = resolveBytes(draft, action.at, 1);
  if (!bytes) return scriptError(`${action.at.base}+${action.at.offset} does not lie in a buffer`);
  const vma = findVmaByName(draft, null, action.at.base);
  const lineAddress = keyThrough(
    draft.state,
    lineAddressOf(draft.state, bufferAddress(draft.state, bytes.buffer, bytes.start)),
    vma?.id ?? 0,
  );
  switch (action.do) {
    case 'evict':
      evict(draft, cpu, lineAddress, 'evicted');
      return done;
    case 'prefetch':
      // Nobody maps such memory cached, so nothing of it is ever prefetched.
      if (isPageless(draft, bytes.buffer)) return done;
      fill(draft, cpu, lineAddress, 'prefetch');
      return done;
    default:
      return assertUnreachable(action);
  }
}

/** Performs what the IOMMU does of itself. */
export function performIommu(draft: Draft, action: IommuAction): OperationResult {
  switch (action.do) {
    case 'flushIotlb':
      flushLazy(draft);
      return done;
    default:
      return assertUnreachable(action.do);
  }
}
