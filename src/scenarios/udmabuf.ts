/** A dma-buf of a memfd's pages, and who cleans the caches for it. The text is the scenario: see docs/script.md. */
export const udmabuf = `title     A udmabuf is memory of the program
summary   A program makes a file of anonymous memory, seals it, and turns its pages into a dma-buf. No driver
summary   has allocated anything: the device works on the program's own pages. The exporter leaves the caches
summary   alone when a device maps them; only the SYNC ioctl cleans them, on behalf of a device of its own.
source    drivers/dma-buf/udmabuf.c, udmabuf_create, begin_cpu_udmabuf, end_cpu_udmabuf
source    mm/memfd.c, memfd_add_seals
source    Documentation/userspace-api/dma-buf-alloc-exchange.rst
platform  arm64 cpus=1 page=512
buffer    frame pages=2 exporter=udmabuf
device    gpu   importer=map-per-dma

app@cpu0: m = memfd_create MFD_ALLOW_SEALING   expect ok
app@cpu0: ftruncate m 1024                     expect ok
note      A file that could shrink would pull the pages away from under a device: the kernel wants the seal first.
app@cpu0: fd = UDMABUF_CREATE frame m          expect EINVAL
app@cpu0: add_seals m F_SEAL_SHRINK            expect ok
app@cpu0: fd = UDMABUF_CREATE frame m          expect ok
app@cpu0: ftruncate m 512                      expect EPERM
note      Two mappings of the same pages, one of the memfd and one of the dma-buf. What is written through one is read through the other.
app@cpu0: q = mmap m                           expect ok
app@cpu0: p = mmap fd                          expect ok
app@cpu0: write q+0 64 A                       expect ok expect none
app@cpu0: read p+0 64                          expect A expect none
gpu:      import fd                            expect ok
note      map_dma_buf passes SKIP_CPU_SYNC: no line is cleaned. Will the device read A?
gpu:      map frame TO_DEVICE                  expect ok
note      On x86 it looks into the caches, and behind a bounce slot every map copies. But where it sees memory only, A is still in the cache, and the device reads what was there before.
gpu:      dma read frame+0 64                  expect A on x86,bounce expect luck on x86,bounce expect 0 on arm64,arm64-iommu expect stale on arm64,arm64-iommu
gpu:      unmap frame                          expect ok
note      The first START maps the pages for the device node of udmabuf itself, also without maintenance. END syncs that mapping, and so cleans the caches for everybody: here at last A goes to memory. That the mapping of the device was never synced is still against the rules of DMA.
app@cpu0: sync fd START READ|WRITE             expect ok
app@cpu0: sync fd END READ|WRITE               expect ok
gpu:      map frame TO_DEVICE                  expect ok
gpu:      dma read frame+0 64                  expect A expect luck
gpu:      unmap frame                          expect ok
`;
