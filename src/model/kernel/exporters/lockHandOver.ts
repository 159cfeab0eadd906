/**
 * What taking and giving back a lock does to the caches and to bounce slots: dmabuf-sync knows who has written
 * last, so that it fetches from there and brings it to whoever comes next.
 */
import { call, type Draft } from '../../draft.ts';
import type { Direction } from '../../operation.ts';
import type { DmaMapping } from '../../state.ts';
import { deviceName } from '../named.ts';
import { noteOwner } from '../noteOwner.ts';
import { dmaSync } from '../streaming.ts';

const mappingsOf = (draft: Draft, buffer: number): readonly DmaMapping[] =>
  draft.state.mappings.filter(
    (m) => m.live && m.kind === 'sg' && m.buffer === buffer && m.extents.length > 0,
  );

const isIn = (mapping: DmaMapping, state: string): boolean =>
  mapping.extents.some((extent) => extent.state.startsWith(state));

/** The CPU gets the buffer: from the device that has written, with nothing from those that have not. */
export function takeForCpu(draft: Draft, buffer: number, isWrite: boolean, cpu: number): void {
  for (const mapping of mappingsOf(draft, buffer)) {
    if (!isIn(mapping, 'device')) continue;
    const carries = !isIn(mapping, 'device.behind') && mapping.direction !== 'TO_DEVICE';
    const fetching: Direction = isWrite ? 'BIDIRECTIONAL' : 'FROM_DEVICE';
    sync(draft, mapping, 'cpu', carries ? fetching : 'TO_DEVICE', cpu);
  }
}

/** The CPU is done: every device gets what was written, or at least the buffer. */
export function giveToDevices(draft: Draft, buffer: number, cpu: number): void {
  for (const mapping of mappingsOf(draft, buffer))
    if (isIn(mapping, 'cpu')) sync(draft, mapping, 'device', givingDirection(mapping), cpu);
}

/** A device gets the buffer: what another has written is fetched first. */
export function takeForDevice(draft: Draft, buffer: number, device: number, cpu: number): void {
  const all = mappingsOf(draft, buffer);
  for (const other of all.filter((m) => m.device !== device && isIn(m, 'device.ahead')))
    sync(draft, other, 'cpu', 'FROM_DEVICE', cpu);
  for (const own of all.filter((m) => m.device === device)) {
    if (isIn(own, 'device.behind')) sync(draft, own, 'cpu', 'TO_DEVICE', cpu);
    const now = draft.state.mappings.find(({ id }) => id === own.id);
    if (now && isIn(now, 'cpu')) sync(draft, now, 'device', givingDirection(now), cpu);
  }
}

/** Carries what the CPU, or another device by way of memory, has written; nothing where all is the same. */
function givingDirection(mapping: DmaMapping): Direction {
  if (mapping.direction === 'TO_DEVICE') return 'TO_DEVICE';
  return isIn(mapping, 'cpu.ahead') ? 'BIDIRECTIONAL' : 'FROM_DEVICE';
}

function sync(
  draft: Draft,
  mapping: DmaMapping,
  to: 'cpu' | 'device',
  direction: Direction,
  cpu: number,
): void {
  const { id, device, start, length } = mapping;
  call(draft, `dma_sync_sgtable_for_${to}(${deviceName(draft, device)}, ${direction})`, () => {
    dmaSync(draft, id, { to, start, length, direction, cpu, defect: null });
    noteOwner(draft, mapping, to);
  });
}
