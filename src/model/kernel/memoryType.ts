/** Which memory type a CPU's accesses to a buffer have, and when two of them meet on one page. */
import type { Draft } from '../draft.ts';
import type { ByteRange } from '../microEvent.ts';
import type { MemoryType, MmapPolicy, Setup } from '../setup.ts';
import type { DmaMapping } from '../state.ts';
import { raise } from '../violations/raise.ts';
import { isCoherentDevice } from './segments.ts';

/** Memory type of coherent userspace mappings: `coherent`, and the lower window of `split-window`. */
export function coherentTypeOf(setup: Setup, buffer: number): MemoryType {
  if (setup.devices.every((device) => device.coherent) && setup.platform.snooping) return 'WB';
  return setup.buffers[buffer]?.coherentType ?? 'UC';
}

const isUncachedPolicy = (policy: MmapPolicy | undefined): boolean =>
  policy === 'coherent' || policy === 'split-window';

/** Memory type of a userspace mapping: that of the coherent allocation behind it, or of the policy. */
export function userTypeOf(draft: Draft, buffer: number): MemoryType {
  const coherentFor = draft.state.buffers[buffer]?.coherentFor ?? null;
  if (coherentFor !== null) return isCoherentDevice(draft, coherentFor) ? 'WB' : 'UC';
  const { mmap: policy, memory } = draft.state.setup.buffers[buffer] ?? {};
  // Memory that the kernel does not manage is mapped as a device's memory is.
  if (memory !== undefined) return coherentTypeOf(draft.state.setup, buffer);
  return isUncachedPolicy(policy) ? coherentTypeOf(draft.state.setup, buffer) : 'WB';
}

/** The linear map is WB; what dma_alloc_coherent returns is WB where the device snoops, else UC. */
export function kernelTypeOf(draft: Draft, mapping: DmaMapping | null): MemoryType {
  if (mapping?.kind !== 'coherent') return 'WB';
  return isCoherentDevice(draft, mapping.device) ? 'WB' : 'UC';
}

/** Notes a cached access to memory that is uncached by agreement; `process` null: by kernel code. */
export function checkMixedTypes(draft: Draft, range: ByteRange, process: string | null): void {
  const coherentFor = draft.state.buffers[range.buffer]?.coherentFor ?? null;
  const isUncachedAlloc = coherentFor !== null && !isCoherentDevice(draft, coherentFor);
  const policy = draft.state.setup.buffers[range.buffer]?.mmap;
  // A process reaches a split buffer cached through the upper window only, which has rules of its own.
  const isUncached =
    isUncachedPolicy(policy) &&
    !(policy === 'split-window' && process !== null) &&
    coherentTypeOf(draft.state.setup, range.buffer) !== 'WB';
  if (!isUncachedAlloc && !isUncached) return;
  raise(draft, {
    rule: 'mixed-memory-types',
    bytes: range,
    outcome: 'a cached access to memory that everybody else accesses uncached',
  });
}
