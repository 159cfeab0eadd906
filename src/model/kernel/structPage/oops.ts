/**
 * Kernel oopses: following a pointer that leads nowhere [arch/arm64/mm/fault.c, arch/x86/mm/fault.c]. The thread
 * that was in the kernel is gone: nothing that it had begun is ended or undone.
 */
import { printk, setDevice, type Draft } from '../../draft.ts';
import type { ByteRange } from '../../microEvent.ts';
import type { OperationResult } from '../../result.ts';
import { raise } from '../../violations/raise.ts';

const linearMap = 0xffff000000000000n;

export interface Oops {
  /** Where the access went; null: page zero. */
  readonly physical: number | null;
  /** Function that made it. */
  readonly where: string;
  /** What went wrong, in words. */
  readonly reason: string;
  readonly bytes: ByteRange;
  /** Violations that led to it. */
  readonly causes: readonly number[];
}

/** Address in the linear map that a physical address would have. */
function linearAddress(physical: number): string {
  return (linearMap + BigInt(physical)).toString(16).padStart(16, '0');
}

/** The kernel oopses. Returns what the caller of the system call gets: nothing, for it is gone. */
export function oops(draft: Draft, { physical, where, reason, ...rest }: Oops): OperationResult {
  const { snooping } = draft.state.setup.platform;
  const address = physical === null ? '0000000000000000' : linearAddress(physical);
  raise(draft, { rule: 'kernel-oops', bytes: rest.bytes, causes: rest.causes, outcome: reason });
  printk(
    draft,
    firstLine(snooping, physical === null, address),
    `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`,
  );
  printk(
    draft,
    snooping ? 'Oops: 0000 [#1] PREEMPT SMP' : 'Internal error: Oops: 0000000096000004 [#1] SMP',
  );
  printk(draft, snooping ? `RIP: 0010:${where}` : `pc : ${where}`);
  const { actor } = draft;
  if (actor.kind === 'device') {
    const device = draft.state.setup.devices.findIndex(({ name }) => name === actor.device);
    setDevice(draft, device, { oopsed: true });
  }
  return { kind: 'oops', reason };
}

function firstLine(snooping: boolean, isNull: boolean, address: string): string {
  if (snooping)
    return isNull
      ? `BUG: kernel NULL pointer dereference, address: ${address}`
      : `BUG: unable to handle page fault for address: ${address}`;
  return isNull
    ? `Unable to handle kernel NULL pointer dereference at virtual address ${address}`
    : `Unable to handle kernel paging request at virtual address ${address}`;
}
