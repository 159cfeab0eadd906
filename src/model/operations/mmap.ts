/**
 * mmap(2): the checks of the kernel and of whoever the file belongs to, and the VMA
 * [mm/mmap.c: ksys_mmap_pgoff, do_mmap; drivers/dma-buf/dma-buf.c: dma_buf_mmap_internal, dma_buf_mmap].
 */
import { emit, type Draft } from '../draft.ts';
import { done, refuse } from '../kernel/refuse.ts';
import { canRead, canWrite } from '../kernel/files/flags.ts';
import { findOpened } from '../kernel/files/openFile.ts';
import { addressOf, findRange, findRoom, nameRange, vmasOfName } from '../kernel/mm/addresses.ts';
import { isAligned, pageAlign, taskSize, u64 } from '../kernel/mm/numbers.ts';
import { unmapRange } from '../kernel/mm/unmap.ts';
import type { Location, ThreadAction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { OpenFile } from '../state.ts';
import type { MmAction } from '../vocabulary/mm.ts';
import { findBuffer, findFd, scriptError } from './lookup.ts';
import { makeMapping } from './mapFile.ts';
import { syscall } from './syscall.ts';

/** PROT_* and MAP_* [include/uapi/asm-generic/mman-common.h]. */
export const protRead = 1;
export const protWrite = 2;
export const protExec = 4;
const mapTypes = 0xf;
const mapShared = 1;
const mapPrivate = 2;
const mapSharedValidate = 3;
const mapFixed = 0x10;
const mapPopulate = 0x8000;
/** LEGACY_MAP_MASK: what MAP_SHARED_VALIDATE knows. */
const legacyFlags = 0x7c07f9f3;

/** What mmap(2) is asked for. */
interface Request {
  readonly name: string;
  readonly length: number;
  readonly offset: number;
  readonly prot: number;
  readonly flags: number;
  readonly where: Location | null;
}

/** mmap(2) of a dma-buf, in pages; without a number to the end of the buffer. */
export function mmap(
  draft: Draft,
  process: string,
  cpu: number,
  action: Extract<ThreadAction, { do: 'mmap' }>,
): OperationResult {
  const { pageSize } = draft.state.setup.platform;
  const fd = findFd(draft, process, action.fd);
  const opened = fd && findOpened(draft, process, action.fd);
  const size =
    opened?.file.kind === 'memfd'
      ? Math.ceil((draft.state.memfds[opened.file.object]?.size ?? 0) / pageSize)
      : (draft.state.buffers[fd?.buffer ?? -1]?.frames.length ?? 0);
  const pages = Math.max(0, action.pages ?? size - action.pageOffset);
  return mapInto(draft, process, cpu, action.fd, {
    name: action.name,
    length: pages * pageSize,
    offset: action.pageOffset * pageSize,
    prot: action.writable ? protRead | protWrite : protRead,
    flags: action.shared ? mapShared : mapPrivate,
    where: null,
  });
}

/** mmap(2) with the arguments of the C call. */
export function mmapBytes(
  draft: Draft,
  process: string,
  cpu: number,
  action: Extract<MmAction, { do: 'mmapBytes' }>,
): OperationResult {
  return mapInto(draft, process, cpu, action.fd, action);
}

function mapInto(
  draft: Draft,
  process: string,
  cpu: number,
  fd: string,
  request: Request,
): OperationResult {
  if (request.where === null && isTaken(draft, process, request.name))
    return scriptError(`${request.name} is mapped already`);
  return syscall(draft, `mmap(${fd})`, () => {
    if (!isAligned(draft, request.offset))
      return refuse(draft, 'EINVAL', 'the offset is not that of a page');
    const opened = findOpened(draft, process, fd);
    if (!opened) return refuse(draft, 'EBADF', `${fd} is not open`);
    return (
      refusedArguments(draft, process, request) ??
      refusedForFile(draft, opened.file, request) ??
      place(draft, process, cpu, opened.file, request)
    );
  });
}

/** Whether a name stands for a mapping of which something is left. */
function isTaken(draft: Draft, process: string, name: string): boolean {
  return vmasOfName(draft, process, name).some((vma) => vma.name === name);
}

/** What do_mmap refuses before it looks at the file. */
function refusedArguments(
  draft: Draft,
  process: string,
  { length, flags, where }: Request,
): OperationResult | null {
  if (u64(length) === 0n) return refuse(draft, 'EINVAL', 'nothing to map');
  const bytes = pageAlign(draft, length);
  if (bytes === 0n || bytes > BigInt(taskSize))
    return refuse(draft, 'ENOMEM', 'longer than the address space');
  const isFixed = (flags & mapFixed) !== 0;
  if (isFixed && where && !isAligned(draft, addressOf(draft, process, where)))
    return refuse(draft, 'EINVAL', 'the address is not that of a page');
  return null;
}

/** What do_mmap refuses because of the file: its offsets, its mode, its mount. */
function refusedForFile(draft: Draft, file: OpenFile, request: Request): OperationResult | null {
  const { prot, flags } = request;
  const bytes = pageAlign(draft, request.length);
  const offset = u64(request.offset);
  // file_mmap_ok: files without a size of their own may be as long as an unsigned long says.
  if (offset > BigInt.asUintN(64, -1n) - bytes)
    return refuse(draft, 'EOVERFLOW', 'the offset goes past the greatest there is');
  const type = flags & mapTypes;
  if (type !== mapShared && type !== mapPrivate && type !== mapSharedValidate)
    return refuse(draft, 'EINVAL', 'neither shared nor private');
  if (type === mapSharedValidate && (flags & ~legacyFlags & ~mapTypes) !== 0)
    return refuse(draft, 'EOPNOTSUPP', 'a flag that is not known');
  if (type !== mapPrivate && (prot & protWrite) !== 0 && !canWrite(file.flags))
    return refuse(draft, 'EACCES', 'the descriptor is read-only');
  if (!canRead(file.flags)) return refuse(draft, 'EACCES', 'the descriptor is write-only');
  const isNoExec = draft.state.setup.platform.kernel === '7.3' && file.kind !== 'memfd';
  if (isNoExec && (prot & protExec) !== 0)
    return refuse(draft, 'EPERM', 'nothing of this file system may be executed');
  if (file.kind !== 'dma-buf' && file.kind !== 'memfd')
    return refuse(draft, 'ENODEV', 'this kind of file cannot be mapped');
  return null;
}

function place(
  draft: Draft,
  process: string,
  cpu: number,
  file: OpenFile,
  request: Request,
): OperationResult {
  const { pageSize } = draft.state.setup.platform;
  const length = Number(pageAlign(draft, request.length));
  const isFixed = (request.flags & mapFixed) !== 0 && request.where !== null;
  const address =
    isFixed && request.where
      ? addressOf(draft, process, request.where)
      : findRoom(draft, process, length);
  if (isFixed) unmapRange(draft, process, cpu, address, address + length);
  const result = makeMapping(draft, cpu, {
    ...{ process, name: request.name, address, file, length },
    pageOffset: u64(request.offset) / BigInt(pageSize),
    prot: request.prot,
    isPrivate: (request.flags & mapTypes) === mapPrivate,
    populates: (request.flags & mapPopulate) !== 0,
    viaDriver: false,
  });
  if (result.kind !== 'ok') return result;
  nameRange(draft, process, { name: request.name, address, length });
  return { kind: 'ok', value: address, faults: 0 };
}

/** mmap(2) of another driver's file, which hands its VMA to dma_buf_mmap. */
export function dmaBufMmap(
  draft: Draft,
  process: string,
  cpu: number,
  action: Extract<MmAction, { do: 'dmaBufMmap' }>,
): OperationResult {
  const buffer = findBuffer(draft, action.buffer);
  if (buffer < 0) return scriptError(`no buffer named ${action.buffer}`);
  if (isTaken(draft, process, action.name)) return scriptError(`${action.name} is mapped already`);
  const request: Request = {
    ...{ name: action.name, length: action.length, offset: 0, where: null },
    ...{ prot: protRead | protWrite, flags: mapShared },
  };
  return syscall(draft, 'mmap(another driver’s file)', () => {
    const refused = refusedArguments(draft, process, request);
    if (refused) return refused;
    const id = draft.state.buffers[buffer]?.dmaBuf?.file;
    const file = draft.state.files.find((candidate) => candidate.id === id);
    if (!file) return refuse(draft, 'EINVAL', 'there is no dma_buf');
    const length = Number(pageAlign(draft, action.length));
    const address = findRoom(draft, process, length);
    const result = makeMapping(draft, cpu, {
      ...{ process, name: action.name, address, file, length },
      pageOffset: u64(action.pageOffset),
      prot: request.prot,
      ...{ isPrivate: false, populates: false, viaDriver: true },
    });
    if (result.kind !== 'ok') return result;
    nameRange(draft, process, { name: action.name, address, length });
    return { kind: 'ok', value: address, faults: 0 };
  });
}

/** munmap(2) of what is left of a mapping. */
export function munmap(draft: Draft, process: string, cpu: number, name: string): OperationResult {
  return syscall(draft, `munmap(${name})`, () => {
    const range = findRange(draft, process, name);
    const count = range
      ? unmapRange(draft, process, cpu, range.address, range.address + range.length)
      : 0;
    if (count === 0)
      emit(draft, 'vma.unmap', { label: 'nothing was mapped there', facts: { pages: 0 } });
    return done;
  });
}
