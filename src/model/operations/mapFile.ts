/**
 * The VMA of a new mapping, and what the file's owner says to it [mm/vma.c: __mmap_region;
 * drivers/dma-buf/dma-buf.c: dma_buf_mmap_internal, dma_buf_mmap; mm/shmem.c: shmem_mmap].
 */
import { call, emit, takeId, type Draft } from '../draft.ts';
import { dmaBufSize, getReference, injectedRefusal } from '../kernel/dmaBuf.ts';
import { refuse } from '../kernel/refuse.ts';
import { faultProfileOf, liesInOneChunk } from '../kernel/exporters/faultProfile.ts';
import { mmapLimit, profileOf } from '../kernel/exporters/profiles.ts';
import { fileWindow } from '../kernel/exporters/splitWindow.ts';
import { canWrite, sealFutureWrite, sealWrite } from '../kernel/files/flags.ts';
import { userTypeOf } from '../kernel/memoryType.ts';
import { populate } from '../kernel/mm/faults.ts';
import { populatePages } from '../kernel/mm/populate.ts';
import { joinNewVma } from '../kernel/mm/splitMerge.ts';
import { vmasIn } from '../kernel/mm/vmas.ts';
import type { OperationResult } from '../result.ts';
import type { OpenFile, Pte, Vma } from '../state.ts';

/** A mapping that passed the checks of its arguments. */
export interface Mapping {
  readonly process: string;
  readonly name: string;
  readonly address: number;
  readonly file: OpenFile;
  /** Bytes, whole pages. */
  readonly length: number;
  /** First page of the file, without sign. */
  readonly pageOffset: bigint;
  readonly prot: number;
  readonly isPrivate: boolean;
  /** MAP_POPULATE. */
  readonly populates: boolean;
  /** Whether another driver hands it to dma_buf_mmap, and no process maps the dma-buf itself. */
  readonly viaDriver: boolean;
}

/** Most pages of a mapping of a file that has no end of its own. */
const mostPages = 4096;

/** Makes the mapping, or returns what its owner says against it. */
export function makeMapping(draft: Draft, cpu: number, mapping: Mapping): OperationResult {
  const { file } = mapping;
  const offset = Number(mapping.pageOffset);
  const pages = mapping.length / draft.state.setup.platform.pageSize;
  if (file.kind === 'memfd') return mapMemfd(draft, cpu, mapping, pages, offset);
  const fresh = plainVma(mapping, file.object, offset, userTypeOf(draft, file.object));
  // A mapping that becomes a part of its neighbour is not shown to the exporter again.
  if (!mapping.viaDriver && pages <= mostPages && joinNewVma(draft, withPages(fresh, pages)))
    return finish(draft, cpu, mapping);
  const label = mapping.viaDriver ? 'dma_buf_mmap()' : 'dma_buf_mmap_internal()';
  return call(draft, label, () => mapDmaBuf(draft, cpu, mapping, fresh, pages));
}

function mapDmaBuf(
  draft: Draft,
  cpu: number,
  mapping: Mapping,
  fresh: Vma,
  pages: number,
): OperationResult {
  const { setup } = draft.state;
  const buffer = mapping.file.object;
  const end = mapping.pageOffset + BigInt(pages);
  if (!profileOf(setup, buffer).hasMmap)
    return refuse(draft, 'EINVAL', 'the exporter has no mmap operation');
  if (mapping.viaDriver && end >= 2n ** 64n)
    return refuse(draft, 'EOVERFLOW', 'the last page is past the greatest number');
  if (end > BigInt(lastPage(draft, buffer)))
    return refuse(draft, 'EINVAL', 'past the end of the buffer');
  const refused =
    injectedRefusal(draft, buffer, 'mmap') ?? refusedPrivate(draft, mapping, buffer, pages);
  if (refused) return refused;
  const vma = exporterVma(draft, fresh, buffer, pages);
  if (!vma) return refuse(draft, 'EINVAL', 'partly in one window and partly in the other');
  addVma(draft, withPages(vma, pages));
  const added = draft.state.vmas.at(-1);
  if (added && faultProfileOf(setup, buffer).atMmap) populate(draft, added);
  return finish(draft, cpu, mapping);
}

/** Pages that the dma_buf has, as mmap sees them. */
function lastPage(draft: Draft, buffer: number): number {
  const { setup } = draft.state;
  const own = Math.floor(dmaBufSize(draft, buffer) / setup.platform.pageSize);
  const declared = setup.buffers[buffer]?.pages ?? 0;
  return own === declared ? mmapLimit(setup, buffer) : own;
}

