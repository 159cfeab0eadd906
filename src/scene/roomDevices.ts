/** What the device side has of a page: IOMMU and IOTLB entries, and the mappings of each device. */
import type { DmaMapping, State } from '../model/state.ts';
import { makeMark, type MarkWords } from './pageMark.ts';
import { deviceName, deviceRole, hex, type RoomContext } from './roomContext.ts';
import type { PageMark } from './roomTypes.ts';

export function iommuMarks(
  context: RoomContext,
  buffer: number,
  page: number,
): readonly PageMark[] {
  const { state } = context;
  if (state.setup.platform.iommu === 'none') return [];
  return state.devices.flatMap((device, index) => {
    if (!context.parts.has(`iommu:${index}`)) return [];
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

export function deviceMarks(
  context: RoomContext,
  buffer: number,
  page: number,
): readonly PageMark[] {
  const { state } = context;
  return state.setup.devices.flatMap(({ name }, device) =>
    !context.parts.has(`device:${device}`)
      ? []
      : makeMark(
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
  context: RoomContext,
  device: number,
  buffer: number,
  page: number,
): MarkWords {
  const words = mappedWords(context, device, buffer, page);
  const job = pendingJob(context, device, buffer, page);
  return job === null ? words : { ...words, detail: job };
}

/** The job of a device's queue that will touch a page next, in words; null: none will. */
function pendingJob(
  { state }: RoomContext,
  device: number,
  buffer: number,
  page: number,
): string | null {
  const { pageSize } = state.setup.platform;
  const isPending = (id: number) =>
    state.fences.some((fence) => fence.id === id && fence.state.startsWith('pending'));
  const job = state.jobs.find(
    (each) =>
      each.device === device &&
      each.buffer === buffer &&
      each.start < (page + 1) * pageSize &&
      each.start + each.length > page * pageSize &&
      isPending(each.fence),
  );
  if (!job) return null;
  const does = job.value === null ? 'will read' : 'will write';
  return job.waits.some(isPending) ? `${job.name} waits` : `${job.name} ${does}`;
}

function mappedWords(
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
  if (live.some(({ changing }) => changing))
    return {
      state: 'pending',
      role,
      title: isOwner ? 'being mapped' : 'coming back',
      detail: isOwner ? 'not ready yet' : 'not the CPU’s yet',
      code: '',
    };
  if (live.every(({ adopted }) => adopted === true))
    return { state: 'outline', role, title: 'mapped', detail: 'another’s list', code: '' };
  if (live.every(({ moved }) => moved === true))
    return { state: 'stale', role: 'bad', title: 'moved', detail: 'old addresses', code: '' };
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
export function holds(mapping: DmaMapping, start: number, end: number): boolean {
  return mapping.extents.some(
    (extent) => extent.start < end && extent.end > start && extent.state.startsWith('device'),
  );
}
