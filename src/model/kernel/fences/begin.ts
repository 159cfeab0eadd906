/**
 * The order of SYNC START's two halves. dma_buf_begin_cpu_access lets the exporter sync first and waits for the
 * fences afterwards; an exporter that cares waits by itself, before it syncs [drivers/dma-buf/dma-buf.c]. Generic
 * exporters here do so, as graphics drivers do; those that were recorded do not.
 */
import type { Draft } from '../../draft.ts';
import type { Direction } from '../../operation.ts';
import type { OperationResult } from '../../result.ts';
import { blameDefect } from '../../violations/raise.ts';
import { realProfile } from '../exporters/profiles.ts';
import { jobOf } from './jobs.ts';
import { pendingFences, usageFor, waitForCpuAccess } from './resv.ts';

/** The exporter's part of begin, and the wait, each in its place. */
export function beginAndWait(
  draft: Draft,
  buffer: number,
  direction: Direction,
  exporterBegins: () => OperationResult,
): OperationResult {
  const { buffers, platform } = draft.state.setup;
  const isReal = realProfile(buffers[buffer]?.exporter ?? '', platform.kernel) !== null;
  if (!isReal) {
    const waited = waitForCpuAccess(draft, buffer, direction);
    if (waited.kind !== 'ok') return waited;
  }
  const begun = exporterBegins();
  if (begun.kind !== 'ok') return begun;
  blameUnfinished(draft, buffer, direction);
  return waitForCpuAccess(draft, buffer, direction);
}

/** What was synced before the devices have finished may be old by the end of the wait. */
function blameUnfinished(draft: Draft, buffer: number, direction: Direction): void {
  for (const { id } of pendingFences(draft.state, buffer, usageFor(direction !== 'FROM_DEVICE'))) {
    const job = jobOf(draft.state, id);
    if (!job || job.buffer !== buffer || job.value === null) continue;
    const { start, length } = job;
    blameDefect(draft, { buffer, start, length }, 'begin-before-wait');
  }
}
