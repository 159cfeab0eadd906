/** Entries of sg_tables and DMA lists, over the rows of the bytes that they cover: merging is seen. */
import type { DmaMapping, DmaSegment, SgEntry } from '../model/state.ts';
import { deviceName, deviceRole, hex, isSelected, type RoomContext } from './roomContext.ts';
import { holds } from './roomDevices.ts';
import type { RoomSpan } from './roomTypes.ts';
import type { Selection } from './selection.ts';

/** Entries of the CPU lists of attachments and of the DMA lists of mappings. */
export function roomSpans(context: RoomContext): readonly RoomSpan[] {
  return [...cpuListSpans(context), ...dmaListSpans(context)];
}

/** What an entry's page link holds where it holds no page. */
const linkWords: Readonly<Record<NonNullable<SgEntry['page']>, string>> = {
  bogus: 'bogus page',
  none: 'no page',
  mangled: 'mangled',
};

function cpuListSpans(context: RoomContext): readonly RoomSpan[] {
  return context.state.attachments.flatMap((attachment) =>
    attachment.sgTable.map((entry, index) =>
      makeSpan(context, attachment.device, attachment.buffer, entry, {
        key: `sg${attachment.id}/${index}`,
        part: `sg:${attachment.device}`,
        state: entry.page === undefined ? 'outline' : 'stale',
        role: entry.page === undefined ? 'none' : 'bad',
        label: entry.page === undefined ? `sg[${index}]` : linkWords[entry.page],
        code: hex(entry.address),
        where: `CPU list of the sg_table${entry.page === undefined ? '' : `, sg[${index}]`}`,
      }),
    ),
  );
}

function dmaListSpans(context: RoomContext): readonly RoomSpan[] {
  return context.state.mappings
    .filter(({ live }) => live)
    .flatMap((mapping) => [
      ...mapping.segments.map((segment, index) => {
        const end = segment.start + segment.length;
        const contested = mapping.extents.some(
          (extent) => extent.start < end && extent.end > segment.start && extent.contested,
        );
        const isOwner = mapping.kind === 'coherent' || holds(mapping, segment.start, end);
        return makeSpan(context, mapping.device, mapping.buffer, segment, {
          key: `dma${mapping.id}/${index}`,
          part: `dma:${mapping.device}`,
          state: mapping.changing
            ? 'pending'
            : mapping.moved
              ? 'stale'
              : isOwner
                ? 'solid'
                : 'outline',
          role: mapping.moved ? 'bad' : deviceRole(mapping.device),
          label: mapping.name ?? `dma[${index}]`,
          merges: mergedEntries(context, mapping, segment),
          code: hex(segment.dmaAddress),
          where: contested ? 'DMA list, contested' : 'DMA list',
        });
      }),
      ...(mapping.taken ?? []).map((segment, index) => takenSpan(context, mapping, segment, index)),
    ]);
}

/** The entries of the CPU list that stand side by side in one of the DMA list; empty where it is one to one. */
function mergedEntries(
  { state }: RoomContext,
  { device, buffer }: DmaMapping,
  { start, length }: DmaSegment,
): string {
  const list = state.attachments.find((each) => each.device === device && each.buffer === buffer);
  const covered = (list?.sgTable ?? []).flatMap((entry, index) =>
    entry.start < start + length && entry.start + entry.length > start ? [index] : [],
  );
  return covered.length > 1 ? `sg[${covered[0]}–${covered.at(-1)}]` : '';
}

/** An address that a driver took from the CPU list: where its device really goes. */
function takenSpan(
  context: RoomContext,
  { id, device, buffer }: DmaMapping,
  segment: DmaSegment,
  index: number,
): RoomSpan {
  return makeSpan(context, device, buffer, segment, {
    key: `taken${id}/${index}`,
    part: `taken:${device}`,
    state: 'stale',
    role: 'bad',
    label: `taken[${index}]`,
    code: hex(segment.dmaAddress),
    where: 'taken from the CPU list in place of the DMA list',
  });
}

function makeSpan(
  context: RoomContext,
  device: number,
  buffer: number,
  bytes: { readonly start: number; readonly length: number },
  words: Pick<RoomSpan, 'key' | 'part' | 'state' | 'role' | 'label' | 'code'> & {
    readonly where: string;
    readonly merges?: string;
  },
): RoomSpan {
  const { where, merges = '', ...rest } = words;
  const page = Math.floor(bytes.start / context.state.setup.platform.pageSize);
  const selection: Selection = { kind: 'page', buffer, page, place: { kind: 'device', device } };
  return {
    ...rest,
    merges,
    buffer,
    start: bytes.start,
    end: bytes.start + bytes.length,
    name: `${deviceName(context, device)}, ${where}, ${rest.label}${merges === '' ? '' : `, ${merges} as one`}: ${bytes.length} bytes at ${rest.code}`,
    selection,
    selected: isSelected(context, selection),
  };
}
