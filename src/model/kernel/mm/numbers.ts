/** Arguments of system calls as the kernel sees them: unsigned numbers of 64 bits, in pages. */
import type { Draft } from '../../draft.ts';

/** A number as 64 bits without sign; what is no whole number counts as 0. */
export function u64(value: number): bigint {
  return Number.isFinite(value) ? BigInt.asUintN(64, BigInt(Math.trunc(value))) : 0n;
}

/** Bytes rounded up to whole pages, as PAGE_ALIGN does it: near 2^64 they wrap to 0. */
export function pageAlign(draft: Draft, length: number): bigint {
  const page = BigInt(draft.state.setup.platform.pageSize);
  return BigInt.asUintN(64, ((u64(length) + page - 1n) / page) * page);
}

/** Whether an address or offset lies on a page. */
export function isAligned(draft: Draft, value: number): boolean {
  return u64(value) % BigInt(draft.state.setup.platform.pageSize) === 0n;
}

/** Greatest address of a process, and one more [TASK_SIZE]. */
export const taskSize = 2 ** 47 - 4096;