/** What the exporter thinks of MAP_PRIVATE. */
function refusedPrivate(
  draft: Draft,
  { isPrivate, pageOffset }: Mapping,
  buffer: number,
  pages: number,
): OperationResult | null {
  if (!isPrivate) return null;
  const { privateMaps } = faultProfileOf(draft.state.setup, buffer);
  if (privateMaps === 'allowed') return null;
  if (privateMaps === 'refused') return refuse(draft, 'EINVAL', 'the exporter refuses MAP_PRIVATE');
  const total = draft.state.buffers[buffer]?.frames.length ?? 0;
  const fits =
    privateMaps === 'one-page' ? pages === 1 : liesInOneChunk(total, Number(pageOffset), pages);
  // remap_pfn_range: of a private mapping the whole range must be given at once.
  return fits ? null : refuse(draft, 'EINVAL', 'a private mapping of more than one chunk');
}

/** What the exporter makes of the VMA: where in the buffer its pages lie. */
function exporterVma(draft: Draft, fresh: Vma, buffer: number, pages: number): Vma | null {
  const { setup } = draft.state;
  const profile = faultProfileOf(setup, buffer);
  const offset = fresh.pageOffset;
  if (profile.ignoresOffset) return { ...fresh, pageOffset: 0, fileOffset: offset };
  const frame = draft.state.buffers[buffer]?.frames[offset] ?? 0;
  // remap_pfn_range: vm_pgoff of a private mapping becomes the frame's number, so that copies can be told.
  if (fresh.private && profile.atMmap)
    return { ...fresh, fileOffset: draft.state.frames[frame]?.pfn ?? 0 };
  const window = fileWindow(setup, buffer, offset, pages);
  if (!window) return null;
  if (window.pageOffset === offset) return fresh;
  const upper = { ...fresh, pageOffset: window.pageOffset, fileOffset: offset };
  return window.isExplicit ? { ...upper, type: 'WB', explicit: true } : upper;
}

function mapMemfd(
  draft: Draft,
  cpu: number,
  mapping: Mapping,
  pages: number,
  offset: number,
): OperationResult {
  const memfd = mapping.file.object;
  const seals = draft.state.memfds[memfd]?.seals ?? 0;
  const isSealed = (seals & (sealWrite | sealFutureWrite)) !== 0;
  if (isSealed && !mapping.isPrivate && (mapping.prot & 2) !== 0)
    return refuse(draft, 'EPERM', 'it is sealed against writing');
  if (pages > mostPages) return refuse(draft, 'ENOMEM', 'longer than the model has memory for');
  const plain = plainVma(mapping, -1, offset, 'WB');
  const mayWrite = plain.mayWrite && !(isSealed && !mapping.isPrivate);
  const fresh = withPages({ ...plain, memfd, mayWrite }, pages);
  if (!joinNewVma(draft, fresh)) addVma(draft, fresh);
  return finish(draft, cpu, mapping);
}

function plainVma(
  { process, name, address, file, prot, isPrivate }: Mapping,
  buffer: number,
  pageOffset: number,
  type: Vma['type'],
): Vma {
  return {
    ...{ id: 0, name, process, buffer, address, pageOffset, type },
    readable: (prot & 1) !== 0,
    writable: (prot & 2) !== 0,
    executable: (prot & 4) !== 0,
    private: isPrivate,
    mayWrite: isPrivate || canWrite(file.flags),
    hasCopies: false,
    advice: [],
    ptes: [],
  };
}

function withPages(vma: Vma, pages: number): Vma {
  const ptes = Array.from({ length: pages }, (): Pte => ({ state: 'absent', frame: null }));
  return { ...vma, ptes };
}

function addVma(draft: Draft, planned: Vma): void {
  const { pageSize } = draft.state.setup.platform;
  const vma: Vma = { ...planned, id: takeId(draft) };
  const pages = vma.ptes.length;
  draft.state.vmas = [...draft.state.vmas, vma];
  emit(draft, 'vma.map', {
    label: `VMA of ${pages} ${pages === 1 ? 'page' : 'pages'}, ${vma.type}`,
    to: { kind: 'pte', vma: vma.id },
    ...(vma.buffer < 0
      ? {}
      : {
          range: {
            buffer: vma.buffer,
            start: vma.pageOffset * pageSize,
            length: pages * pageSize,
          },
        }),
    facts: { type: vma.type, pages },
  });
  if (vma.buffer >= 0) getReference(draft, vma.buffer, null);
}

/** MAP_POPULATE: faults for every page, where the kernel can look behind its entries. */
function finish(draft: Draft, cpu: number, mapping: Mapping): OperationResult {
  const { process, address, length } = mapping;
  if (mapping.populates)
    for (const vma of vmasIn(draft, process, address, address + length))
      populatePages(draft, cpu, vma, address, address + length);
  return { kind: 'ok', value: address, faults: 0 };
}
