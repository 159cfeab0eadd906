/** What an exporting driver, or other kernel code, calls [drivers/dma-buf/dma-buf.c; kernel/dma/mapping.c]. */
import { call, emit, printk, setBuffer, setDevice, type Draft } from '../../draft.ts';
import { exportDmaBuf, getReference, putReference } from '../../kernel/dmaBuf.ts';
import { done, refuse } from '../../kernel/refuse.ts';
import { dmaBufFd as fdOfDmaBuf } from '../../kernel/files/dmaBufFiles.ts';
import { O_CLOEXEC } from '../../kernel/files/flags.ts';
import { findOpened } from '../../kernel/files/openFile.ts';
import { bufferSize, deviceName, exporterName } from '../../kernel/named.ts';
import type { OperationResult } from '../../result.ts';
import type { ExportedOps, KernelFileAction, NullCall } from '../../vocabulary/files.ts';
import { findBuffer, findDevice, scriptError } from '../lookup.ts';
import { syscall } from '../syscall.ts';

type Of<K extends KernelFileAction['do']> = Extract<KernelFileAction, { do: K }>;

const dmaBufFile = 'drivers/dma-buf/dma-buf.c';

/** WARN_ON of a kernel function; the line, which differs by version, is left out. */
function warn(draft: Draft, file: string, where: string, why: string): void {
  printk(draft, `WARNING: ${file} at ${where}`, why);
}

const lacking: Readonly<Partial<Record<ExportedOps, string>>> = {
  'no-map': 'it has no map_dma_buf',
  'no-unmap': 'it has no unmap_dma_buf',
  'no-release': 'it has no release',
  'no-priv': 'it has no priv',
  'no-ops': 'it has no operations',
  'no-pin': 'it has unpin and no pin',
  'no-unpin': 'it has pin and no unpin',
};

/** dma_buf_export. The exporter, here a driver that does nothing else, keeps the reference. */
export function dmaBufExport(draft: Draft, action: Of<'dmaBufExport'>): OperationResult {
  const buffer = findBuffer(draft, action.buffer);
  if (buffer < 0) return scriptError(`no buffer named ${action.buffer}`);
  if (draft.state.buffers[buffer]?.dmaBuf)
    return scriptError(`${action.buffer} is exported already`);
  const size = action.size ?? bufferSize(draft, buffer);
  if (size < 0) return scriptError('a size of 2^63 bytes and more is not modelled');
  return call(draft, `dma_buf_export(${exporterName(draft, buffer)})`, () => {
    const lacks = lacking[action.ops];
    if (lacks !== undefined) {
      warn(draft, dmaBufFile, 'dma_buf_export', `An exporter must be complete: ${lacks}.`);
      return refuse(draft, 'EINVAL', lacks);
    }
    exportDmaBuf(draft, buffer, { size, flags: flagBits(action.flags) });
    getReference(draft, buffer, 'kernel');
    return done;
  });
}

/** The lower bits of flags, which are all that the kernel looks at. */
const flagBits = (flags: number): number => Number(BigInt.asIntN(32, BigInt(Math.trunc(flags))));

/** dma_buf_fd with a reference of its own; of the flags only O_CLOEXEC means anything, and no bit is refused. */
export function dmaBufFd(draft: Draft, process: string, action: Of<'dmaBufFd'>): OperationResult {
  const buffer = findBuffer(draft, action.buffer);
  if (buffer < 0) return scriptError(`no buffer named ${action.buffer}`);
  if (!draft.state.buffers[buffer]?.dmaBuf) return scriptError(`${action.buffer} is not exported`);
  return syscall(draft, `ioctl(descriptor for ${action.buffer})`, () => {
    getReference(draft, buffer, null);
    const closeOnExec = (flagBits(action.flags) & O_CLOEXEC) !== 0;
    return fdOfDmaBuf(draft, process, action.name, buffer, closeOnExec);
  });
}

/** dma_buf_get by kernel code. */
export function dmaBufGet(draft: Draft, { fd }: Of<'dmaBufGet'>): OperationResult {
  return call(draft, `dma_buf_get(${fd})`, () => {
    const opened = findOpened(draft, null, fd);
    if (!opened) return refuse(draft, 'EBADF', `${fd} is not open`);
    if (opened.fd.buffer < 0) return refuse(draft, 'EINVAL', `${fd} is no dma-buf`);
    getReference(draft, opened.fd.buffer, 'kernel');
    return done;
  });
}

