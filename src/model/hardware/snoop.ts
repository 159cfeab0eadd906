/** What a device's transaction does to the CPU caches where it snoops, and misses where it does not. */
import { emit, type Draft } from '../draft.ts';
import { deviceName } from '../kernel/named.ts';
import type { ByteRange } from '../microEvent.ts';
import { raise } from '../violations/raise.ts';
import { dropLine, writeBack } from './cache.ts';
import { dirtyHolderOf, holdersOf } from './cacheLookup.ts';
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
  noteSnoop(draft, device, range, holdersOf(draft.state, lineAddress));
  // Every event may let others in, so it is looked again until no copy is in the way.
  for (;;) {
    const [holder] = holdersOf(draft.state, lineAddress);
    const cpu = isWrite ? holder : dirtyHolderOf(draft.state, lineAddress);
    if (cpu === undefined) return;
    if (!isWholeWrite && writeBack(draft, cpu, lineAddress, reason)) continue;
    if (isWrite) dropLine(draft, cpu, lineAddress, reason);
  }
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
  const isMissed = isWrite
    ? holdersOf(draft.state, lineAddress).length > 0
    : dirtyHolderOf(draft.state, lineAddress) !== undefined;
  if (!isMissed) return;
  raise(draft, {
    rule: 'unsnooped-transaction',
    bytes: range,
    outcome: 'a CPU cache holds a copy that this transaction does not see',
  });
}
