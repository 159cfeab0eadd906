/** What the calls on files are for. */
import type { CallWords } from '../explainCalls.ts';

const dmaBuf = 'drivers/dma-buf/dma-buf.c';
const udmabuf = 'drivers/dma-buf/udmabuf.c';

export const fileCalls: readonly CallWords[] = [
  {
    name: 'ioctl(DMA_HEAP_IOCTL_ALLOC',
    text: 'The program asks a heap for memory that can be shared, and gets a descriptor of it. No device is asked.',
    source: 'drivers/dma-buf/dma-heap.c',
  },
  {
    name: 'ioctl(UDMABUF_CREATE',
    text: 'The program turns pages of its own memfd into a dma-buf.',
    source: udmabuf,
  },
  {
    name: 'ioctl(DRM_IOCTL_PRIME_HANDLE_TO_FD',
    text: 'The program asks the graphics driver for a descriptor of its buffer.',
    source: 'drivers/gpu/drm/drm_prime.c',
  },
  {
    name: 'ioctl(descriptor for',
    text: 'The program asks a driver for one more descriptor of a buffer that is exported already.',
    source: dmaBuf,
  },
  {
    name: 'ioctl(DMA_BUF_SET_NAME',
    text: 'The program says what people should see the buffer called.',
    source: `${dmaBuf}, dma_buf_set_name`,
  },
  {
    name: 'ioctl(DMA_BUF_IOCTL_EXPORT_SYNC_FILE',
    text: 'The program takes the fences that a buffer has now, as a file. What is added later is not in it.',
    source: `${dmaBuf}, dma_buf_export_sync_file`,
  },
  {
    name: 'ioctl(DMA_BUF_IOCTL_IMPORT_SYNC_FILE',
    text: 'The program puts fences into a buffer, so that others wait for them without knowing of them.',
    source: `${dmaBuf}, dma_buf_import_sync_file`,
  },
  {
    name: 'ioctl(SW_SYNC_IOC_CREATE_FENCE',
    text: 'A test makes a fence that it will signal itself, by moving its timeline on.',
    source: 'drivers/dma-buf/sw_sync.c',
  },
  {
    name: 'ioctl(SW_SYNC_IOC_INC',
    text: 'A test moves its timeline on. The fences of the points that are passed are signaled.',
    source: 'drivers/dma-buf/sw_sync.c',
  },
  {
    name: 'ioctl(0x',
    text: 'The program calls an ioctl without an argument. The kernel looks whether it knows the number, then for the argument.',
    source: `${dmaBuf}, dma_buf_ioctl`,
  },
  {
    name: 'open',
    text: 'The program opens a file by its path.',
    source: 'fs/open.c',
  },
  {
    name: 'fcntl',
    text: 'The program asks for flags or seals of a file, or changes them.',
    source: 'fs/fcntl.c',
  },
  {
    name: 'lseek',
    text: 'The program moves the position in a file. With a dma-buf this is how it learns the size.',
    source: `${dmaBuf}, dma_buf_llseek`,
  },
  ...['read', 'write', 'pread', 'pwrite', 'sendfile'].map((name) => ({
    name,
    text: 'The program treats the descriptor as a file of bytes, which a dma-buf is not: it is mapped.',
    source: 'fs/read_write.c',
  })),
  {
    name: 'readlink',
    text: 'The program looks what its descriptor stands for.',
    source: `${dmaBuf}, dmabuffs_dname`,
  },
  {
    name: 'fsync',
    text: 'The program wants everything written back to storage.',
    source: 'fs/sync.c',
  },
  {
    name: 'poll',
    text: 'The program asks whether a file is ready. A dma-buf is ready when nobody is at work on it any more.',
    source: `${dmaBuf}, dma_buf_poll`,
  },
  {
    name: 'epoll_ctl',
    text: 'The program wants to be told when the file becomes ready.',
    source: 'fs/eventpoll.c',
  },
  {
    name: 'memfd_create',
    text: 'The program makes a file that lives in memory only, and has no name in any folder.',
    source: 'mm/memfd.c',
  },
  {
    name: 'ftruncate',
    text: 'The program gives a file its size. Pages come with the first touch.',
    source: 'fs/open.c',
  },
  {
    name: 'fallocate',
    text: 'The program reserves a range of a file, or punches a hole into it.',
    source: 'fs/open.c, mm/shmem.c',
  },
  {
    name: 'dma_set_mask_and_coherent',
    text: 'The driver says how many address bits its device has.',
    source: 'kernel/dma/mapping.c',
  },
];
