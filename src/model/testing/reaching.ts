/**
 * A small script for each rule, defect and error that no built-in scenario shows, with its platform. Data for
 * `reached.test.ts`; what exactly each does is held in the tests of its subject.
 */
import { complaints, single, world, type Reaching } from './reachingComplaints.ts';

const arm = 'arm64 cpus=1 page=512';
const bounce = 'bounce cpus=1 page=512';
const shared = `buffer b pages=1 mmap=sync-ioctl
device gpu
app@cpu0: fd = export b
app@cpu0: p = mmap fd
gpu: import fd
`;

/** Rules and defects. */
const others: readonly Reaching[] = [
  [
    'wait-without-end',
    'x86',
    `${shared}app@cpu0: t = open sw_sync
app@cpu0: s = sw_sync_fence t 2
app@cpu0: import_sync_file fd s WRITE
app@cpu0: sync fd START READ`,
  ],
  ['memory-mapped-as-resource', arm, `${world}gpu: m = dma_map_resource b+0 512 TO_DEVICE`],
  [
    'device-access-in-open-window',
    arm,
    `buffer b pages=2 mmap=split-window
device gpu
app@cpu0: fd = export b
app@cpu0: high = mmap fd 2 offset=2
gpu: import fd
gpu: map b BIDIRECTIONAL
app@cpu0: prepare fd READ
gpu: dma write b+64 64 B`,
  ],
  [
    'released-while-vmapped',
    'x86',
    `buffer b pages=1
app@cpu0: fd = export b
kernel@cpu0: v = vmap b
app@cpu0: close fd`,
  ],
  [
    'mangled-page',
    'x86 dmabuf-debug=yes',
    `buffer b pages=2
device gpu importer=page-stealing
app@cpu0: fd = export b
gpu: import fd
gpu: map b TO_DEVICE`,
  ],
  ['direction', arm, `${single('TO_DEVICE')}gpu: dma write m+0 64 A`],
  [
    'hand-over-twice',
    bounce,
    `${single('BIDIRECTIONAL')}gpu: dma write m+0 64 A\ngpu: dma_sync_single_for_device m+0 64 BIDIRECTIONAL`,
  ],
  [
    'sync-outside-mapping',
    bounce,
    `${single('BIDIRECTIONAL')}gpu: dma_sync_single_for_cpu m+128 256 BIDIRECTIONAL`,
  ],
  [
    'mixed-memory-types',
    arm,
    `buffer b pages=1 mmap=coherent
app@cpu0: fd = export b
app@cpu0: p = mmap fd
kernel@cpu0: write b+0 64 A
app@cpu0: read p+0 64`,
  ],
  [
    'dirty-invalidate',
    arm,
    'buffer b pages=1\nkernel@cpu0: write b+0 64 A\nkernel@cpu0: invalidate b+0 64',
  ],
  ['dma-unmapped', arm, `${single('TO_DEVICE')}gpu: dma_unmap_single m\ngpu: dma read m+0 64`],
  [
    'dma-in-lazy-window',
    'arm64-iommu iommu=lazy page=512',
    `${single('TO_DEVICE')}gpu: dma read m+0 64\ngpu: dma_unmap_single m\ngpu: dma read m+0 64`,
  ],
  [
    'sigsegv',
    'x86',
    'buffer b pages=1\napp@cpu0: fd = export b\napp@cpu0: p = mmap fd\napp@cpu0: munmap p\napp@cpu0: read p+0',
  ],
  [
    'use-after-release',
    'x86',
    `buffer b pages=1
device gpu importer=map-per-dma
app@cpu0: fd = export b
gpu: get fd
gpu: attach b
gpu: map b TO_DEVICE
gpu: put b
app@cpu0: close fd
gpu: dma read b+0 64`,
  ],
  ['unmap-twice', arm, `${single('TO_DEVICE')}gpu: dma_unmap_single m\ngpu: dma_unmap_single m`],
  [
    'sync-after-unmap',
    arm,
    `${single('TO_DEVICE')}gpu: dma_unmap_single m\ngpu: dma_sync_single_for_cpu m+0 64 TO_DEVICE`,
  ],
  [
    'release-with-attachments',
    'x86',
    'buffer b pages=1\ndevice gpu\napp@cpu0: fd = export b\ngpu: get fd\ngpu: attach b\ngpu: put b\napp@cpu0: close fd',
  ],
  ['leak', 'x86', `${single('TO_DEVICE')}gpu: unbind`],
  [
    'invalidate-left-to-others',
    'arm64 cpus=1 page=512',
    `buffer b pages=1 mmap=sync-ioctl flush=once
device gpu
device npu
app@cpu0: fd = export b
app@cpu0: p = mmap fd
gpu: import fd
npu: import fd
app@cpu0: read p+0 64
gpu: map b FROM_DEVICE
npu: map b TO_DEVICE
gpu: dma write b+0 64 G
gpu: unmap b
npu: dma_sync_sgtable_for_cpu b TO_DEVICE
app@cpu0: read p+0 64`,
  ],
  [
    'list-of-another',
    'arm64 cpus=1 page=512',
    `buffer b pages=1 exporter=udmabuf mmap=sync-ioctl sg-lists=shared
device gpu coherent=yes
device npu
app@cpu0: fd = export b
app@cpu0: p = mmap fd
gpu: import fd
gpu: map b BIDIRECTIONAL
npu: import fd
npu: map b BIDIRECTIONAL
app@cpu0: write p+0 64 A
npu: dma read b+0 64`,
  ],
  [
    'move-leaves-bounced',
    bounce,
    `buffer b pages=1 mmap=sync-ioctl movable=yes
device gpu importer=dynamic
app@cpu0: fd = export b
app@cpu0: p = mmap fd
gpu: import fd
gpu: map b FROM_DEVICE
gpu: dma write b+0 64 G
kernel@cpu0: move b
gpu: unmap b
app@cpu0: read p+0 64`,
  ],
  [
    'exporter-none',
    arm,
    `buffer b pages=1 mmap=none
device gpu importer=cached
app@cpu0: fd = export b
app@cpu0: p = mmap fd
gpu: import fd
gpu: map b BIDIRECTIONAL
app@cpu0: sync fd START WRITE
app@cpu0: write p+0 64 A`,
  ],
  [
    'from-device-discards',
    'arm64 maintenance=arc page=512',
    `${world}kernel@cpu0: write b+0 64 A\ngpu: m = dma_map_single b+0 256 FROM_DEVICE`,
  ],
  [
    'no-invalidate-after',
    'arm64 maintenance=no-speculation cpus=1 page=512',
    `${single('FROM_DEVICE')}cpu0: prefetch b+0
gpu: dma write m+0 64 A
gpu: dma_unmap_single m
kernel@cpu0: read b+0 64`,
  ],
  [
    'shootdown-drops-kernel-writes',
    arm,
    `buffer b pages=1 mmap=shootdown
device gpu
app@cpu0: fd = export b
app@cpu0: p = mmap fd
gpu: import fd
gpu: map b FROM_DEVICE
gpu: unmap b
kernel@cpu0: write b+0 64 K
app@cpu0: read p+0 64`,
  ],
];

