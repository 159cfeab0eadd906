/** Who makes a system call, and the refusals that most calls on a descriptor share. */
import type { Draft } from '../../draft.ts';
import { refuse } from '../../kernel/refuse.ts';
import { findOpened, type Opened } from '../../kernel/files/openFile.ts';
import type { OperationResult } from '../../result.ts';
import { syscall } from '../syscall.ts';

/** A process on a CPU. */
export interface Caller {
  readonly process: string;
  readonly cpu: number;
}

/** Runs a system call on a descriptor, which must be open. */
export function onFd(
  draft: Draft,
  { process }: Caller,
  fd: string,
  label: string,
  body: (opened: Opened) => OperationResult,
): OperationResult {
  return syscall(draft, label, () => {
    const opened = findOpened(draft, process, fd);
    return opened ? body(opened) : refuse(draft, 'EBADF', `${fd} is not open`);
  });
}

/** A result that is a number. */
export const gives = (value: number): OperationResult => ({ kind: 'ok', value, faults: 0 });
