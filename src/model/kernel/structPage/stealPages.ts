/**
 * Drivers that fish struct pages out of an sg list and build their own address list from them: they take one page
 * from each entry, and do not look at the DMA list [drm_prime_sg_to_page_addr_arrays, as TTM drivers used it].
 */
import { emit, setMapping, type Draft } from '../../draft.ts';
import type { OperationResult } from '../../result.ts';
import type { Attachment, DmaMapping, DmaSegment } from '../../state.ts';
import { raise } from '../../violations/raise.ts';
import { findMapping } from '../extents.ts';
import { bufferSize, deviceName } from '../named.ts';
import { oops } from './oops.ts';
import { bogusPageCauses } from './pageless.ts';

/** Takes the pages. Returns an oops where an entry has none; null where the driver goes on. */
export function stealPages(draft: Draft, attachment: Attachment): OperationResult | null {
  const { device, buffer, sgTable, mapping: id } = attachment;
  const mapping = id === null ? undefined : findMapping(draft, id);
  if (!mapping) return null;
  const without = sgTable.find(({ page }) => page !== undefined);
  if (without?.page) return lookAtNoPage(draft, attachment, without.page, without.address);
  const { pageSize } = draft.state.setup.platform;
  const taken: readonly DmaSegment[] = sgTable.map(({ address }, index) => ({
    ...{ start: index * pageSize, length: pageSize, dmaAddress: address, slot: null },
  }));
  setMapping(draft, mapping.id, { taken });
  raise(draft, {
    rule: 'page-stealing',
    bytes: { buffer, start: 0, length: bufferSize(draft, buffer) },
    outcome: describe(draft, mapping, taken),
  });
  emit(draft, 'pages.take', {
    label: `${deviceName(draft, device)} takes ${taken.length} ${taken.length === 1 ? 'page' : 'pages'}`,
    from: { kind: 'memory' },
    to: { kind: 'device', device },
    range: { buffer, start: 0, length: bufferSize(draft, buffer) },
    facts: { entries: sgTable.length, pages: bufferSize(draft, buffer) / pageSize },
  });
  return null;
}

function describe(draft: Draft, mapping: DmaMapping, taken: readonly DmaSegment[]): string {
  const pages = mapping.length / draft.state.setup.platform.pageSize;
  if (taken.length < pages) {
    const entries = taken.length === 1 ? '1 entry stands' : `${taken.length} entries stand`;
    return `${entries} for ${pages} pages`;
  }
  const isSame = taken.every(({ start, dmaAddress }) =>
    mapping.segments.some(
      (s) =>
        start >= s.start &&
        start < s.start + s.length &&
        s.dmaAddress + start - s.start === dmaAddress,
    ),
  );
  return isSame
    ? 'one page an entry, and DMA addresses are physical ones: it comes out right'
    : 'the device reaches the buffer at other addresses than those of its pages';
}

/** The driver follows the pointer that stands where a page should. */
function lookAtNoPage(
  draft: Draft,
  { device, buffer }: Attachment,
  page: 'bogus' | 'none' | 'mangled',
  address: number,
): OperationResult {
  const bytes = { buffer, start: 0, length: bufferSize(draft, buffer) };
  const isHidden = draft.state.setup.platform.dmabufDebug;
  const { id } = raise(draft, {
    rule: isHidden ? 'mangled-page' : 'no-struct-page',
    bytes,
    outcome: `${deviceName(draft, device)}’s driver takes a page that ${page === 'none' ? 'is not there' : 'does not exist'}`,
  });
  return oops(draft, {
    physical: page === 'none' ? null : address,
    where: 'drm_prime_sg_to_page_array+0x58/0xb0',
    reason: `the driver of ${deviceName(draft, device)} takes a page from the list, and there is none`,
    bytes,
    causes: [...bogusPageCauses(draft, buffer), id],
  });
}
