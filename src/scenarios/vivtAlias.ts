/** Two mappings of a page in a cache that tags by virtual address. The text is the scenario: see docs/script.md. */
export const vivtAlias = `title     One page, two addresses, two cache lines
summary   Old ARM caches look a line up by its virtual address. Two mappings of a page are then two lines that
summary   know nothing of each other, and the kernel has a third address of its own: the one that the DMA API
summary   cleans. Taking the mapping away, as the mmap patch of 2012 does, is right even here.
source    Documentation/core-api/cachetlb.rst, "D-cache aliasing"
source    Rob Clark, "[PATCH] RFC: dma-buf: userspace mmap support", March 2012
platform  arm64 cpus=1 page=512 maintenance=no-speculation tags=vivt
buffer    frame pages=1 exporter=heap mmap=sync-ioctl
buffer    plain pages=1 exporter=gem mmap=shootdown
device    gpu   importer=cached

app@cpu0: fd = export frame          expect ok
app@cpu0: p = mmap fd                expect ok
app@cpu0: q = mmap fd                expect ok
note      The app reads through one mapping and writes through the other. The cache now has the same bytes twice.
app@cpu0: read q+0 64                expect 0 expect none
app@cpu0: write p+0 64 A             expect ok expect none
note      Nothing but the CPU has touched this buffer. What does it read through q: A?
app@cpu0: read q+0 64                expect 0 expect stale expect harm
note      The app brackets its next write as it should. END cleans the lines at the kernel's address, and there are none: the store stays where it is. A device that snoops would find it.
gpu:      import fd                  expect ok
gpu:      map frame BIDIRECTIONAL    expect ok expect none
app@cpu0: sync fd START READ|WRITE   expect ok expect none
app@cpu0: write p+0 64 B             expect ok expect none
app@cpu0: sync fd END READ|WRITE     expect ok expect none
gpu:      dma read frame+0 64        expect B on x86 expect none on x86 expect 0 on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce expect harm on arm64,arm64-iommu,bounce
note      The other exporter takes its mapping away before it hands the buffer over, and whoever takes a mapping away flushes what stands under its address.
app@cpu0: fd2 = export plain         expect ok
app@cpu0: r = mmap fd2               expect ok
app@cpu0: write r+0 64 C             expect ok expect none
gpu:      import fd2                 expect ok
gpu:      map plain TO_DEVICE        expect ok expect none
gpu:      dma read plain+0 64        expect C expect none
`;
