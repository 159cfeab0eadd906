/**
 * The marks of a page that are no copies: PTEs, TLB entries, IOMMU and IOTLB entries, what a device's
 * mapping says; and the entries of sg_tables and DMA lists over the rows that they cover.
 */
import type { DmaMapping, State, TlbEntry, Vma } from '../model/state.ts';
import type { PteState } from '../model/machines/states.ts';
import type { Place } from '../model/microEvent.ts';
import { pteLane } from './roomColumns.ts';
import {
  deviceName,
  deviceRole,
  hex,
  isSelected,
  isTouched,
  type RoomContext,
} from './roomContext.ts';
import type { PageMark, RoomSpan } from './roomTypes.ts';
import { placeKey, type Selection } from './selection.ts';

type MarkWords = Pick<PageMark, 'state' | 'role' | 'title' | 'detail' | 'code'>;

/** All marks of one page, in column order. */
export function pageMarks(context: RoomContext, buffer: number, page: number): readonly PageMark[] {
  return [
    ...pteMarks(context, buffer, page),
    ...tlbMarks(context, buffer, page),
    ...iommuMarks(context, buffer, page),
    ...deviceMarks(context, buffer, page),
  ];
}

function makeMark(
  context: RoomContext,
  at: {
    readonly buffer: number;
    readonly page: number;
    readonly part: string;
    readonly place: Place;
  },
  words: MarkWords,
  where: string,
  lines: PageMark['lines'] = null,
): PageMark {
  const { buffer, page, part, place } = at;
  const { pageSize } = context.state.setup.platform;
  const selection: Selection = { kind: 'page', buffer, page, place };
  const said = [words.title, words.detail, words.code].filter((text) => text !== '').join(', ');
  return {
    ...words,
    lines,
    key: `b${buffer}p${page}/${part}`,
    part,
    place,
    touched:
      isTouched(context, place, buffer, page * pageSize, (page + 1) * pageSize) ||
      isShootdownStep(context, place, buffer, page),
    name: `page ${page}, ${where}: ${said}`,
    selection,
    selected: isSelected(context, selection),
  };
}

/** Steps of a shootdown name the CPU or the VMA only: they are about the pages that it takes away. */
function isShootdownStep(
  { event, state }: RoomContext,
  place: Place,
  buffer: number,
  page: number,
): boolean {
  if (event === null || event.range !== null || event.to === null) return false;
  if (place.kind !== 'tlb' && place.kind !== 'pte') return false;
  const covers = state.vmas.some(
    (vma) =>
      vma.buffer === buffer &&
      (vma.ptes[page - vma.pageOffset]?.state.startsWith('shootdown') ?? false),
  );
  return covers && placeKey(event.to) === placeKey(place);
}

const pteWords: Record<PteState, Pick<PageMark, 'state' | 'title' | 'detail'>> = {
  absent: { state: 'none', title: 'absent', detail: '' },
  faulting: { state: 'pending', title: 'faulting', detail: 'asks the exporter' },
  'present.readOnly': { state: 'outline', title: 'read-only', detail: '' },
  'present.writable': { state: 'solid', title: 'writable', detail: '' },
  'shootdown.cleared': { state: 'leaving', title: 'PTE zapped', detail: 'TLBs still hold it' },
  'shootdown.localFlushed': { state: 'leaving', title: 'PTE zapped', detail: 'own TLB flushed' },
  'shootdown.ipiPending': { state: 'leaving', title: 'PTE zapped', detail: 'waits for acks' },
  'shootdown.acknowledged': { state: 'leaving', title: 'PTE zapped', detail: 'all acknowledged' },
};

function pteMarks(context: RoomContext, buffer: number, page: number): readonly PageMark[] {
  const { state } = context;
  return state.vmas.flatMap((vma) => {
    const pte = vma.buffer === buffer ? vma.ptes[page - vma.pageOffset] : undefined;
    if (!pte) return [];
    const words = pteWords[pte.state];
    const address = vma.address + (page - vma.pageOffset) * state.setup.platform.pageSize;
    const type = pte.state.startsWith('present') && vma.type !== 'WB' ? vma.type : words.detail;
    return [
      makeMark(
        context,
        {
          buffer,
          page,
          part: `pte:${vma.process}/${pteLane(state, vma.id)}`,
          place: { kind: 'pte', vma: vma.id },
        },
        {
          ...words,
          role: words.state === 'leaving' ? 'bad' : words.state === 'none' ? 'none' : 'cpu',
          detail: type,
          code: hex(address),
        },
        `PTE of ${vma.process}'s mapping ${vma.name}`,
      ),
    ];
  });
}

