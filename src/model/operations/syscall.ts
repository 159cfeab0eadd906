/** A system call: counted, and its event before what happens inside it. */
import { addCost, call, type Draft } from '../draft.ts';
import type { OperationResult } from '../result.ts';

/** Runs `body` as the system call `label`. */
export function syscall(draft: Draft, label: string, body: () => OperationResult): OperationResult {
  addCost(draft, 'syscalls', 1);
  return call(draft, label, body);
}
