/** Recorded calls that the lab module made in the kernel. */
import type { Direction } from '../../../model/operation.ts';
import type { Errno } from '../../../model/result.ts';
import type { Buffer } from '../../../model/state.ts';
import type { ExportedOps } from '../../../model/vocabulary/files.ts';
import type { Reader } from '../reader.ts';
import { errnoNumbers, openFlags, readBits } from './bits.ts';
import { takes } from './fileSteps.ts';
import { asks, calls, type Done, plan, type Planned, type Planner } from './planned.ts';
import { exporterOf, kernel, pageBytes, type World } from './world.ts';

/** What the lab's exporter lacks, in the words of the recordings. */
const opsWords: readonly (readonly [RegExp, ExportedOps])[] = [
  [/^no map_dma_buf$/u, 'no-map'],
  [/^no unmap_dma_buf$/u, 'no-unmap'],
  [/^no release$/u, 'no-release'],
  [/^no priv$/u, 'no-priv'],
  [/^no ops$/u, 'no-ops'],
  [/^pin and unpin$/u, 'pin'],
  [/^(?:unpin (?:without|but no|and no)|unpin, no|only unpin|no) ?(?:pin)?$/u, 'no-pin'],
  [/^(?:pin (?:without|but no|and no)|pin, no|only pin|no) ?(?:unpin)?$/u, 'no-unpin'],
];
const minimalOps = 'only map, unmap, release (no mmap, vmap, begin/end)';

function exportBuffer(args: Reader, world: World): Planned {
  takes(args, ['size', 'flags', 'ops']);
  const words = args.optional('ops')?.text() ?? '';
  const isMinimal = words === minimalOps;
  const ops = words === '' || isMinimal ? 'full' : opsWords.find(([is]) => is.test(words))?.[1];
  if (ops === undefined) args.at('ops').fail('are no operations that are known');
  if (isMinimal) world.change(exporterOf('minimal'));
  const flags = args.optional('flags');
  return plan(kernel, [
    {
      do: 'dmaBufExport',
      buffer: world.buffer(),
      size: args.at('size').wide(),
      flags: flags ? readBits(flags, openFlags) : 2,
      ops: ops ?? 'full',
    },
  ]);
}

function fdOf(args: Reader, world: World): Planned {
  takes(args, ['dmabuf', 'flags', 'new_fd']);
  if (isNull(args, 'dmabuf')) return plan(kernel, [{ do: 'callWithNull', call: 'dma_buf_fd' }]);
  const given = args.optional('flags');
  const flags = given ? readBits(given, openFlags) : 0;
  const name = world.opens(args.at('new_fd'), 'dma-buf');
  return calls([{ do: 'dmaBufFd', name, buffer: world.buffer(), flags }]);
}

function isNull(args: Reader, name: string): boolean {
  return args.optional(name)?.word(['NULL']) === 'NULL';
}

function attach(args: Reader, world: World): Planned {
  takes(args, ['att', 'dev', 'dmabuf']);
  if (isNull(args, 'dmabuf')) return plan(kernel, [{ do: 'callWithNull', call: 'dma_buf_attach' }]);
  const dev = args.at('dev');
  if (dev.isText()) {
    dev.word(['NULL']);
    return plan(kernel, [{ do: 'callWithNull', call: 'dma_buf_attach-device' }]);
  }
  const device = world.device(dev.integer(0, 3));
  if (device.kind === 'device') world.attached.set(args.at('att').integer(0, 63), device.device);
  return plan(device, [{ do: 'attach', buffer: world.buffer() }]);
}

/** The device of the attachment that a call is about. */
function attachedDevice(args: Reader, world: World) {
  const name = world.attached.get(args.at('att').integer(0, 63)) ?? 'dev0';
  return world.device(Number(name.slice('dev'.length)));
}

const directions = ['BIDIRECTIONAL', 'TO_DEVICE', 'FROM_DEVICE'] as const;

/** Entries of the newest mapping's DMA list and of the attachment's CPU list. */
function entriesOf({ last }: Done): string | null {
  const mapping = last?.state.mappings.findLast(({ kind, live }) => kind === 'sg' && live);
  const attachment = last?.state.attachments.find((one) => one.mapping === mapping?.id);
  if (!attachment || !mapping || last?.result.kind !== 'ok') return null;
  return `nents=${mapping.segments.length} orig_nents=${attachment.sgTable.length}`;
}

function mapAttachment(args: Reader, world: World): Planned {
  takes(args, ['att', 'dir']);
  const direction = args.at('dir').word([...directions, 'NONE']);
  if (direction === 'NONE')
    return plan(kernel, [{ do: 'callWithNull', call: 'dma_buf_map_attachment-direction' }]);
  const action = { do: 'map', buffer: world.buffer(), direction } as const;
  return plan(attachedDevice(args, world), [action], { info: entriesOf });
}

const onAttachment =
  (todo: 'detach' | 'unmap'): Planner =>
  (args, world) => {
    takes(args, ['att', 'dir']);
    const buffer = world.buffer();
    const agent = attachedDevice(args, world);
    if (todo === 'detach') return plan(agent, [{ do: 'detach', buffer }]);
    const direction = args.optional('dir')?.word([...directions]) ?? null;
    return plan(agent, [{ do: 'unmap', buffer, direction }]);
  };

