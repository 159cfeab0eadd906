/** Entries of sg_tables and DMA lists, over the rows of the bytes that they cover: merging is seen. */
import { deviceName, deviceRole, hex, isSelected, type RoomContext } from './roomContext.ts';
import { holds } from './roomDevices.ts';
import type { RoomSpan } from './roomTypes.ts';
import type { Selection } from './selection.ts';

/** Entries of the CPU lists of attachments and of the DMA lists of mappings. */
export function roomSpans(context: RoomContext): readonly RoomSpan[] {
  return [...cpuListSpans(context), ...dmaListSpans(context)];
}

function cpuListSpans(context: RoomContext): readonly RoomSpan[] {
  return context.state.attachments.flatMap((attachment) =>
    attachment.sgTable.map((entry, index) =>
      makeSpan(context, attachment.device, attachment.buffer, entry, {
        key: `sg${attachment.id}/${index}`,
        part: `sg:${attachment.device}`,
        state: 'outline',
        role: 'none',
        label: `sg[${index}]`,
        code: hex(entry.address),
        where: 'CPU list of the sg_table',
      }),
    ),
  );
}

function dmaListSpans(context: RoomContext): readonly RoomSpan[] {
  return context.state.mappings
    .filter(({ live }) => live)
    .flatMap((mapping) =>
      mapping.segments.map((segment, index) => {
        const end = segment.start + segment.length;
        const contested = mapping.extents.some(
          (extent) => extent.start < end && extent.end > segment.start && extent.contested,
        );
        const isOwner = mapping.kind === 'coherent' || holds(mapping, segment.start, end);
        return makeSpan(context, mapping.device, mapping.buffer, segment, {
          key: `dma${mapping.id}/${index}`,
          part: `dma:${mapping.device}`,
          state: mapping.changing ? 'pending' : isOwner ? 'solid' : 'outline',
          role: deviceRole(mapping.device),
          label: mapping.name ?? `dma[${index}]`,
          code: hex(segment.dmaAddress),
          where: contested ? 'DMA list, contested' : 'DMA list',
        });
      }),
    );
}

function makeSpan(
  context: RoomContext,
  device: number,
  buffer: number,
  bytes: { readonly start: number; readonly length: number },
  words: Pick<RoomSpan, 'key' | 'part' | 'state' | 'role' | 'label' | 'code'> & {
    readonly where: string;
  },
): RoomSpan {
  const { where, ...rest } = words;
  const page = Math.floor(bytes.start / context.state.setup.platform.pageSize);
  const selection: Selection = { kind: 'page', buffer, page, place: { kind: 'device', device } };
  return {
    ...rest,
    buffer,
    start: bytes.start,
    end: bytes.start + bytes.length,
    name: `${deviceName(context, device)}, ${where}, ${rest.label}: ${bytes.length} bytes at ${rest.code}`,
    selection,
    selected: isSelected(context, selection),
  };
}
