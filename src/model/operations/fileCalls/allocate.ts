/**
 * Calls of userspace that make a declared buffer real: from a heap, from the pages of a memfd, from a DRM driver
 * [drivers/dma-buf/dma-heap.c, udmabuf.c; drivers/gpu/drm/drm_prime.c].
 */
import { type Draft, printk } from '../../draft.ts';
import { refuse } from '../../kernel/refuse.ts';
import { exportToFd } from '../../kernel/files/dmaBufFiles.ts';
import { O_ACCMODE, O_CLOEXEC, O_RDWR } from '../../kernel/files/flags.ts';
import { findOpened } from '../../kernel/files/openFile.ts';
import { pinMemfd, sealsAllowUdmabuf, type PinnedRange } from '../../kernel/files/udmabuf.ts';
import { bufferSize } from '../../kernel/named.ts';
import type { OperationResult } from '../../result.ts';
import type { MemoryFileAction, UdmabufItem } from '../../vocabulary/files.ts';
import { findBuffer, scriptError } from '../lookup.ts';
import { syscall } from '../syscall.ts';
import type { Caller } from './caller.ts';

type Of<K extends MemoryFileAction['do']> = Extract<MemoryFileAction, { do: K }>;

/** Why a declared buffer cannot become real by a call that gives it so many bytes; null where it can. */
function cannotBecomeReal(
  draft: Draft,
  buffer: number,
  name: string,
  bytes: number,
): OperationResult | null {
  if (draft.state.buffers[buffer]?.dmaBuf)
    return scriptError(`${name} has been allocated; a second allocation is another buffer`);
  const size = bufferSize(draft, buffer);
  return bytes === size
    ? null
    : scriptError(`${name} is declared with ${size} bytes, not ${bytes}`);
}

/** DMA_HEAP_IOCTL_ALLOC [dma_heap_ioctl_allocate]. */
export function heapAlloc(
  draft: Draft,
  { process }: Caller,
  action: Of<'heapAlloc'>,
): OperationResult {
  const { name, fdFlags, heapFlags, fdIn } = action;
  const buffer = findBuffer(draft, action.buffer);
  if (buffer < 0) return scriptError(`no buffer named ${action.buffer}`);
  const length = action.length ?? bufferSize(draft, buffer);
  return syscall(draft, `ioctl(DMA_HEAP_IOCTL_ALLOC, ${length})`, () => {
    if (fdIn !== 0) return refuse(draft, 'EINVAL', 'fd is not 0 on the way in');
    const isKnown = fdFlags >= 0 && fdFlags <= 0xffffffff;
    if (!isKnown || (fdFlags & ~(O_ACCMODE | O_CLOEXEC)) !== 0)
      return refuse(draft, 'EINVAL', 'fd_flags has more than an access mode and O_CLOEXEC');
    if (heapFlags !== 0) return refuse(draft, 'EINVAL', 'heap_flags is not 0');
    const { pageSize } = draft.state.setup.platform;
    const bytes = Math.ceil(length / pageSize) * pageSize;
    // What is close to 2^64 wraps around to nothing.
    if (bytes === 0 || (length < 0 && -length < pageSize))
      return refuse(draft, 'EINVAL', 'there is nothing to allocate');
    const impossible = cannotBecomeReal(draft, buffer, action.buffer, bytes);
    if (impossible) return impossible;
    const closeOnExec = (fdFlags & O_CLOEXEC) !== 0;
    return exportToFd(draft, process, name, buffer, { flags: fdFlags, closeOnExec });
  });
}

/** UDMABUF_CREATE is UDMABUF_CREATE_LIST with one item. */
export function udmabufCreate(
  draft: Draft,
  caller: Caller,
  action: Of<'udmabufCreate'>,
): OperationResult {
  const buffer = findBuffer(draft, action.buffer);
  if (buffer < 0) return scriptError(`no buffer named ${action.buffer}`);
  const size = action.size ?? bufferSize(draft, buffer);
  const items = [{ memfd: action.memfd, offset: action.offset, size }];
  return syscall(draft, `ioctl(UDMABUF_CREATE, ${action.memfd})`, () =>
    createUdmabuf(draft, caller, { ...action, items }, buffer),
  );
}

/** list_limit of drivers/dma-buf/udmabuf.c. */
const mostItems = 1024;