const cpuAccess =
  (todo: 'beginCpuAccess' | 'endCpuAccess'): Planner =>
  (args, world) => {
    takes(args, ['dir']);
    const direction: Direction = args.at('dir').word([...directions]);
    return plan(kernel, [{ do: todo, buffer: world.buffer(), direction }]);
  };

const callbacks = [
  'attach',
  'map_dma_buf',
  'begin_cpu_access',
  'end_cpu_access',
  'mmap',
  'vmap',
  'pin',
] as const;

function inject(args: Reader, world: World): Planned {
  takes(args, ['op', 'errno']);
  const callback = args.at('op').word(callbacks);
  const number = -args.at('errno').wide();
  const errno = errnoNames.find((name) => errnoNumbers[name] === number);
  if (errno === undefined) args.at('errno').fail('is no error that is known');
  const buffer = world.buffer();
  return plan(kernel, [{ do: 'injectError', buffer, callback, errno: errno ?? 'EINVAL' }]);
}

const errnoNames: readonly (keyof typeof errnoNumbers & Errno)[] = [
  'EPERM',
  'ENOENT',
  'EINTR',
  'EIO',
  'ENXIO',
  'EBADF',
  'EAGAIN',
  'ENOMEM',
  'EACCES',
  'EFAULT',
  'EBUSY',
  'EEXIST',
  'ENODEV',
  'EINVAL',
  'ENOTTY',
  'EOPNOTSUPP',
];

/** Something that the state says of the buffer's dma_buf. */
const ofDmaBuf = (
  world: World,
  what: (dmaBuf: NonNullable<Buffer['dmaBuf']>) => number,
): Planned => {
  const index = Math.max(0, world.buffers.length - 1);
  return asks(({ last }) => {
    const dmaBuf = last?.state.buffers[index]?.dmaBuf;
    return dmaBuf ? String(what(dmaBuf)) : 'no dma_buf';
  });
};

const nothing: Planned = asks(() => '0');

function vmap(args: Reader, world: World): Planned {
  takes(args, []);
  world.vmaps += 1;
  const action = { do: 'vmap', name: `v${world.vmaps}`, buffer: world.buffer() } as const;
  return plan(kernel, [action], {
    info: ({ last }) => {
      const { result } = last ?? {};
      return result?.kind === 'ok' ? `count=${result.value}` : null;
    },
  });
}

function vunmap(args: Reader, world: World): Planned {
  takes(args, []);
  const action = { do: 'vunmap', vmap: `v${world.vmaps}` } as const;
  world.vmaps -= 1;
  return plan(kernel, [action]);
}

export const kernelSteps: Readonly<Record<string, Planner>> = {
  'kernel:lab_alloc': (args, world) => {
    takes(args, ['pages']);
    world.declare(world.labExporter, args.at('pages').integer(1, 1024) * pageBytes);
    return nothing;
  },
  'kernel:lab_mode': (args, world) => {
    takes(args, ['mode']);
    const mode = args.at('mode').word(['fault returns struct page', 'fault inserts a pfn']);
    world.labExporter = mode === 'fault returns struct page' ? 'page' : 'ours';
    world.change(exporterOf(world.labExporter));
    return nothing;
  },
  'kernel:lab_inject': inject,
  'kernel:dma_buf_export': exportBuffer,
  'kernel:dma_buf_fd': fdOf,
  'kernel:dma_buf_get': (args, world) => {
    takes(args, ['fd']);
    return plan(kernel, [{ do: 'dmaBufGet', fd: world.fd(args.at('fd')) }]);
  },
  'kernel:dma_buf_put': (args, world) => {
    takes(args, ['dmabuf']);
    if (isNull(args, 'dmabuf')) return plan(kernel, [{ do: 'callWithNull', call: 'dma_buf_put' }]);
    return plan(kernel, [{ do: 'dmaBufPut', buffer: world.buffer() }]);
  },
  'kernel:dma_buf_attach': attach,
  'kernel:dma_buf_detach': onAttachment('detach'),
  'kernel:dma_buf_map_attachment': mapAttachment,
  'kernel:dma_buf_unmap_attachment': onAttachment('unmap'),
  'kernel:dma_buf_begin_cpu_access': cpuAccess('beginCpuAccess'),
  'kernel:dma_buf_end_cpu_access': cpuAccess('endCpuAccess'),
  'kernel:dma_buf_vmap': vmap,
  'kernel:dma_buf_vunmap': vunmap,
  'kernel:dma_set_mask_and_coherent': (args, world) => {
    takes(args, ['dev', 'bits']);
    const device = world.device(args.at('dev').integer(0, 3));
    return plan(device, [{ do: 'setDmaMask', bits: args.at('bits').integer(0, 64) }]);
  },
  'kernel:file_count': (args, world) => {
    takes(args, []);
    return ofDmaBuf(world, ({ references }) => references);
  },
  'kernel:dmabuf->size': (args, world) => {
    takes(args, []);
    return ofDmaBuf(world, ({ size }) => size);
  },
  'kernel:lab_helper_mmap_of': (args, world) => {
    takes(args, ['pgoff']);
    world.helperOffset = args.at('pgoff').wide();
    return nothing;
  },
};
