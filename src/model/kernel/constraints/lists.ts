/**
 * The CPU list of an attachment: how the exporter cuts it, and what stands in its page links
 * [drivers/gpu/drm/drm_prime.c: drm_prime_pages_to_sg; drivers/dma-buf/dma-buf.c, CONFIG_DMABUF_DEBUG].
 */
import { emit, setAttachment, setBuffer, type Draft } from '../../draft.ts';
import { isBehindIommu } from '../../hardware/iommu.ts';
import type { Attachment, SgEntry } from '../../state.ts';
import { bufferSize, deviceName } from '../named.ts';
import { segmentLimits } from '../segments.ts';
import { withPageLinks } from '../structPage/pageless.ts';
import { cutEntries, runsOfFrames, unionOfLimits, whyUnfit } from './demands.ts';
import { chooseStorage } from './storage.ts';

/** The list that all attachments of a buffer get, unless one gets its own. */
export function commonList(draft: Draft, buffer: number): readonly SgEntry[] {
  const { frames = [], listLimits } = draft.state.buffers[buffer] ?? {};
  const runs = runsOfFrames(draft, frames);
  return listLimits ? cutEntries(draft, runs, listLimits) : runs;
}

/** The list cut for one device. */
export function separateList(draft: Draft, device: number, buffer: number): readonly SgEntry[] {
  const { frames = [] } = draft.state.buffers[buffer] ?? {};
  return cutEntries(draft, runsOfFrames(draft, frames), segmentLimits(draft, device));
}

/** The list that a device gets: its own, where the exporter makes one and the common one does not suit. */
export function listFor(draft: Draft, device: number, buffer: number): readonly SgEntry[] {
  const common = commonList(draft, buffer);
  const isSeparate = draft.state.setup.buffers[buffer]?.unfit === 'separate';
  if (!isSeparate || whyUnfit(draft, device, common) === null) return common;
  return separateList(draft, device, buffer);
}

/** Builds the sg_table of an attachment; storage that was left open is chosen first. */
export function buildList(
  draft: Draft,
  { id, device, buffer }: Pick<Attachment, 'id' | 'device' | 'buffer'>,
): readonly SgEntry[] {
  keepToUnion(draft, buffer);
  chooseStorage(draft, buffer);
  const entries = withPageLinks(draft, buffer, listFor(draft, device, buffer));
  const sgTable = draft.state.setup.platform.dmabufDebug ? hidePages(draft, entries) : entries;
  setAttachment(draft, id, { sgTable });
  emit(draft, 'sgt.build', {
    label: `sg_table of ${sgTable.length} ${sgTable.length === 1 ? 'entry' : 'entries'}`,
    from: { kind: 'memory' },
    to: { kind: 'device', device },
    range: { buffer, start: 0, length: bufferSize(draft, buffer) },
    facts: { entries: sgTable.length },
  });
  if (draft.state.setup.platform.dmabufDebug)
    emit(draft, 'sgt.hide', {
      label: `page links of ${deviceName(draft, device)}’s list hidden`,
      to: { kind: 'device', device },
      facts: { entries: sgTable.length },
    });
  return sgTable;
}

/** The first list is cut to suit all that are attached by then, and stays as it is. */
function keepToUnion(draft: Draft, buffer: number): void {
  const isUnion = draft.state.setup.buffers[buffer]?.attachCheck === 'union';
  if (!isUnion || draft.state.buffers[buffer]?.listLimits) return;
  const devices = draft.state.attachments.flatMap((a) => (a.buffer === buffer ? [a.device] : []));
  setBuffer(draft, buffer, { listLimits: unionOfLimits(draft, devices) });
}

/** CONFIG_DMABUF_DEBUG: importers get a list whose page links lead nowhere. */
function hidePages(draft: Draft, entries: readonly SgEntry[]): readonly SgEntry[] {
  // Since 7.0 importers get a copy of the list without pages; before, the links are mangled in place.
  const page =
    draft.state.setup.platform.kernel === '7.3' ? ('none' as const) : ('mangled' as const);
  return entries.map((entry) => ({ ...entry, page }));
}

/** Whether the exporter gives a device bounce slots, because its storage does not suit it. */
export function isBouncedByExporter(
  draft: Draft,
  device: number,
  buffer: number,
  entries: readonly SgEntry[],
): boolean {
  if (draft.state.setup.buffers[buffer]?.unfit !== 'bounce') return false;
  return !isBehindIommu(draft.state, device) && whyUnfit(draft, device, entries) !== null;
}
