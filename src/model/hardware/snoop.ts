/** What a device's transaction does to the CPU caches where it snoops, and misses where it does not. */
import { emit, type Draft } from '../draft.ts';
import { deviceName } from '../kernel/named.ts';
import type { ByteRange } from '../microEvent.ts';
import type { State } from '../state.ts';
import { raise } from '../violations/raise.ts';
import { dropLine, writeBack } from './cache.ts';
import { aliasesOf, dirtyHolderOf, holdersOf } from './cacheLookup.ts';
import { lineAddressOf } from './memory.ts';

/**
 * A snooping transaction on a part of one line: dirty copies reach memory first; a write then drops every
 * copy. What comes next must be the access to memory itself, without an event between.
 */
export function snoop(
  draft: Draft,
  device: number,
  range: ByteRange,
  address: number,
  isWrite: boolean,
): void {
  const lineAddress = lineAddressOf(draft.state, address);
  const isWholeWrite = isWrite && range.length === draft.state.setup.platform.lineSize;
  const reason = `snooped by ${deviceName(draft, device)}`;
  noteSnoop(draft, device, range, allHoldersOf(draft.state, lineAddress));
  // Every event may let others in, so it is looked again until no copy is in the way.
  for (;;) {
    const copy = copyInTheWay(draft.state, lineAddress, isWrite);
    if (!copy) return;
    if (!isWholeWrite && writeBack(draft, copy.cpu, copy.key, reason)) continue;
    if (isWrite) dropLine(draft, copy.cpu, copy.key, reason);
  }
}

/** A copy of a line, under any of its addresses, that a read (a dirty one) or a write must deal with. */
function copyInTheWay(state: State, lineAddress: number, isWrite: boolean) {
  for (const key of aliasesOf(state, lineAddress)) {
    const [holder] = holdersOf(state, key);
    const cpu = isWrite ? holder : dirtyHolderOf(state, key);
    if (cpu !== undefined) return { cpu, key };
  }
  return null;
}

/** CPUs that hold a line under any of its addresses. */
function allHoldersOf(state: State, lineAddress: number): readonly number[] {
  const holders = aliasesOf(state, lineAddress).flatMap((key) => holdersOf(state, key));
  return holders.length < 2 ? holders : [...new Set(holders)];
}

function noteSnoop(
  draft: Draft,
  device: number,
  range: ByteRange,
  holders: readonly number[],
): void {
  const [first] = holders;
  if (first === undefined) return;
  emit(draft, 'dma.snoop', {
    label: `snoop ${holders.length === 1 ? 'CPU' : 'CPUs'} ${holders.join(', ')}`,
    from: { kind: 'device', device },
    to: { kind: 'cache', cpu: first },
    range,
    facts: { copies: holders.length },
  });
}

/** A coherent device's transaction that does not snoop meets copies that it should have. */
export function checkUnsnooped(
  draft: Draft,
  device: number,
  range: ByteRange,
  address: number,
  isWrite: boolean,
): void {
  if (!draft.state.setup.devices[device]?.coherent) return;
  const lineAddress = lineAddressOf(draft.state, address);
  if (!copyInTheWay(draft.state, lineAddress, isWrite)) return;
  raise(draft, {
    rule: 'unsnooped-transaction',
    bytes: range,
    outcome: 'a CPU cache holds a copy that this transaction does not see',
  });
}