/** UDMABUF_CREATE_LIST. */
export function udmabufCreateList(
  draft: Draft,
  caller: Caller,
  action: Of<'udmabufCreateList'>,
): OperationResult {
  const buffer = findBuffer(draft, action.buffer);
  if (buffer < 0) return scriptError(`no buffer named ${action.buffer}`);
  const count = action.count ?? action.items.length;
  return syscall(draft, `ioctl(UDMABUF_CREATE_LIST, ${count} items)`, () => {
    if (count < 0 || count > mostItems)
      return refuse(draft, 'EINVAL', `more than ${mostItems} items`);
    if (count > action.items.length)
      return scriptError(`there are ${action.items.length} items, and what lies behind is unknown`);
    const items = action.items.slice(0, count);
    return createUdmabuf(draft, caller, { ...action, items }, buffer);
  });
}

interface Udmabuf {
  readonly name: string;
  readonly buffer: string;
  readonly items: readonly UdmabufItem[];
  readonly flags: number;
}

/** UDMABUF_FLAGS_CLOEXEC. */
const udmabufCloexec = 1;

function createUdmabuf(
  draft: Draft,
  { process }: Caller,
  { name, buffer: bufferName, items, flags }: Udmabuf,
  buffer: number,
): OperationResult {
  const refused = refusedSizes(draft, items);
  if (refused) return refused;
  const ranges: PinnedRange[] = [];
  for (const { memfd, offset, size } of items) {
    const file = findOpened(draft, process, memfd)?.file;
    if (file?.kind !== 'memfd') return refuse(draft, 'EBADFD', `${memfd} is no open memfd`);
    if (!sealsAllowUdmabuf(draft, file.object))
      return refuse(
        draft,
        'EINVAL',
        'the memfd must be sealed against shrinking, not against writing',
      );
    if (offset + size > (draft.state.memfds[file.object]?.size ?? 0))
      return refuse(draft, 'EINVAL', 'past the end of the memfd');
    ranges.push({ memfd: file.object, offset, size });
  }
  const bytes = items.reduce((sum, { size }) => sum + size, 0);
  const impossible = cannotBecomeReal(draft, buffer, bufferName, bytes);
  if (impossible) return impossible;
  pinMemfd(draft, buffer, ranges);
  const closeOnExec = Math.abs(flags % 2) === udmabufCloexec;
  return exportToFd(draft, process, name, buffer, { flags: O_RDWR, closeOnExec });
}

/** size_limit_mb of kernels before 7.3. */
const mostBytes = 64 * 1024 * 1024;
/** One pointer a page, in one allocation of at most INT_MAX bytes. */
const mostPointers = 2 ** 31 / 8;

function refusedSizes(draft: Draft, items: readonly UdmabufItem[]): OperationResult | null {
  const { pageSize, kernel } = draft.state.setup.platform;
  if (items.some(({ offset, size }) => offset % pageSize !== 0 || size % pageSize !== 0))
    return refuse(draft, 'EINVAL', 'offset and size must be whole pages');
  const bytes = items.reduce((sum, { size }) => sum + size, 0);
  if (bytes === 0) return refuse(draft, 'EINVAL', 'no pages');
  if (kernel !== '7.3')
    return bytes < 0 || bytes > mostBytes ? refuse(draft, 'EINVAL', 'more than 64 MiB') : null;
  if (bytes >= 0 && bytes / pageSize < mostPointers) return null;
  printk(
    draft,
    'WARNING: mm/slub.c at __kvmalloc_node_noprof',
    'The table of its pages would be larger than one allocation can be.',
  );
  return refuse(draft, 'ENOMEM', 'the table of its pages is too large');
}

/** DRM_IOCTL_PRIME_HANDLE_TO_FD [drm_prime_handle_to_fd_ioctl]; what is exported already is the same dma_buf. */
export function primeExport(
  draft: Draft,
  { process }: Caller,
  { name, buffer: bufferName, flags }: Of<'primeExport'>,
): OperationResult {
  const buffer = findBuffer(draft, bufferName);
  if (buffer < 0) return scriptError(`no buffer named ${bufferName}`);
  return syscall(draft, `ioctl(DRM_IOCTL_PRIME_HANDLE_TO_FD, ${bufferName})`, () => {
    if (flags < 0 || flags > 0xffffffff || (flags & ~(O_CLOEXEC | O_RDWR)) !== 0)
      return refuse(draft, 'EINVAL', 'more than DRM_CLOEXEC and DRM_RDWR');
    return exportToFd(draft, process, name, buffer, {
      flags: flags & O_RDWR,
      closeOnExec: (flags & O_CLOEXEC) !== 0,
    });
  });
}
