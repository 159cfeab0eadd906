/**
 * Mappings of a buffer into the kernel's address space: counted, so that the exporter maps once
 * [drivers/dma-buf/dma-buf.c, dma_buf_vmap, dma_buf_vunmap].
 */
import { call, emit, type Draft } from '../../draft.ts';
import type { OperationResult } from '../../result.ts';
import type { Vmap } from '../../state.ts';
import { raise } from '../../violations/raise.ts';
import { liveVmaps as liveOf } from './atRelease.ts';
import { injectedRefusal } from '../dmaBuf.ts';
import { done, refuse } from '../refuse.ts';
import { bufferName, bufferSize, exporterName } from '../named.ts';
import { bufferAddress } from '../../hardware/layout.ts';
import { oops } from '../structPage/oops.ts';
import { bogusPageCauses, pagelessRemedy } from '../structPage/pageless.ts';
import { profileOf } from './profiles.ts';

/** A mapping by name; one that is gone is still known, because using it then is a bug to be told. */
export function findVmap(draft: Draft, name: string): Vmap | undefined {
  return draft.state.vmaps.find((one) => one.name === name);
}

/** dma_buf_vmap. The value of the result is how many mappings stand. */
export function vmap(draft: Draft, name: string, buffer: number): OperationResult {
  return call(draft, `dma_buf_vmap(${bufferName(draft, buffer)})`, () => {
    if (!draft.state.buffers[buffer]?.dmaBuf) return refuse(draft, 'EINVAL', 'it is not exported');
    if (!profileOf(draft.state.setup, buffer).hasVmap)
      return refuse(draft, 'EINVAL', 'the exporter cannot map for the kernel');
    const standing = liveOf(draft, buffer).length;
    if (standing === 0) {
      const mapped = exporterMaps(draft, buffer);
      if (mapped.kind !== 'ok') return mapped;
    }
    const others = draft.state.vmaps.filter((other) => other.name !== name);
    draft.state.vmaps = [...others, { name, buffer, live: true }];
    const count = standing + 1;
    emit(draft, 'vmap', {
      label: `${name}: ${bufferName(draft, buffer)} in the kernel’s address space`,
      from: { kind: 'memory' },
      to: { kind: 'kernel' },
      range: { buffer, start: 0, length: bufferSize(draft, buffer) },
      facts: { count },
    });
    return { kind: 'ok', value: count, faults: 0 };
  });
}

function exporterMaps(draft: Draft, buffer: number): OperationResult {
  return call(
    draft,
    `${exporterName(draft, buffer)}_vmap()`,
    () => injectedRefusal(draft, buffer, 'vmap') ?? mapNoPages(draft, buffer) ?? done,
  );
}

/** Memory without struct page gives vmap() nothing to map; a page that is made up leads nowhere. */
function mapNoPages(draft: Draft, buffer: number): OperationResult | null {
  const remedy = pagelessRemedy(draft, buffer);
  if (remedy === null) return null;
  if (remedy !== 'bogus') return refuse(draft, 'EINVAL', 'the memory has no pages to map');
  return oops(draft, {
    physical: bufferAddress(draft.state, buffer, 0),
    where: 'vmap_pages_range_noflush+0x1f8/0x3a0',
    reason: 'vmap looks into a struct page that does not exist',
    bytes: { buffer, start: 0, length: bufferSize(draft, buffer) },
    causes: bogusPageCauses(draft, buffer),
  });
}

/** dma_buf_vunmap; the last one has the exporter unmap. */
export function vunmap(draft: Draft, { name, buffer, live }: Vmap): OperationResult {
  return call(draft, `dma_buf_vunmap(${bufferName(draft, buffer)})`, () => {
    if (!live) return useGone(draft, name, buffer, 'dma_buf_vunmap');
    draft.state.vmaps = draft.state.vmaps.map((other) =>
      other.name === name ? { ...other, live: false } : other,
    );
    const count = liveOf(draft, buffer).length;
    if (count === 0) call(draft, `${exporterName(draft, buffer)}_vunmap()`, () => done);
    emit(draft, 'vunmap', {
      label: `${name} is gone`,
      from: { kind: 'kernel' },
      to: { kind: 'memory' },
      range: { buffer, start: 0, length: bufferSize(draft, buffer) },
      facts: { count },
    });
    return done;
  });
}

/** Kernel code follows an address that is not mapped any more. */
export function useGone(
  draft: Draft,
  name: string,
  buffer: number,
  where: string,
): OperationResult {
  const bytes = { buffer, start: 0, length: bufferSize(draft, buffer) };
  const reason = `${name} is not mapped any more`;
  const { id } = raise(draft, { rule: 'use-after-vunmap', bytes, outcome: reason });
  return oops(draft, { physical: null, where, reason, bytes, causes: [id] });
}
