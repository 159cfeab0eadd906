/** Open files and descriptors [fs/file.c, fs/file_table.c]: made, found, shared, closed. */
import { emit, takeId, type Draft } from '../../draft.ts';
import type { OperationResult } from '../../result.ts';
import type { FileDescriptor, FileKind, OpenFile, Process } from '../../state.ts';
import { canWrite } from './flags.ts';

const firstFd = 3;

/** A descriptor with the file that it refers to. */
export interface Opened {
  readonly fd: FileDescriptor;
  readonly file: OpenFile;
}

export function setProcess(draft: Draft, name: string, change: Partial<Process>): void {
  draft.state.processes = draft.state.processes.map((process) =>
    process.name === name ? { ...process, ...change } : process,
  );
}

/** Descriptors of a process. */
export function fdsOf(draft: Draft, process: string): readonly FileDescriptor[] {
  return draft.state.processes.find((candidate) => candidate.name === process)?.fds ?? [];
}

/** The open file with this id. */
export function findFile(draft: Draft, id: number): OpenFile | undefined {
  return draft.state.files.find((file) => file.id === id);
}

/** The descriptor of this name, in one process or (null) in any, with its file. */
export function findOpened(draft: Draft, process: string | null, name: string): Opened | undefined {
  const all = draft.state.processes.filter((one) => process === null || one.name === process);
  const fd = all.flatMap(({ fds }) => fds).find((one) => one.name === name);
  const file = fd && findFile(draft, fd.file);
  return fd && file ? { fd, file } : undefined;
}

/** Makes an open file. */
export function createFile(draft: Draft, kind: FileKind, object: number, flags: number): OpenFile {
  const file: OpenFile = { id: takeId(draft), kind, object, flags, position: 0 };
  draft.state.files = [...draft.state.files, file];
  return file;
}

/** Changes an open file. */
export function setFile(draft: Draft, id: number, change: Partial<OpenFile>): void {
  draft.state.files = draft.state.files.map((file) =>
    file.id === id ? { ...file, ...change } : file,
  );
}

/** Takes a file away that nobody refers to any more. */
export function removeFile(draft: Draft, id: number): void {
  draft.state.files = draft.state.files.filter((file) => file.id !== id);
}

/** Puts a file behind the lowest free descriptor of a process. A descriptor of that name is no longer one. */
export function installFd(
  draft: Draft,
  process: string,
  name: string,
  file: OpenFile,
  closeOnExec: boolean,
): OperationResult {
  const fds = fdsOf(draft, process);
  const kept = fds.filter((fd) => fd.name !== name);
  const taken = new Set(fds.map((fd) => fd.number));
  let number = firstFd;
  while (taken.has(number)) number += 1;
  const fd: FileDescriptor = {
    ...{ name, number, file: file.id, closeOnExec },
    buffer: file.kind === 'dma-buf' ? file.object : -1,
    readOnly: !canWrite(file.flags),
  };
  setProcess(draft, process, { fds: [...kept, fd] });
  emit(draft, 'fd.open', { label: `descriptor ${number}`, facts: { fd: number } });
  return { kind: 'ok', value: number, faults: 0 };
}

/** Changes a descriptor. */
export function setFd(
  draft: Draft,
  process: string,
  name: string,
  change: Partial<FileDescriptor>,
): void {
  const fds = fdsOf(draft, process).map((fd) => (fd.name === name ? { ...fd, ...change } : fd));
  setProcess(draft, process, { fds });
}

/** Whether any descriptor of any process refers to a file. */
export function isOpen(draft: Draft, file: number): boolean {
  return draft.state.processes.some(({ fds }) => fds.some((fd) => fd.file === file));
}
