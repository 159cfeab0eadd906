/**
 * Write-combining buffers: stores to WC memory gather in the CPU by line, and reach memory at a barrier, at a
 * doorbell to a device, at an uncached load of the same CPU, or when the buffer is full.
 */
import { emit, setCpu, type Draft } from '../draft.ts';
import type { Cell, State, WcEntry } from '../state.ts';
import { judgeOverwrite } from '../violations/raise.ts';
import { lineRange } from './cache.ts';
import { dramLine, newestCells, setDramLine } from './memory.ts';

/** Puts stores of one line into a CPU's write-combining buffer. */
export function storeCombining(
  draft: Draft,
  cpu: number,
  lineAddress: number,
  offset: number,
  cells: readonly Cell[],
): void {
  const { lineSize, wcLines } = draft.state.setup.platform;
  const entries = draft.state.cpus[cpu]?.wc ?? [];
  const old = entries.find((entry) => entry.address === lineAddress);
  const merged: (Cell | null)[] = old
    ? [...old.cells]
    : new Array<Cell | null>(lineSize).fill(null);
  cells.forEach((cell, i) => {
    merged[offset + i] = cell;
  });
  if (!old && entries.length >= wcLines) drainOldest(draft, cpu, 'full');
  const kept = (draft.state.cpus[cpu]?.wc ?? []).filter((entry) => entry.address !== lineAddress);
  setCpu(draft, cpu, { wc: [...kept, { address: lineAddress, cells: merged }] });
}

/** Drains a CPU's whole buffer to memory. */
export function drain(draft: Draft, cpu: number, reason: string): void {
  while ((draft.state.cpus[cpu]?.wc.length ?? 0) > 0) drainOldest(draft, cpu, reason);
}

function drainOldest(draft: Draft, cpu: number, reason: string): void {
  const [entry, ...rest] = draft.state.cpus[cpu]?.wc ?? [];
  if (!entry) return;
  const old = dramLine(draft.state, entry.address);
  const merged = entry.cells.map((cell, i) => cell ?? old[i] ?? 0);
  const range = lineRange(draft.state, entry.address);
  if (range) {
    const newest = newestCells(draft.state, range.buffer, range.start, range.length);
    judgeOverwrite(
      draft,
      range,
      old,
      merged,
      newest,
      `draining CPU ${cpu}'s write-combining buffer`,
    );
  }
  setDramLine(draft, entry.address, merged);
  setCpu(draft, cpu, { wc: rest });
  emit(draft, 'wc.drain', {
    label: `drain write-combining buffer of CPU ${cpu}`,
    from: { kind: 'wc', cpu },
    to: { kind: 'memory' },
    ...(range ? { range } : {}),
    facts: { reason, cpu },
  });
}

/** CPUs other than `except` whose buffer holds stores to some byte of a part of a line. */
export function undrainedBy(
  state: State,
  lineAddress: number,
  offset: number,
  length: number,
  except: number | null,
): readonly number[] {
  const isHit = (entry: WcEntry): boolean =>
    entry.address === lineAddress &&
    entry.cells.some((cell, i) => cell !== null && i >= offset && i < offset + length);
  return state.cpus.flatMap((cpu, index) =>
    index !== except && cpu.wc.some(isHit) ? [index] : [],
  );
}
