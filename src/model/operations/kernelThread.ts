/** What kernel code on a CPU does: loads and stores through the linear map, maintenance, zapping. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import { takeWriteId, type Draft } from '../draft.ts';
import { load, store } from '../kernel/cpuAccess.ts';
import { bufferSize, done } from '../kernel/dmaBuf.ts';
import { maintain } from '../kernel/maintenance.ts';
import { unmapMappingRange } from '../kernel/mm.ts';
import { checkCpuAccess } from '../kernel/ownership.ts';
import { isCoherentDevice } from '../kernel/streaming.ts';
import type { KernelAction, ThreadAction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { MemoryType } from '../setup.ts';
import type { Cell, DmaMapping } from '../state.ts';
import { raise } from '../violations/raise.ts';
import { pageParts, resolveBytes, scriptError } from './lookup.ts';
import { barrier, coherentTypeOf, doorbell } from './thread.ts';

/** Performs kernel code's action on a CPU. */
export function performKernel(draft: Draft, cpu: number, action: ThreadAction | KernelAction): OperationResult {
  switch (action.do) {
    case 'read':
    case 'write':
      return access(draft, cpu, action);
    case 'maintain': {
      const bytes = resolveBytes(draft, action.at, action.length);
      if (!bytes) return scriptError(`${action.at.base}+${action.at.offset} does not lie in a buffer`);
      for (const part of pageParts(draft, bytes.buffer, bytes.start, action.length)) {
        maintain(draft, part.address, part.length, action.how, 'by hand');
      }
      return done;
    }
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

function zap(draft: Draft, cpu: number, action: Extract<KernelAction, { do: 'zap' }>): OperationResult {
  const bytes = resolveBytes(draft, action.at, Math.max(1, action.length));
  if (!bytes) return scriptError(`${action.at.base}+${action.at.offset} does not lie in a buffer`);
  const { pageSize } = draft.state.setup.platform;
  // A length of 0 reaches to the end, as holelen 0 of unmap_mapping_range does.
  const last = action.length === 0 ? bufferSize(draft, bytes.buffer) : bytes.start + action.length;
  const end = Math.ceil(last / pageSize);
  unmapMappingRange(draft, cpu, bytes.buffer, Math.floor(bytes.start / pageSize), end);
  return done;
}

type AccessAction = Extract<ThreadAction, { do: 'read' | 'write' }>;

function access(draft: Draft, cpu: number, action: AccessAction): OperationResult {
  const bytes = resolveBytes(draft, action.at, action.length);
  if (!bytes) return scriptError(`${action.at.base}+${action.at.offset} does not lie in a buffer`);
  const { buffer } = bytes;
  const type = memoryTypeOf(draft, buffer, bytes.mapping);
  const cells: Cell[] = [];
  const newest: Cell[] = [];
  const writeId = action.do === 'write' ? takeWriteId(draft) : 0;
  for (const part of pageParts(draft, buffer, bytes.start, action.length)) {
    const range = { buffer, start: part.start, length: part.length };
    if (type === 'WB') checkMixedTypes(draft, range);
    checkCpuAccess(draft, range, action.do === 'write', null);
    if (action.do === 'write') store(draft, cpu, part.address, part.length, action.value, writeId, type);
    else {
      const loaded = load(draft, cpu, range, part.address, type);
      for (const cell of loaded.cells) cells.push(cell);
      for (const cell of loaded.newest) newest.push(cell);
    }
  }
  if (action.do === 'write') return { kind: 'ok', value: null, faults: 0 };
  return { kind: 'bytes', cells, newest, faults: 0 };
}

/** The linear map is WB; the address that dma_alloc_coherent returns is WB only where the device snoops. */
function memoryTypeOf(draft: Draft, buffer: number, mapping: DmaMapping | null): MemoryType {
  if (mapping?.kind !== 'coherent') return 'WB';
  return isCoherentDevice(draft, mapping.device) ? 'WB' : (draft.state.setup.buffers[buffer]?.coherentType ?? 'UC');
}

/** A cached access to memory that is uncached by agreement. */
function checkMixedTypes(draft: Draft, range: { buffer: number; start: number; length: number }): void {
  const coherentFor = draft.state.buffers[range.buffer]?.coherentFor ?? null;
  const isUncachedAlloc = coherentFor !== null && !isCoherentDevice(draft, coherentFor);
  const isUncachedPolicy =
    draft.state.setup.buffers[range.buffer]?.mmap === 'coherent' &&
    coherentTypeOf(draft.state.setup, range.buffer) !== 'WB';
  if (!isUncachedAlloc && !isUncachedPolicy) return;
  raise(draft, {
    rule: 'mixed-memory-types',
    bytes: range,
    outcome: 'a cached access to memory that everybody else accesses uncached',
  });
}