const file = 'buffer b pages=1\napp@cpu0: fd = export b\n';
const memfd = 'app@cpu0: m = memfd_create MFD_ALLOW_SEALING\napp@cpu0: ftruncate m 4096\n';

/** Errors of system calls and of the kernel's own. */
const errors: readonly Reaching[] = [
  ['EACCES', 'x86', 'buffer b pages=1\napp@cpu0: fd = export b O_RDONLY\napp@cpu0: p = mmap fd'],
  [
    'EAGAIN',
    'x86',
    `${shared}gpu: map b BIDIRECTIONAL
app@cpu0: t = open sw_sync
app@cpu0: s = sw_sync_fence t 2
gpu: j = submit wait s
gpu: run j`,
  ],
  ['EBADF', 'x86', `${file}app@cpu0: close fd\napp@cpu0: close fd`],
  [
    'EBADFD',
    'x86',
    'buffer b pages=1 exporter=udmabuf\nbuffer c pages=1\napp@cpu0: m = export c\napp@cpu0: fd = UDMABUF_CREATE b m',
  ],
  ['EBUSY', 'x86', `${file}kernel@cpu0: move b`],
  [
    'EEXIST',
    'x86',
    `${shared}kernel@cpu0: inject_error b map_dma_buf EEXIST\ngpu: map b TO_DEVICE`,
  ],
  ['EFAULT', 'x86', `${file}app@cpu0: ioctl_null fd DMA_BUF_IOCTL_SYNC`],
  ['EFBIG', 'x86', `${memfd}app@cpu0: fallocate m 4096 9223372036854771712`],
  [
    'EINTR',
    'x86',
    `${shared}app@cpu0: t = open sw_sync
app@cpu0: s = sw_sync_fence t 2
app@cpu0: import_sync_file fd s WRITE
app@cpu0: sync fd START READ`,
  ],
  ['EINVAL', 'x86', `${file}app@cpu0: lseek fd 1 SEEK_END`],
  ['EIO', 'bounce slots=1 page=4096', `${shared}gpu: map b TO_DEVICE`],
  ['ENODEV', 'x86', 'app@cpu0: t = open sw_sync\napp@cpu0: fallocate t 0 4096'],
  [
    'ENOMEM',
    'bounce slots=1 page=4096',
    'buffer b pages=1\ndevice gpu\ngpu: m = dma_map_single b+0 4096 TO_DEVICE',
  ],
  [
    'ENOENT',
    'x86',
    `${shared}kernel@cpu0: inject_error b map_dma_buf ENOENT\ngpu: map b TO_DEVICE`,
  ],
  ['ENOTTY', 'x86', `${file}app@cpu0: ioctl_null fd TCGETS`],
  ['ENXIO', 'x86', `${file}app@cpu0: again = reopen fd O_RDWR`],
  ['EOPNOTSUPP', 'x86', `${file}app@cpu0: p = mmap bytes fd 4096 PROT_READ flags=0x80003`],
  ['EOVERFLOW', 'x86', `${file}app@cpu0: p = dma_buf_mmap b 4096 offset=-1`],
  ['EPERM', 'x86', `${file}app@cpu0: h = open dma_heap\napp@cpu0: epoll_add h EPOLLIN`],
  ['ESPIPE', 'x86', 'app@cpu0: t = open sw_sync\napp@cpu0: lseek t 0 SEEK_SET'],
  [
    'SIGBUS',
    'x86',
    'buffer b pages=1 exporter=system_heap\napp@cpu0: fd = export b\napp@cpu0: p = mmap fd\nkernel@cpu0: zap b\napp@cpu0: read p+0',
  ],
  [
    'SIGSEGV',
    'x86',
    'buffer b pages=1\napp@cpu0: fd = export b\napp@cpu0: p = mmap fd PROT_READ\napp@cpu0: write p+0 1 A',
  ],
];

/** All of them. */
export const reaching: readonly Reaching[] = [...complaints, ...others, ...errors];