function tlbMarks(context: RoomContext, buffer: number, page: number): readonly PageMark[] {
  const { state } = context;
  const frame = state.buffers[buffer]?.frames[page];
  return state.cpus.flatMap((cpu, index) => {
    const part = `tlb:${index}`;
    if (!context.parts.has(part)) return [];
    const entries = cpu.tlb.filter((entry) => entry.frame === frame);
    return [
      makeMark(
        context,
        { buffer, page, part, place: { kind: 'tlb', cpu: index } },
        tlbWords(state, entries, isFlushed(state, index, buffer, page)),
        `TLB of CPU ${index}`,
      ),
    ];
  });
}

function tlbWords(state: State, entries: readonly TlbEntry[], flushed: boolean): MarkWords {
  if (entries.some((entry) => isStaleTlbEntry(state, entry)))
    return { state: 'stale', role: 'bad', title: 'TLB STALE', detail: '', code: '' };
  if (entries.length === 0)
    return flushed
      ? { state: 'pending', role: 'none', title: 'TLB flushed', detail: '', code: '' }
      : { state: 'none', role: 'none', title: 'TLB –', detail: '', code: '' };
  return entries.some(({ writable }) => writable)
    ? { state: 'solid', role: 'cpu', title: 'TLB rw', detail: '', code: '' }
    : { state: 'outline', role: 'cpu', title: 'TLB ro', detail: '', code: '' };
}

/** Whether a TLB still holds what the page table does not say any more. */
export function isStaleTlbEntry(state: State, entry: TlbEntry): boolean {
  const pte = state.vmas.find(({ id }) => id === entry.vma)?.ptes[entry.page];
  if (!pte?.state.startsWith('present')) return true;
  return pte.frame !== entry.frame || (entry.writable && pte.state === 'present.readOnly');
}

const flushedStates: ReadonlySet<PteState> = new Set([
  'shootdown.localFlushed',
  'shootdown.ipiPending',
  'shootdown.acknowledged',
]);

/** A shootdown is under way and has already emptied the TLB of this CPU. */
function isFlushed(state: State, cpu: number, buffer: number, page: number): boolean {
  const covers = (vma: Vma): boolean =>
    vma.buffer === buffer && flushedStates.has(vma.ptes[page - vma.pageOffset]?.state ?? 'absent');
  return state.vmas.some(
    (vma) =>
      covers(vma) &&
      state.processes.some(({ name, cpus }) => name === vma.process && cpus.includes(cpu)),
  );
}

function iommuMarks(context: RoomContext, buffer: number, page: number): readonly PageMark[] {
  const { state } = context;
  if (state.setup.platform.iommu === 'none') return [];
  return state.devices.flatMap((device, index) => {
    const frames = framesFor(context, index, buffer, page);
    const ptes = device.iommu.filter((pte) => frames.has(pte.frame) && pte.state !== 'unmapped');
    const entries = device.iotlb.filter(({ frame }) => frames.has(frame));
    const live = ptes.find((pte) => pte.state === 'mapped');
    const pte = live ?? ptes[0];
    const role = deviceRole(index);
    const words: MarkWords = !pte
      ? { state: 'none', role: 'none', title: 'not mapped', detail: '', code: '' }
      : pte.state === 'mapped'
        ? { state: 'solid', role, title: accessWords(pte), detail: '', code: hex(pte.iova) }
        : {
            state: 'leaving',
            role: 'bad',
            title: 'unmapped',
            detail: pte.state === 'lazy' ? 'flush put off' : 'not flushed yet',
            code: hex(pte.iova),
          };
    const isStale = entries.some(
      ({ iova, frame }) =>
        !ptes.some(
          (known) => known.state === 'mapped' && known.iova === iova && known.frame === frame,
        ),
    );
    const tlb: MarkWords = isStale
      ? { state: 'stale', role: 'bad', title: 'IOTLB STALE', detail: '', code: '' }
      : entries.length > 0
        ? { state: 'solid', role, title: 'IOTLB', detail: '', code: '' }
        : { state: 'none', role: 'none', title: 'IOTLB –', detail: '', code: '' };
    const name = deviceName(context, index);
    return [
      makeMark(
        context,
        { buffer, page, part: `iommu:${index}`, place: { kind: 'iommu', device: index } },
        words,
        `IOMMU page table of ${name}`,
      ),
      makeMark(
        context,
        { buffer, page, part: `iotlb:${index}`, place: { kind: 'iotlb', device: index } },
        tlb,
        `IOTLB of ${name}`,
      ),
    ];
  });
}

