/** A buffer of the system heap, bracketed by SYNC with each kind of access. The text is the scenario: see docs/script.md. */
export const systemHeap = `title     A buffer from the system heap, with every kind of bracket
summary   Today a program that needs a buffer for several devices asks a heap, and no driver, for it. It maps it
summary   once and says with SYNC when it reads, when it writes, and when it does both. Right on every platform.
source    drivers/dma-buf/dma-heap.c, dma_heap_ioctl_allocate
source    drivers/dma-buf/heaps/system_heap.c, system_heap_dma_buf_begin_cpu_access
source    include/uapi/linux/dma-buf.h, struct dma_buf_sync
platform  arm64 cpus=1 page=512
buffer    frame pages=2 exporter=system_heap
device    gpu   importer=cached

note      The flags are those of the file: without O_RDWR no mapping of it could be written. Anything else than an access mode and O_CLOEXEC is refused.
app@cpu0: fd = DMA_HEAP_IOCTL_ALLOC frame O_RDWR|O_NONBLOCK   expect EINVAL
app@cpu0: fd = DMA_HEAP_IOCTL_ALLOC frame O_RDWR|O_CLOEXEC    expect ok
note      This is how a program learns how large a buffer is that somebody hands to it.
app@cpu0: lseek fd 0 SEEK_END          expect returns=1024
app@cpu0: p = mmap fd                  expect ok
gpu:      import fd                    expect ok
gpu:      map frame BIDIRECTIONAL      expect ok expect none
note      Reading and writing: START takes the buffer back from every device that has it mapped, END hands it over.
app@cpu0: sync fd START READ|WRITE     expect ok expect none
app@cpu0: write p+0 64 A               expect ok expect none
app@cpu0: sync fd END READ|WRITE       expect ok expect none
gpu:      dma read frame+0 64          expect A expect none
gpu:      dma write frame+64 64 B      expect ok expect none
note      Reading alone: START fetches what the device wrote, END pushes nothing.
app@cpu0: sync fd START READ           expect ok expect none
app@cpu0: read p+64 64                 expect B expect none
app@cpu0: sync fd END READ             expect ok expect none
note      Writing alone: START fetches nothing, END pushes everything. That is right only while the device has written nothing since the last START with READ.
app@cpu0: sync fd START WRITE          expect ok expect none
app@cpu0: write p+128 64 C             expect ok expect none
app@cpu0: sync fd END WRITE            expect ok expect none
gpu:      dma read frame+0 192         expect A*64,B*64,C*64 expect none
note      The importer keeps its mapping until it lets the buffer go; the heap gets its pages back with the last reference.
gpu:      release frame                expect ok expect none
app@cpu0: munmap p                     expect ok
app@cpu0: close fd                     expect ok expect none
`;
