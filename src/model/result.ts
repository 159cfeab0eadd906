/** What an operation returns to whoever did it. */
import type { MicroEvent } from './microEvent.ts';
import type { Operation } from './operation.ts';
import type { Cell, State } from './state.ts';

/** Kernel error names that the model returns. */
export type Errno =
  | 'EACCES'
  | 'EAGAIN'
  | 'EBADF'
  | 'EBADFD'
  | 'EBUSY'
  | 'EEXIST'
  | 'EFAULT'
  | 'EFBIG'
  | 'EINTR'
  | 'EINVAL'
  | 'EIO'
  | 'ENODEV'
  | 'ENOMEM'
  | 'ENOENT'
  | 'ENOTTY'
  | 'ENXIO'
  | 'EOPNOTSUPP'
  | 'EOVERFLOW'
  | 'EPERM'
  | 'ESPIPE';

/** What an operation returned to whoever did it; `kind` tells the cases apart. */
export type OperationResult =
  /** Success; `value` is a descriptor, an address or null; `faults` counts page faults taken. */
  | { readonly kind: 'ok'; readonly value: number | null; readonly faults: number }
  /** A read: the cells it got and the newest there were, byte by byte. */
  | {
      readonly kind: 'bytes';
      readonly cells: readonly Cell[];
      readonly newest: readonly Cell[];
      readonly faults: number;
    }
  /** The kernel refused; `reason` says why in words. */
  | { readonly kind: 'errno'; readonly errno: Errno; readonly reason: string }
  | {
      readonly kind: 'signal';
      readonly signal: 'SIGBUS' | 'SIGSEGV';
      /** si_code: SEGV_MAPERR 1, SEGV_ACCERR 2, BUS_ADRERR 2. */
      readonly code: number;
      readonly reason: string;
    }
  /** The kernel oopsed, and the thread that was in it is gone. */
  | { readonly kind: 'oops'; readonly reason: string }
  /** The device's access was blocked by the IOMMU. */
  | { readonly kind: 'blocked'; readonly reason: string }
  /** The script names something that is not there, or asks for the impossible. Nothing was done. */
  | { readonly kind: 'scriptError'; readonly message: string };

/** An operation that was done inside another, with what it returned. */
export interface NestedResult {
  readonly operation: Operation;
  readonly result: OperationResult;
  /** Index of its first micro-event in the outer operation's, and one past its last. */
  readonly firstEvent: number;
  readonly endEvent: number;
}

/** What `step` returns. */
export interface StepResult {
  readonly state: State;
  readonly result: OperationResult;
  readonly events: readonly MicroEvent[];
  /** One for each interleaving, in their order. */
  readonly nested: readonly NestedResult[];
}
