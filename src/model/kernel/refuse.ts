/** How kernel functions answer: done, or refused with an error. */
import { emit, type Draft } from '../draft.ts';
import type { Errno, OperationResult } from '../result.ts';

export const done: OperationResult = { kind: 'ok', value: null, faults: 0 };

/** A refusal by the kernel: noted as an event, returned as a result. */
export function refuse(draft: Draft, errno: Errno, reason: string): OperationResult {
  emit(draft, 'refused', { label: `-${errno}: ${reason}`, facts: { errno, reason } });
  return { kind: 'errno', errno, reason };
}
