/** Loads and stores of one read or write operation: what threads and kernel code have in common. */
import { takeWriteId, type Draft } from '../draft.ts';
import { sameCells } from '../hardware/cell.ts';
import { load, store } from '../kernel/cpuAccess.ts';
import { checkMixedTypes } from '../kernel/memoryType.ts';
import { checkCpuAccess } from '../kernel/ownership.ts';
import type { ByteRange } from '../microEvent.ts';
import type { ThreadAction } from '../operation.ts';
import { noteAccess } from '../races/check.ts';
import type { OperationResult } from '../result.ts';
import type { MemoryType } from '../setup.ts';
import type { Cell } from '../state.ts';

export type AccessAction = Extract<ThreadAction, { do: 'read' | 'write' }>;

/** An access under way, page by page. */
export interface Access {
  readonly action: AccessAction;
  readonly cpu: number;
  /** Null for kernel code. */
  readonly process: string | null;
  /** Of the store; 0 for a load. */
  readonly writeId: number;
  /** What was loaded so far, and what the newest was. */
  readonly cells: Cell[];
  readonly newest: Cell[];
}

/** Begins an access. */
export function beginAccess(
  draft: Draft,
  action: AccessAction,
  cpu: number,
  process: string | null,
): Access {
  const writeId = action.do === 'write' ? takeWriteId(draft) : 0;
  return { action, cpu, process, writeId, cells: [], newest: [] };
}

/** Holds the whole range of an access against the rules, before its first byte is touched. */
export function checkAccess(
  draft: Draft,
  { action, process }: Access,
  range: ByteRange,
  type: MemoryType,
): void {
  if (type === 'WB') checkMixedTypes(draft, range, process);
  checkCpuAccess(draft, range, action.do === 'write', process);
  noteAccess(draft, range, action.do === 'write' ? action.value : null);
}

/**
 * The part of an access that lies in one page, at a physical address, through a mapping of some type: a VMA, or
 * (0) the kernel's own.
 */
export function accessPart(
  draft: Draft,
  { action, cpu, writeId, cells, newest }: Access,
  range: ByteRange,
  address: number,
  type: MemoryType,
  vma = 0,
): void {
  if (action.do === 'write') {
    store(draft, cpu, address, range.length, action.value, writeId, type, vma);
    return;
  }
  const loaded = load(draft, cpu, range, address, type, vma);
  for (const cell of loaded.cells) cells.push(cell);
  for (const cell of loaded.newest) newest.push(cell);
}

/** What an access returns that came to its end. */
export function endAccess(draft: Draft, { action, cells, newest }: Access): OperationResult {
  const { faults } = draft;
  if (action.do === 'write') return { kind: 'ok', value: null, faults };
  return { kind: 'bytes', cells, newest: sameCells(cells, newest) ? cells : newest, faults };
}
