/** Any action of `vocabulary/exporters.ts`, by who can do it. */
import fc from 'fast-check';
import type { Action, Operation } from '../../model/operation.ts';
import {
  byteValue,
  direction,
  fdOf,
  mapOf,
  nameOf,
  rangeOf,
  vmapOf,
  type Weighted,
  weighted,
  type World,
} from './arbitraryWorld.ts';

/** Of processes. */
export function exporterThreadActions(world: World): Weighted<Action>[] {
  const fd = nameOf(world).map(fdOf);
  const announced = fc.tuple(fd, fc.boolean());
  return [
    weighted(
      2,
      announced.map(([f, isWrite]): Action => ({ do: 'prepare', fd: f, isWrite })),
    ),
    weighted(
      2,
      fd.map((f): Action => ({ do: 'finish', fd: f })),
    ),
    weighted(
      1,
      fc
        .tuple(nameOf(world), fc.integer({ min: 1, max: 7 }))
        .map(([b, heaps]): Action => ({ do: 'ionAlloc', name: fdOf(b), buffer: b, heaps })),
    ),
    weighted(
      1,
      fd.map((f): Action => ({ do: 'ionSync', fd: f })),
    ),
    weighted(
      2,
      announced.map(([f, isWrite]): Action => ({ do: 'lock', fd: f, isWrite })),
    ),
    weighted(
      2,
      fd.map((f): Action => ({ do: 'unlock', fd: f })),
    ),
  ];
}

/** Of kernel code. */
export function exporterKernelActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const on = fc.tuple(buffer, direction);
  const range = rangeOf(world, buffer.map(vmapOf));
  return [
    weighted(
      1,
      on.map(([b, d]): Action => ({ do: 'beginCpuAccess', buffer: b, direction: d })),
    ),
    weighted(
      1,
      on.map(([b, d]): Action => ({ do: 'endCpuAccess', buffer: b, direction: d })),
    ),
    weighted(
      1,
      buffer.map((b): Action => ({ do: 'vmap', name: vmapOf(b), buffer: b })),
    ),
    weighted(
      1,
      buffer.map((b): Action => ({ do: 'vunmap', vmap: vmapOf(b) })),
    ),
    weighted(
      1,
      range.map((r): Action => ({ do: 'read', ...r })),
    ),
    weighted(
      1,
      fc.tuple(range, byteValue).map(([r, value]): Action => ({ do: 'write', ...r, value })),
    ),
  ];
}

/** Of drivers. */
export function exporterDriverActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  return [
    weighted(
      1,
      fc
        .tuple(buffer, fc.boolean())
        .map(([b, isWrite]): Action => ({ do: 'lockBuffer', buffer: b, isWrite })),
    ),
    weighted(
      1,
      buffer.map((b): Action => ({ do: 'unlockBuffer', buffer: b })),
    ),
  ];
}

/** Who does what to which buffer. */
interface Work {
  readonly device: string;
  readonly process: string;
  readonly buffer: string;
  readonly range: { readonly at: { readonly offset: number }; readonly length: number };
  readonly value: number;
  readonly writes: boolean;
}

const by = (process: string, action: Action): Operation => ({
  agent: { kind: 'thread', process, cpu: 0 },
  action,
});

function access(base: string, { range, value, writes }: Work): Action {
  const within = { at: { base, offset: range.at.offset }, length: range.length };
  return writes ? { do: 'write', ...within, value } : { do: 'read', ...within };
}

/** Kernel code maps the buffer, announces an access, makes it, and unmaps. */
export function vmapWork(work: Work): Operation[] {
  const { buffer, writes } = work;
  const name = vmapOf(buffer);
  const announced = writes ? 'BIDIRECTIONAL' : 'FROM_DEVICE';
  return [
    by('kernel', { do: 'vmap', name, buffer }),
    by('kernel', { do: 'beginCpuAccess', buffer, direction: announced }),
    by('kernel', access(name, work)),
    by('kernel', { do: 'endCpuAccess', buffer, direction: announced }),
    by('kernel', { do: 'vunmap', vmap: name }),
  ];
}

/** A program brackets an access with prepare and finish. */
export function preparedWork(work: Work): Operation[] {
  const fd = fdOf(work.buffer);
  return [
    by(work.process, { do: 'prepare', fd, isWrite: work.writes }),
    by(work.process, access(mapOf(work.buffer), work)),
    by(work.process, { do: 'finish', fd }),
  ];
}

/** A program and a driver take turns at the lock. */
export function lockedWork(work: Work): Operation[] {
  const { buffer, device, process, writes, range } = work;
  const fd = fdOf(buffer);
  const driver: Operation['agent'] = { kind: 'device', device, cpu: 0 };
  const at = { base: buffer, offset: range.at.offset };
  return [
    by(process, { do: 'lock', fd, isWrite: writes }),
    by(process, access(mapOf(buffer), work)),
    by(process, { do: 'unlock', fd }),
    { agent: driver, action: { do: 'lockBuffer', buffer, isWrite: !writes } },
    { agent: driver, action: { do: 'dmaRead', at, length: range.length, snoop: null } },
    { agent: driver, action: { do: 'unlockBuffer', buffer } },
  ];
}
