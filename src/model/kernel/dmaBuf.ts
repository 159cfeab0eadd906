/**
 * dma-buf objects: references and release [drivers/dma-buf/dma-buf.c], and how the kernel refuses.
 */
import { removeAt } from '../../base/arrays.ts';
import { emit, printk, setBuffer, type Draft } from '../draft.ts';
import type { OperationResult } from '../result.ts';
import type { DmaBuf, InjectedError } from '../state.ts';
import { raise } from '../violations/raise.ts';
import { checkVmaps, releasePrivate } from './exporters/atRelease.ts';
import { O_ACCMODE, O_NONBLOCK, O_RDWR } from './files/flags.ts';
import { createFile, removeFile } from './files/openFile.ts';
import { bufferName, bufferSize, exporterName } from './named.ts';
import { refuse } from './refuse.ts';

/** What the exporter asks dma_buf_export for. */
export interface ExportInfo {
  /** Bytes. */
  readonly size: number;
  /** f_flags of the file; only the access mode and O_NONBLOCK of it are taken. */
  readonly flags: number;
}

/** The kernel's dma_buf of a buffer; exported with these where there is none yet. */
export function exportDmaBuf(draft: Draft, buffer: number, info: Partial<ExportInfo> = {}): DmaBuf {
  const standing = draft.state.buffers[buffer]?.dmaBuf;
  if (standing) return standing;
  const flags = (info.flags ?? O_RDWR) & (O_ACCMODE | O_NONBLOCK);
  const dmaBuf: DmaBuf = {
    references: 0,
    importers: [],
    kernelReferences: 0,
    file: createFile(draft, 'dma-buf', buffer, flags).id,
    size: info.size ?? bufferSize(draft, buffer),
    name: '',
  };
  setBuffer(draft, buffer, { dmaBuf });
  return dmaBuf;
}

/** Bytes of a buffer's dma_buf: what lseek says and mmap allows; 0 where there is none. */
export function dmaBufSize(draft: Draft, buffer: number): number {
  return draft.state.buffers[buffer]?.dmaBuf?.size ?? 0;
}

/** Who holds a reference: an importer's device by its index, other kernel code, or (null) a descriptor or VMA. */
export type Holder = number | 'kernel' | null;

/** Takes a reference to a buffer's dma_buf; exports it where there is none. */
export function getReference(draft: Draft, buffer: number, holder: Holder): void {
  const old = exportDmaBuf(draft, buffer);
  const importers = typeof holder === 'number' ? [...old.importers, holder] : old.importers;
  const dmaBuf: DmaBuf = {
    ...old,
    references: old.references + 1,
    importers,
    kernelReferences: old.kernelReferences + (holder === 'kernel' ? 1 : 0),
  };
  setBuffer(draft, buffer, { dmaBuf });
  noteReferences(draft, buffer, 'ref.get', dmaBuf.references);
}

/** Drops a reference; the last one releases. */
export function putReference(draft: Draft, buffer: number, holder: Holder): void {
  const old = draft.state.buffers[buffer]?.dmaBuf;
  if (!old) return;
  const index = typeof holder === 'number' ? old.importers.indexOf(holder) : -1;
  const importers = index < 0 ? old.importers : removeAt(old.importers, index);
  const references = old.references - 1;
  const kernelReferences = old.kernelReferences - (holder === 'kernel' ? 1 : 0);
  setBuffer(draft, buffer, { dmaBuf: { ...old, references, importers, kernelReferences } });
  noteReferences(draft, buffer, 'ref.put', references);
  if (references === 0) release(draft, buffer);
}

function noteReferences(
  draft: Draft,
  buffer: number,
  kind: 'ref.get' | 'ref.put',
  references: number,
): void {
  emit(draft, kind, {
    label: `${bufferName(draft, buffer)}: ${references} ${references === 1 ? 'reference' : 'references'}`,
    facts: { references },
  });
}

function release(draft: Draft, buffer: number): void {
  const left = draft.state.attachments.filter((a) => a.buffer === buffer);
  if (left.length > 0) {
    raise(draft, {
      rule: 'release-with-attachments',
      bytes: { buffer, start: 0, length: bufferSize(draft, buffer) },
      outcome: `${left.length} ${left.length === 1 ? 'attachment is' : 'attachments are'} left`,
    });
  }
  checkVmaps(draft, buffer);
  releasePrivate(draft, buffer);
  if (left.length > 0)
    printk(
      draft,
      'WARNING: drivers/dma-buf/dma-buf.c at dma_buf_release',
      'Attachments are left, and what they refer to is gone.',
    );
  const file = draft.state.buffers[buffer]?.dmaBuf?.file;
  if (file !== undefined) removeFile(draft, file);
  draft.state.memfds = draft.state.memfds.map((memfd) =>
    memfd.pinnedBy.includes(buffer)
      ? { ...memfd, pinnedBy: memfd.pinnedBy.filter((one) => one !== buffer) }
      : memfd,
  );
  const released = (draft.state.buffers[buffer]?.released ?? 0) + 1;
  setBuffer(draft, buffer, { dmaBuf: null, released });
  emit(draft, 'release', {
    label: `${exporterName(draft, buffer)}_release(${bufferName(draft, buffer)})`,
    facts: { released },
  });
}

/** The refusal of an exporter's callback that was made to fail; null where it works as it does. */
export function injectedRefusal(
  draft: Draft,
  buffer: number,
  callback: InjectedError['callback'],
): OperationResult | null {
  const found = draft.state.buffers[buffer]?.injected?.find((one) => one.callback === callback);
  if (!found) return null;
  return refuse(draft, found.errno, `the exporter’s ${callback} fails`);
}
