/** dma-bufs as files: exported to a descriptor, and what closing a descriptor drops. */
import { call, emit, type Draft } from '../../draft.ts';
import type { OperationResult } from '../../result.ts';
import type { OpenFile } from '../../state.ts';
import { exportDmaBuf, getReference, putReference } from '../dmaBuf.ts';
import { done, refuse } from '../refuse.ts';
import { closeTimeline } from '../fences/swSync.ts';
import { bufferName, exporterName } from '../named.ts';
import {
  fdsOf,
  findFile,
  findOpened,
  installFd,
  isOpen,
  removeFile,
  setProcess,
} from './openFile.ts';
import { getSgtable } from '../structPage/pageless.ts';

/** How a buffer is exported to a descriptor. */
export interface FdExport {
  /** f_flags of the file. */
  readonly flags: number;
  readonly closeOnExec: boolean;
}

/** dma_buf_export and dma_buf_fd in one, as exporters do it for a call of userspace. */
export function exportToFd(
  draft: Draft,
  process: string,
  name: string,
  buffer: number,
  { flags, closeOnExec }: FdExport,
): OperationResult {
  // What is exported already is the same dma_buf again.
  if (draft.state.buffers[buffer]?.dmaBuf) getReference(draft, buffer, null);
  else {
    // The list is made before anything is shared: what has no page can be found out here.
    const refused = getSgtable(draft, buffer);
    if (refused) return refused;
    call(draft, `dma_buf_export(${exporterName(draft, buffer)})`, () => {
      exportDmaBuf(draft, buffer, { flags });
      getReference(draft, buffer, null);
    });
  }
  return dmaBufFd(draft, process, name, buffer, closeOnExec);
}

/** dma_buf_fd: puts the file behind a descriptor, which takes over a reference that was taken before. */
export function dmaBufFd(
  draft: Draft,
  process: string,
  name: string,
  buffer: number,
  closeOnExec: boolean,
): OperationResult {
  return call(draft, `dma_buf_fd(${bufferName(draft, buffer)})`, () => {
    const replaced = findOpened(draft, process, name);
    const id = draft.state.buffers[buffer]?.dmaBuf?.file;
    const file = id === undefined ? undefined : findFile(draft, id);
    if (!file) return refuse(draft, 'EINVAL', 'it is not exported');
    const opened = installFd(draft, process, name, file, closeOnExec);
    // A name that is given again stands for the new descriptor; the old one is closed.
    if (replaced) dropFile(draft, replaced.file);
    return opened;
  });
}

/** Puts a new file behind a descriptor. */
export function openNew(
  draft: Draft,
  process: string,
  name: string,
  file: OpenFile,
  closeOnExec: boolean,
): OperationResult {
  const replaced = findOpened(draft, process, name);
  const opened = installFd(draft, process, name, file, closeOnExec);
  // A name that is given again stands for the new descriptor; the old one is closed.
  if (replaced) dropFile(draft, replaced.file);
  return opened;
}

/** close(2). */
export function closeFd(draft: Draft, process: string, name: string): OperationResult {
  const opened = findOpened(draft, process, name);
  if (!opened) return refuse(draft, 'EBADF', `${name} is not open`);
  const { fd, file } = opened;
  setProcess(draft, process, { fds: fdsOf(draft, process).filter((other) => other !== fd) });
  emit(draft, 'fd.close', { label: `descriptor ${fd.number} closed`, facts: { fd: fd.number } });
  dropFile(draft, file);
  return done;
}

/** A descriptor no longer refers to a file: its dma-buf loses a reference, any other file ends with the last. */
export function dropFile(draft: Draft, file: OpenFile): void {
  if (file.kind === 'dma-buf') putReference(draft, file.object, null);
  else if (!isOpen(draft, file.id)) {
    removeFile(draft, file.id);
    if (file.kind === 'sw_sync') closeTimeline(draft, file.object);
  }
}
