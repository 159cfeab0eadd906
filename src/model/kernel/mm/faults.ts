/** Page faults: what the exporter's handler, or that of a memfd, does [mm/memory.c: do_fault; mm/shmem.c]. */
import { replaceAt } from '../../../base/arrays.ts';
import { addCost, call, emit, setBuffer, type Draft } from '../../draft.ts';
import { lineRange } from '../../hardware/cache.ts';
import { dirtyHolderOf } from '../../hardware/cacheLookup.ts';
import { frameAddress } from '../../hardware/layout.ts';
import { takeFrame } from '../../hardware/takeFrame.ts';
import type { Vma } from '../../state.ts';
import { blameDefect } from '../../violations/raise.ts';
import { lineParts } from '../cpuAccess.ts';
import { profileOf } from '../exporters/profiles.ts';
import { maintain } from '../maintenance.ts';
import { copyPage } from './copies.ts';
import { insertPte, isPresent, rangePart, sendPte } from './ptes.ts';
import { fileOffsetOf, findVma, profileOfVma } from './vmas.ts';

/** A page fault where there is no entry. Afterwards there is one, or the handler has refused. */
export function fault(draft: Draft, cpu: number, vma: Vma, page: number, isWrite: boolean): void {
  const profile = profileOfVma(draft, vma);
  sendPte(draft, vma.id, page, 'access');
  noteFault(draft, cpu, vma, page, isWrite, profile.fault !== 'none');
  const exporter = draft.state.setup.buffers[vma.buffer]?.exporter ?? 'exporter';
  const label = vma.memfd === undefined ? `${exporter}_fault` : 'shmem_fault';
  call(draft, `${label}(page ${fileOffsetOf(vma) + page})`, () => {
    const frame = profile.fault === 'none' ? null : frameFor(draft, vma, page);
    if (frame === null) {
      sendPte(draft, vma.id, page, 'refuse');
      return;
    }
    if (vma.buffer >= 0) returnToCpu(draft, vma, page);
    if (isWrite && vma.private) insertCopy(draft, cpu, vma, page, frame);
    else insertPte(draft, vma, page, frame);
    if (profile.fault === 'whole') insertRest(draft, vma);
  });
}

/** A page fault begins: counted, and told with what the handler will be asked. */
export function noteFault(
  draft: Draft,
  cpu: number,
  vma: Vma,
  page: number,
  isWrite: boolean,
  isHandled: boolean,
): void {
  draft.faults += 1;
  addCost(draft, 'faults', 1);
  const address = vma.address + page * draft.state.setup.platform.pageSize;
  emit(draft, 'pte.fault', {
    label: `page fault at 0x${address.toString(16)}`,
    from: { kind: 'cpu', cpu },
    to: { kind: 'pte', vma: vma.id },
    ...rangePart(draft, vma, page),
    facts: {
      ...{ cpu, page, write: isWrite, handled: isHandled },
      ...{ pgoff: fileOffsetOf(vma) + page, vma: vma.private ? 'private' : 'shared' },
    },
  });
}

/** The frame that belongs to a page of a VMA; a memfd gets one where it has none; null past the end. */
function frameFor(draft: Draft, vma: Vma, page: number): number | null {
  const index = vma.pageOffset + page;
  if (vma.memfd === undefined) return draft.state.buffers[vma.buffer]?.frames[index] ?? null;
  const memfd = draft.state.memfds[vma.memfd];
  if (!memfd || index * draft.state.setup.platform.pageSize >= memfd.size) return null;
  const standing = memfd.frames[index];
  if (standing !== undefined && standing !== null) return standing;
  const frame = takeFrame(draft);
  const frames = Array.from({ length: Math.max(index + 1, memfd.frames.length) }, (_, i) =>
    i === index ? frame : (memfd.frames[i] ?? null),
  );
  draft.state.memfds = replaceAt(draft.state.memfds, vma.memfd, { ...memfd, frames });
  return frame;
}

/** do_cow_fault: the first access to a page of a private mapping is a write. */
function insertCopy(draft: Draft, cpu: number, vma: Vma, page: number, source: number): void {
  const frame = copyPage(draft, cpu, vma, page, source);
  sendPte(draft, vma.id, page, 'insertWritable', { frame, copy: 'own' });
  emit(draft, 'pte.insert', {
    label: `PTE of page ${vma.pageOffset + page} leads to the copy`,
    from: { kind: 'memory' },
    to: { kind: 'pte', vma: vma.id },
    ...rangePart(draft, vma, page),
    facts: { page, writable: true, type: vma.type },
  });
}

/** udmabuf of 7.3 inserts every other page of the VMA at the same time [udmabuf_vm_fault]. */
function insertRest(draft: Draft, { id }: Vma): void {
  const vma = findVma(draft, id);
  vma?.ptes.forEach((pte, page) => {
    const frame = isPresent(pte.state) ? null : frameFor(draft, vma, page);
    if (frame !== null) insertPte(draft, vma, page, frame);
  });
}

/** remap_pfn_range at mmap time: every page at once. */
export function populate(draft: Draft, vma: Vma): void {
  vma.ptes.forEach((_, page) => {
    const frame = frameFor(draft, vma, page);
    if (frame !== null) insertPte(draft, vma, page, frame);
  });
}

/** Under the shootdown policy a fault brings a page back into the CPU domain. */
function returnToCpu(draft: Draft, vma: Vma, page: number): void {
  if (profileOf(draft.state.setup, vma.buffer).mmap !== 'shootdown') return;
  const bufferPage = vma.pageOffset + page;
  const buffer = draft.state.buffers[vma.buffer];
  if (!buffer?.away[bufferPage]) return;
  const frame = buffer.frames[bufferPage] ?? 0;
  const isSnooped = draft.state.attachments.every(
    (a) => a.buffer !== vma.buffer || (draft.state.setup.devices[a.device]?.coherent ?? true),
  );
  if (!isSnooped) {
    const { pageSize } = draft.state.setup.platform;
    const address = frameAddress(draft.state, frame, 0);
    noteDirtyLines(draft, address, pageSize);
    maintain(draft, address, pageSize, 'invalidate', 'back in the CPU domain');
  }
  setBuffer(draft, vma.buffer, { away: replaceAt(buffer.away, bufferPage, false) });
}

/** Dirty lines that the fault is about to drop: only the kernel's own mapping, or a stale TLB, made them. */
function noteDirtyLines(draft: Draft, address: number, length: number): void {
  for (const { lineAddress } of lineParts(draft, address, length)) {
    const isDirty = dirtyHolderOf(draft.state, lineAddress) !== undefined;
    const line = isDirty ? lineRange(draft.state, lineAddress) : null;
    if (line) blameDefect(draft, line, 'shootdown-drops-kernel-writes');
  }
}
