/**
 * Memory without struct page: what an exporter puts into its sg list, and what becomes of an importer that looks
 * for the page [kernel/dma/mapping.c: dma_get_sgtable_attrs; arch/arm/mm/dma-mapping.c: arm_dma_get_sgtable].
 */
import { call, emit, setBuffer, type Draft } from '../../draft.ts';
import type { PagelessRemedy } from '../../setup.ts';
import type { OperationResult } from '../../result.ts';
import type { SgEntry } from '../../state.ts';
import { raise } from '../../violations/raise.ts';
import { refuse } from '../refuse.ts';
import { bufferName, bufferSize, deviceName } from '../named.ts';
import { isCoherentDevice, needsBounce } from '../segments.ts';
import { oops } from './oops.ts';

/** What an exporter does about pages that do not exist; null where the memory has pages. */
export function pagelessRemedy(draft: Draft, buffer: number): PagelessRemedy | 'bogus' | null {
  const setup = draft.state.setup.buffers[buffer];
  return setup?.memory === undefined ? null : (setup.pageless ?? 'bogus');
}

/** Whether a buffer lies in memory that the kernel has no pages, and no linear map, for. */
export function isPageless(draft: Draft, buffer: number): boolean {
  return pagelessRemedy(draft, buffer) !== null;
}

/** dma_get_sgtable at export. Returns a refusal where the exporter finds out; null where it goes on. */
export function getSgtable(draft: Draft, buffer: number): OperationResult | null {
  const remedy = pagelessRemedy(draft, buffer);
  if (remedy === null) return null;
  return call(draft, `dma_get_sgtable(${bufferName(draft, buffer)})`, () => {
    if (remedy === 'fail-early')
      return refuse(draft, 'ENXIO', 'the memory has no struct page, so it has no sg list');
    const words = {
      bogus: 'a page is computed from its address; there is none',
      'dma-only': 'no page: DMA address and length only',
      nopage: 'no page, and the entry says so',
    };
    if (remedy === 'bogus') noteBogusPage(draft, buffer);
    emit(draft, 'sgt.build', {
      label: `sg_table: ${words[remedy]}`,
      from: { kind: 'memory' },
      range: whole(draft, buffer),
      facts: { entries: 1, page: remedy === 'bogus' ? 'bogus' : 'none' },
    });
    return null;
  });
}

function whole(draft: Draft, buffer: number) {
  return { buffer, start: 0, length: bufferSize(draft, buffer) };
}

function noteBogusPage(draft: Draft, buffer: number): void {
  const { id } = raise(draft, {
    rule: 'no-struct-page',
    bytes: whole(draft, buffer),
    outcome: 'the entry holds a pointer to a struct page that does not exist',
  });
  setBuffer(draft, buffer, { bogusPage: id });
}

/** Entries as the exporter of this buffer writes them: with what stands in place of a page. */
export function withPageLinks(
  draft: Draft,
  buffer: number,
  entries: readonly SgEntry[],
): readonly SgEntry[] {
  const remedy = pagelessRemedy(draft, buffer);
  if (remedy === null) return entries;
  const page = remedy === 'bogus' ? ('bogus' as const) : ('none' as const);
  return entries.map((entry) => ({ ...entry, page }));
}

/** The violation that left a page that does not exist in the list of a buffer, if any. */
export function bogusPageCauses(draft: Draft, buffer: number): readonly number[] {
  const violation = draft.state.buffers[buffer]?.bogusPage;
  return violation === undefined ? [] : [violation];
}

/**
 * What happens where dma_map_sg or a sync of a device looks behind a page that is none: it cleans the page's cache
 * lines, or copies it into a bounce slot. Null where nobody looks.
 */
export function lookBehindPage(
  draft: Draft,
  device: number,
  buffer: number,
  entries: readonly SgEntry[],
): OperationResult | null {
  const [first] = entries;
  if (!first || pagelessRemedy(draft, buffer) === null) return null;
  const bounces = entries.some((entry) => needsBounce(draft, device, entry));
  if (isCoherentDevice(draft, device) && !bounces) return null;
  const where = bounces ? 'swiotlb_bounce+0xd0/0x190' : 'dcache_clean_poc+0x20/0x38';
  return call(draft, `${bounces ? 'swiotlb_tbl_map_single' : 'arch_sync_dma_for_device'}()`, () =>
    oops(draft, {
      physical: first.address,
      where,
      reason: `the ${bounces ? 'copy into a bounce slot' : 'cache maintenance'} for ${deviceName(draft, device)} touches memory that the kernel has not mapped`,
      bytes: whole(draft, buffer),
      causes: bogusPageCauses(draft, buffer),
    }),
  );
}

/**
 * A driver maps such memory by itself with dma_map_page or dma_map_sg: the page that it gives is computed from the
 * address, and maps that touch caches or a bounce slot look behind it. Null where nobody looks.
 */
export function mapBogusPage(
  draft: Draft,
  device: number,
  buffer: number,
  runs: readonly SgEntry[],
  skipCpuSync: boolean,
): OperationResult | null {
  if (!isPageless(draft, buffer)) return null;
  noteBogusPage(draft, buffer);
  const bounces = runs.some((entry) => needsBounce(draft, device, entry));
  return skipCpuSync && !bounces ? null : lookBehindPage(draft, device, buffer, runs);
}

/** Kernel code that reads or writes such memory through the linear map, which does not have it. */
export function linearMapOops(draft: Draft, buffer: number, address: number): OperationResult {
  const { id } = raise(draft, {
    rule: 'no-struct-page',
    bytes: whole(draft, buffer),
    outcome: 'the linear map does not have this memory',
  });
  return oops(draft, {
    physical: address,
    where: 'memcpy+0x3c/0x200',
    reason: 'the linear map does not have this memory',
    bytes: whole(draft, buffer),
    causes: [id],
  });
}
