/**
 * Where a buffer lies: storage that is chosen at the first map to suit all that are attached, and moves of a
 * buffer to other frames [drivers/gpu/drm/ttm/ttm_bo.c: eviction; dma_buf_move_notify].
 */
import { replaceAt } from '../../../base/arrays.ts';
import { call, emit, setBuffer, setMapping, type Draft } from '../../draft.ts';
import { writeIdOf } from '../../hardware/cell.ts';
import { frameAddress, layoutOf } from '../../hardware/layout.ts';
import type { OperationResult } from '../../result.ts';
import type { Attachment } from '../../state.ts';
import { blameDefect, forgetHealed } from '../../violations/raise.ts';
import { sendAttachment } from '../attachmentState.ts';
import { done, refuse } from '../refuse.ts';
import { findMapping } from '../extents.ts';
import { waitForBuffer } from '../fences/resv.ts';
import { maintain } from '../maintenance.ts';
import { unmapMappingRange } from '../mm.ts';
import { bufferName, bufferSize, deviceName, exporterName } from '../named.ts';
import { cutEntries, runsOfFrames, unionOfLimits, whyUnfit } from './demands.ts';

/** Whether the exporter still waits to choose: nothing is mapped, and nobody has touched the buffer. */
export function isUnallocated(draft: Draft, buffer: number): boolean {
  const { allocated, frames = [] } = draft.state.buffers[buffer] ?? {};
  if (draft.state.setup.buffers[buffer]?.allocation !== 'delayed' || allocated) return false;
  if (draft.state.vmas.some((vma) => vma.buffer === buffer)) return false;
  if (draft.state.mappings.some((mapping) => mapping.buffer === buffer)) return false;
  return frames.every((frame) =>
    draft.state.frames[frame]?.newest.every((line) => line.every((cell) => writeIdOf(cell) === 0)),
  );
}

/** The places that a buffer can lie in: its own frames and, where it has them, the others. */
function placesOf(draft: Draft, buffer: number): readonly (readonly number[])[] {
  const { bufferFrames, spareFrames } = layoutOf(draft.state.setup);
  return [bufferFrames[buffer] ?? [], spareFrames[buffer] ?? []].filter(({ length }) => length > 0);
}

/** Frames that suit some devices together; null where none do. */
export function suitableFrames(
  draft: Draft,
  buffer: number,
  devices: readonly number[],
): readonly number[] | null {
  const limits = unionOfLimits(draft, devices);
  const suits = (frames: readonly number[]): boolean => {
    const list = cutEntries(draft, runsOfFrames(draft, frames), limits);
    return devices.every((device) => whyUnfit(draft, device, list) === null);
  };
  return placesOf(draft, buffer).find(suits) ?? null;
}

/** Chooses the storage at the first map, where the exporter has waited. */
export function chooseStorage(draft: Draft, buffer: number): void {
  if (!isUnallocated(draft, buffer)) return;
  const devices = draft.state.attachments.flatMap((a) => (a.buffer === buffer ? [a.device] : []));
  const found = suitableFrames(draft, buffer, devices);
  const frames = found ?? placesOf(draft, buffer)[0] ?? [];
  setBuffer(draft, buffer, { frames, allocated: true });
  const runs = runsOfFrames(draft, frames).length;
  emit(draft, 'storage.choose', {
    label: `storage of ${bufferName(draft, buffer)}: ${runs} ${runs === 1 ? 'run' : 'runs'} of pages`,
    to: { kind: 'memory' },
    range: { buffer, start: 0, length: bufferSize(draft, buffer) },
    facts: { runs, devices: devices.length, suits: found !== null },
  });
}

