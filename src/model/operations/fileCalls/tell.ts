/** What /proc tells about a descriptor, names of dma-bufs, and ioctls by their number. */
import { emit, setBuffer, type Draft } from '../../draft.ts';
import { done, refuse } from '../../kernel/refuse.ts';
import { O_CLOEXEC } from '../../kernel/files/flags.ts';
import type { Opened } from '../../kernel/files/openFile.ts';
import type { OperationResult } from '../../result.ts';
import type { DescriptorAction } from '../../vocabulary/files.ts';
import { dmaBufRequests } from '../../vocabulary/fileWords.ts';
import { type Caller, onFd } from './caller.ts';

type Of<K extends DescriptorAction['do']> = Extract<DescriptorAction, { do: K }>;

/** DMA_BUF_NAME_LEN [include/uapi/linux/dma-buf.h], with the zero at the end. */
const nameBytes = 32;

/** Names under which exporters export [exp_name], where they differ from the driver's. */
const exporterNames: ReadonlyMap<string, string> = new Map([
  ['system_heap', 'system'],
  ['vgem', 'drm'],
]);

/** /proc/self/fdinfo/N or the link /proc/self/fd/N. */
export function describeFd(
  draft: Draft,
  caller: Caller,
  action: Of<'describeFd'>,
): OperationResult {
  const { fd, how } = action;
  const path = how === 'fdinfo' ? `read(/proc/self/fdinfo of ${fd})` : `readlink(${fd})`;
  return onFd(draft, caller, fd, path, (opened) => {
    const text = how === 'fdinfo' ? fdInfo(draft, opened) : linkOf(draft, opened);
    emit(draft, 'file.answer', { label: text, facts: { text } });
    return done;
  });
}

/** seq_show of fs/proc/fd.c and dma_buf_show_fdinfo, lines parted by `;`. */
function fdInfo(draft: Draft, { fd, file }: Opened): string {
  const flags = file.flags | (fd.closeOnExec ? O_CLOEXEC : 0);
  const common = [`pos: ${file.position}`, `flags: 0${flags.toString(8)}`];
  const dmaBuf = fd.buffer < 0 ? null : draft.state.buffers[fd.buffer]?.dmaBuf;
  if (!dmaBuf) return common.join(';');
  const exporter = draft.state.setup.buffers[fd.buffer]?.exporter ?? '';
  return [
    ...common,
    `size: ${dmaBuf.size}`,
    `count: ${dmaBuf.references}`,
    `exp_name: ${exporterNames.get(exporter) ?? exporter}`,
    ...(dmaBuf.name === '' ? [] : [`name: ${dmaBuf.name}`]),
  ].join(';');
}

function linkOf(draft: Draft, { fd, file }: Opened): string {
  switch (file.kind) {
    case 'dma-buf':
      return `/dmabuf:${draft.state.buffers[fd.buffer]?.dmaBuf?.name ?? ''}`;
    case 'memfd':
      return `/memfd:${draft.state.memfds[file.object]?.name ?? ''} (deleted)`;
    case 'sync_file':
      return 'anon_inode:sync_file';
    case 'heap':
      return '/dev/dma_heap/system';
    case 'sw_sync':
      return '/sys/kernel/debug/sync/sw_sync';
  }
}

/** DMA_BUF_SET_NAME [dma_buf_set_name]: also while devices are attached. */
export function setName(
  draft: Draft,
  caller: Caller,
  { fd, label }: Of<'setName'>,
): OperationResult {
  return onFd(draft, caller, fd, `ioctl(DMA_BUF_SET_NAME, ${fd})`, ({ fd: { buffer } }) => {
    const dmaBuf = buffer < 0 ? null : draft.state.buffers[buffer]?.dmaBuf;
    if (!dmaBuf) return refuse(draft, 'ENOTTY', `${fd} is no dma-buf`);
    if (label.length >= nameBytes)
      return refuse(draft, 'EINVAL', `a name has at most ${nameBytes - 1} characters`);
    setBuffer(draft, buffer, { dmaBuf: { ...dmaBuf, name: label } });
    emit(draft, 'buffer.name', { label: `it is called “${label}”`, facts: { name: label } });
    return done;
  });
}

const syncFileRequests: readonly number[] = [0xc0303e03, 0xc0383e04];
const swSyncRequests: readonly number[] = [0xc0285700, 0x40045701, 0xc0185702];

/** An ioctl whose argument is NULL: unknown requests are told from known ones that cannot read it. */
export function rawIoctl(draft: Draft, caller: Caller, action: Of<'ioctl'>): OperationResult {
  const { fd, request } = action;
  return onFd(draft, caller, fd, `ioctl(0x${request.toString(16)} of ${fd}, NULL)`, ({ file }) => {
    switch (file.kind) {
      case 'heap':
        // The heap goes by the number within its table only [dma_heap_ioctl].
        return request % 256 === 0 ? badPointer(draft) : refuse(draft, 'EINVAL', 'no such request');
      case 'dma-buf':
        return known(draft, request, Object.values(dmaBufRequests));
      case 'sync_file':
        return known(draft, request, syncFileRequests);
      case 'sw_sync':
        return known(draft, request, swSyncRequests);
      case 'memfd':
        return known(draft, request, []);
    }
  });
}

function known(draft: Draft, request: number, requests: readonly number[]): OperationResult {
  return requests.includes(request)
    ? badPointer(draft)
    : refuse(draft, 'ENOTTY', 'the file does not know this request');
}

const badPointer = (draft: Draft): OperationResult =>
  refuse(draft, 'EFAULT', 'the argument cannot be read');