function accessWords(pte: { readonly readable: boolean; readonly writable: boolean }): string {
  if (pte.readable && pte.writable) return 'read, write';
  return pte.writable ? 'write' : 'read';
}

/** Frames behind a page of a buffer as a device sees it: its own, and those of its bounce slots. */
function framesFor(
  { state, slots: all }: RoomContext,
  device: number,
  buffer: number,
  page: number,
): ReadonlySet<number> {
  const { pageSize, swiotlbSlotSize } = state.setup.platform;
  const own = state.buffers[buffer]?.frames[page];
  const slots = (all[device]?.[buffer] ?? [])
    .filter(({ from, to }) => from < (page + 1) * pageSize && to > page * pageSize)
    .map(({ slot }) => state.poolFrame + Math.floor((slot * swiotlbSlotSize) / pageSize));
  return new Set(own === undefined ? slots : [own, ...slots]);
}

function deviceMarks(context: RoomContext, buffer: number, page: number): readonly PageMark[] {
  const { state } = context;
  return state.setup.devices.map(({ name }, device) =>
    makeMark(
      context,
      { buffer, page, part: `device:${device}`, place: { kind: 'device', device } },
      deviceWords(context, device, buffer, page),
      name,
      mappedLines(context, device, buffer, page),
    ),
  );
}

/** The lines of a page that a device's live mappings cover, where that is not all of them. */
function mappedLines(
  { state }: RoomContext,
  device: number,
  buffer: number,
  page: number,
): PageMark['lines'] {
  const { pageSize, lineSize } = state.setup.platform;
  const live = liveMappings(state, device, buffer, page);
  const start = Math.max(page * pageSize, Math.min(...live.map((mapping) => mapping.start)));
  const ends = live.map((mapping) => mapping.start + mapping.length);
  const end = Math.min((page + 1) * pageSize, Math.max(...ends));
  if (live.length === 0 || end - start === pageSize) return null;
  return [Math.floor(start / lineSize), Math.ceil(end / lineSize) - 1];
}

function liveMappings(
  state: State,
  device: number,
  buffer: number,
  page: number,
): readonly DmaMapping[] {
  const { pageSize } = state.setup.platform;
  return state.mappings.filter(
    (mapping) =>
      mapping.live &&
      mapping.device === device &&
      mapping.buffer === buffer &&
      mapping.start < (page + 1) * pageSize &&
      mapping.start + mapping.length > page * pageSize,
  );
}

function deviceWords(
  { state }: RoomContext,
  device: number,
  buffer: number,
  page: number,
): MarkWords {
  const { pageSize } = state.setup.platform;
  const [start, end] = [page * pageSize, (page + 1) * pageSize];
  const role = deviceRole(device);
  const live = liveMappings(state, device, buffer, page);
  const first = live[0];
  if (!first) {
    const attachment = state.attachments.find(
      (other) => other.device === device && other.buffer === buffer && other.state !== 'detached',
    );
    return attachment
      ? { state: 'pending', role, title: 'not mapped', detail: 'attached', code: '' }
      : { state: 'none', role: 'none', title: 'not mapped', detail: '', code: '' };
  }
  const isOwner = live.some((mapping) => holds(mapping, start, end));
  if (first.kind === 'coherent')
    return { state: 'solid', role, title: 'coherent', detail: 'never synced', code: '' };
  return {
    state: isOwner ? 'solid' : 'outline',
    role,
    title: live.length > 1 ? `mapped ${live.length} times` : 'mapped',
    detail: isOwner ? directionWords(first) : 'CPU has it back',
    code: '',
  };
}

function directionWords({ direction }: DmaMapping): string {
  if (direction === 'TO_DEVICE') return 'to device';
  return direction === 'FROM_DEVICE' ? 'from device' : 'both ways';
}

/** Whether a mapping's device owns some of the bytes [start, end). */
function holds(mapping: DmaMapping, start: number, end: number): boolean {
  return mapping.extents.some(
    (extent) => extent.start < end && extent.end > start && extent.state.startsWith('device'),
  );
}

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
          state: isOwner ? 'solid' : 'outline',
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