/** dma_buf_put by kernel code. */
export function dmaBufPut(draft: Draft, action: Of<'dmaBufPut'>): OperationResult {
  const buffer = findBuffer(draft, action.buffer);
  if (buffer < 0) return scriptError(`no buffer named ${action.buffer}`);
  if ((draft.state.buffers[buffer]?.dmaBuf?.kernelReferences ?? 0) === 0)
    return scriptError(`kernel code holds no reference to ${action.buffer}`);
  return call(draft, `dma_buf_put(${action.buffer})`, () => {
    putReference(draft, buffer, 'kernel');
    return done;
  });
}

/** Where a NULL pointer is noticed, and whether the call returns an error. */
const nullCalls: Readonly<Record<NullCall, { warns: string | null; refuses: boolean }>> = {
  dma_buf_fd: { warns: null, refuses: true },
  dma_buf_put: { warns: 'dma_buf_put', refuses: false },
  dma_buf_attach: { warns: 'dma_buf_dynamic_attach', refuses: true },
  'dma_buf_attach-device': { warns: 'dma_buf_dynamic_attach', refuses: true },
  dma_buf_detach: { warns: 'dma_buf_detach', refuses: false },
  dma_buf_map_attachment: { warns: 'dma_buf_map_attachment', refuses: true },
  'dma_buf_map_attachment-direction': { warns: null, refuses: true },
  dma_buf_unmap_attachment: { warns: 'dma_buf_unmap_attachment', refuses: false },
  dma_buf_begin_cpu_access: { warns: 'dma_buf_begin_cpu_access', refuses: true },
  dma_buf_mmap: { warns: 'dma_buf_mmap', refuses: true },
  dma_buf_vmap: { warns: 'dma_buf_vmap', refuses: true },
  dma_buf_vunmap: { warns: 'dma_buf_vunmap', refuses: false },
};

/** An in-kernel call with a NULL pointer: most warn, and those that can return an error do. */
export function callWithNull(draft: Draft, { call: name }: Of<'callWithNull'>): OperationResult {
  const { warns, refuses } = nullCalls[name];
  // What follows a hyphen says which argument is missing, where it is not the first.
  const [verb = name, missing] = name.split('-');
  const given = { device: 'device NULL', direction: 'direction DMA_NONE' };
  const shown = missing === 'device' || missing === 'direction' ? given[missing] : 'NULL';
  return call(draft, `${verb}(${shown})`, () => {
    if (warns !== null) warn(draft, dmaBufFile, warns, 'It was called with a NULL pointer.');
    return refuses ? refuse(draft, 'EINVAL', 'nothing where something is needed') : done;
  });
}

/** From now on a callback of the exporter fails: for tests of what its callers do then. */
export function injectError(draft: Draft, action: Of<'injectError'>): OperationResult {
  const buffer = findBuffer(draft, action.buffer);
  const old = draft.state.buffers[buffer];
  if (!old) return scriptError(`no buffer named ${action.buffer}`);
  const { callback, errno } = action;
  const others = (old.injected ?? []).filter((one) => one.callback !== callback);
  setBuffer(draft, buffer, { injected: [...others, { callback, errno }] });
  emit(draft, 'inject', {
    label: `${callback} of ${action.buffer} fails with -${errno}`,
    facts: { callback, errno },
  });
  return done;
}

/** Memory below 16 MiB, ZONE_DMA, is the least that a mask must reach [kernel/dma/direct.c, dma_direct_supported]. */
const fewestBits = 24;

/** dma_set_mask_and_coherent. */
export function setDmaMask(
  draft: Draft,
  name: string,
  { bits }: Of<'setDmaMask'>,
): OperationResult {
  const device = findDevice(draft, name);
  if (device < 0) return scriptError(`no device named ${name}`);
  if (bits < 0 || bits > 64) return scriptError('a mask has 0 to 64 bits');
  return call(draft, `dma_set_mask_and_coherent(${deviceName(draft, device)}, ${bits})`, () => {
    if (bits < fewestBits)
      return refuse(draft, 'EIO', 'there is no memory that it reaches for sure');
    setDevice(draft, device, { dmaBits: bits });
    emit(draft, 'mask.set', { label: `${bits} address bits`, facts: { bits } });
    return done;
  });
}
