/**
 * What an exporter has of its own for a buffer, and what of it goes, or is found left, when the buffer is released
 * [drivers/dma-buf/dma-buf.c, dma_buf_release; drivers/dma-buf/udmabuf.c, release_udmabuf].
 */
import { call, type Draft } from '../../draft.ts';
import type { Setup } from '../../setup.ts';
import type { DmaMapping, Vmap } from '../../state.ts';
import { raise } from '../../violations/raise.ts';
import { bufferSize, deviceName } from '../named.ts';
import { dmaUnmap } from '../streaming.ts';

/** Index of the exporter's own device; -1 where it has none. */
export function privateDeviceOf(setup: Setup, buffer: number): number {
  const exporter = setup.buffers[buffer]?.exporter;
  return setup.devices.findIndex(({ miscOf }) => miscOf !== undefined && miscOf === exporter);
}

/** The exporter's own mapping of a buffer, once it is made. */
export function privateMappingOf(draft: Draft, buffer: number): DmaMapping | undefined {
  const device = privateDeviceOf(draft.state.setup, buffer);
  return draft.state.mappings.find((m) => m.live && m.device === device && m.buffer === buffer);
}

/** release_udmabuf: its own mapping goes with the buffer. */
export function releasePrivate(draft: Draft, buffer: number): void {
  const mapping = privateMappingOf(draft, buffer);
  if (!mapping) return;
  const { device, length, direction } = mapping;
  const label = `dma_unmap_sgtable(${deviceName(draft, device)}, ${direction}, SKIP_CPU_SYNC)`;
  call(draft, label, () =>
    dmaUnmap(draft, mapping.id, { length, direction, skipCpuSync: true, cpu: 0 }),
  );
}

/** Mappings of a buffer into the kernel that stand. */
export const liveVmaps = (draft: Draft, buffer: number): readonly Vmap[] =>
  draft.state.vmaps.filter((vmap) => vmap.live && vmap.buffer === buffer);

/** The last reference goes while the kernel still has the buffer mapped. */
export function checkVmaps(draft: Draft, buffer: number): void {
  const left = liveVmaps(draft, buffer).length;
  if (left === 0) return;
  raise(draft, {
    rule: 'released-while-vmapped',
    bytes: { buffer, start: 0, length: bufferSize(draft, buffer) },
    outcome: `${left} ${left === 1 ? 'mapping' : 'mappings'} of the kernel ${left === 1 ? 'is' : 'are'} left`,
  });
}
