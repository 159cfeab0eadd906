/**
 * The mapping that udmabuf keeps for its own misc device: begin_cpu_access makes it the first time and syncs it
 * from then on, end_cpu_access syncs it, and the attachments of real devices are never synced
 * [drivers/dma-buf/udmabuf.c, begin_cpu_udmabuf, end_cpu_udmabuf, release_udmabuf].
 */
import { call, type Draft } from '../../draft.ts';
import type { Direction } from '../../operation.ts';
import type { OperationResult } from '../../result.ts';
import type { DmaMapping } from '../../state.ts';
import { blameDefect } from '../../violations/raise.ts';
import { done, refuse } from '../refuse.ts';
import { bufferSize, deviceName } from '../named.ts';
import { dmaMap, dmaSync } from '../streaming.ts';
import { privateDeviceOf, privateMappingOf } from './atRelease.ts';

/** begin_cpu_udmabuf: maps at the first call, syncs at any other. */
export function beginPrivate(
  draft: Draft,
  buffer: number,
  direction: Direction,
  cpu: number,
): OperationResult {
  const mapping = privateMappingOf(draft, buffer);
  if (mapping) return syncPrivate(draft, mapping, 'cpu', direction, cpu);
  const device = privateDeviceOf(draft.state.setup, buffer);
  const length = bufferSize(draft, buffer);
  const label = `dma_map_sgtable(${deviceName(draft, device)}, ${direction}, SKIP_CPU_SYNC)`;
  return call(draft, label, () => {
    blameDefect(draft, { buffer, start: 0, length }, 'udmabuf-private-mapping');
    const mapped = dmaMap(draft, {
      ...{ name: null, kind: 'sg', device, buffer, start: 0, length, direction, cpu },
      // No driver works on it, so that nobody is ever its owner.
      ...{ isOwned: false, skipCpuSync: true },
    });
    return 'errno' in mapped ? refuse(draft, mapped.errno, mapped.reason) : done;
  });
}

/** end_cpu_udmabuf: refused where nothing has begun. */
export function endPrivate(
  draft: Draft,
  buffer: number,
  direction: Direction,
  cpu: number,
): OperationResult {
  const mapping = privateMappingOf(draft, buffer);
  if (mapping) return syncPrivate(draft, mapping, 'device', direction, cpu);
  return refuse(draft, 'EINVAL', 'no CPU access has begun before');
}

function syncPrivate(
  draft: Draft,
  mapping: DmaMapping,
  to: 'cpu' | 'device',
  direction: Direction,
  cpu: number,
): OperationResult {
  const { device, start, length, buffer } = mapping;
  return call(
    draft,
    `dma_sync_sgtable_for_${to}(${deviceName(draft, device)}, ${direction})`,
    () => {
      blameDefect(draft, { buffer, start, length }, 'udmabuf-private-mapping');
      dmaSync(draft, mapping.id, { to, start, length, direction, cpu, defect: null });
      return done;
    },
  );
}