/** Who keeps a buffer from moving, in words; null where it may move. */
function whyFixed(draft: Draft, buffer: number): string | null {
  if (!draft.state.setup.buffers[buffer]?.movable) return 'the exporter has no other place for it';
  if (draft.state.buffers[buffer]?.coherentFor !== null) return 'it is a coherent allocation';
  for (const attachment of draft.state.attachments) {
    if (attachment.buffer !== buffer) continue;
    const name = deviceName(draft, attachment.device);
    if (attachment.state.startsWith('pinned')) return `${name} has pinned it`;
    const isStatic = draft.state.setup.devices[attachment.device]?.importer !== 'dynamic';
    const isUsed = attachment.mapping !== null || attachment.state === 'split.listed';
    if (isStatic && isUsed) return `${name} keeps its mapping, and cannot be told of a move`;
  }
  if (draft.state.vmaps.some((vmap) => vmap.live && vmap.buffer === buffer))
    return 'the kernel has it mapped, and would go on at its old place';
  const other = draft.state.mappings.find(
    (m) => m.live && m.buffer === buffer && (m.kind !== 'sg' || m.name !== null),
  );
  return other ? `${deviceName(draft, other.device)} has mapped it by itself` : null;
}

/** The exporter moves a buffer to its other frames. */
export function moveBuffer(draft: Draft, buffer: number, cpu: number): OperationResult {
  return call(draft, `${exporterName(draft, buffer)}_move(${bufferName(draft, buffer)})`, () => {
    const reason = whyFixed(draft, buffer);
    if (reason) return refuse(draft, 'EBUSY', reason);
    // Jobs that are queued have the old addresses: the copy may begin only when they are done.
    const waited = waitForBuffer(draft, buffer, 'BOOKKEEP');
    if (waited.kind !== 'ok') return waited;
    for (const attachment of draft.state.attachments.filter((a) => a.buffer === buffer))
      moveNotify(draft, attachment);
    const old = draft.state.buffers[buffer]?.frames ?? [];
    unmapMappingRange(draft, cpu, buffer, 0, old.length);
    const next = placesOf(draft, buffer).find(([first]) => first !== old[0]) ?? old;
    old.forEach((from, page) => movePage(draft, buffer, page, from, next[page] ?? from));
    setBuffer(draft, buffer, { frames: next });
    forgetHealed(draft, buffer);
    return done;
  });
}

/** dma_buf_move_notify for one attachment. */
function moveNotify(draft: Draft, attachment: Attachment): void {
  const { device, buffer } = attachment;
  if (draft.state.setup.devices[device]?.importer !== 'dynamic') return;
  const ids = [...(attachment.earlier ?? []), attachment.mapping];
  call(draft, `dma_buf_move_notify(${deviceName(draft, device)})`, () => {
    sendAttachment(draft, attachment, 'moveNotify');
    for (const id of ids) {
      const mapping = id === null ? undefined : findMapping(draft, id);
      if (!mapping) continue;
      noteLeftInSlots(draft, mapping);
      setMapping(draft, mapping.id, { moved: true, extents: [] });
    }
    emit(draft, 'move.notify', {
      label: `${deviceName(draft, device)} is told that ${bufferName(draft, buffer)} moves`,
      from: { kind: 'kernel' },
      to: { kind: 'device', device },
      range: { buffer, start: 0, length: bufferSize(draft, buffer) },
    });
  });
}

function noteLeftInSlots(
  draft: Draft,
  { buffer, start, length, segments }: NonNullable<ReturnType<typeof findMapping>>,
): void {
  if (segments.some(({ slot }) => slot !== null))
    blameDefect(draft, { buffer, start, length }, 'move-leaves-bounced');
}

/** Caches are emptied of the old place, then memory is copied, as a blitter does. */
function movePage(draft: Draft, buffer: number, page: number, from: number, to: number): void {
  const { pageSize } = draft.state.setup.platform;
  maintain(draft, frameAddress(draft.state, from, 0), pageSize, 'flush', 'before the move');
  maintain(draft, frameAddress(draft.state, to, 0), pageSize, 'flush', 'before the move');
  const source = draft.state.frames[from];
  const target = draft.state.frames[to];
  if (!source || !target) return;
  const { lines, newest } = source;
  draft.state.frames = replaceAt(draft.state.frames, to, { ...target, lines, newest });
  emit(draft, 'page.move', {
    label: `page ${page} to pfn ${target.pfn.toString(16)}`,
    from: { kind: 'memory' },
    to: { kind: 'memory' },
    range: { buffer, start: page * pageSize, length: pageSize },
    facts: { page, from: source.pfn, to: target.pfn },
  });
}
