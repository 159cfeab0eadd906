/** Captured frames read without SYNC START. The text is the scenario: see docs/script.md. */
export const cameraWithoutStart = `title     Frames with stripes: a capture read without SYNC START
summary   A program captures into a cached heap buffer and reads every frame. The first one is right, later ones have
summary   stripes of the one before, a cache line high. On the developer's machine it never happens.
source    Documentation/driver-api/dma-buf.rst, "CPU Access to DMA Buffer Objects"
source    include/uapi/linux/dma-buf.h, struct dma_buf_sync
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=system_heap
device    cam   importer=cached

app@cpu0: fd = export frame          expect ok
app@cpu0: p = mmap fd                expect ok
cam:      import fd                  expect ok
cam:      map frame FROM_DEVICE      expect ok expect none
cam:      dma write frame+0 128 A    expect ok expect none
note      The first frame. No line of it was ever in the cache, so the load goes to memory, and the program seems to work. Behind a bounce slot nothing ever arrives.
app@cpu0: read p+0 128               expect cpu-access-while-device-owns expect A on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
note      The camera writes the second frame. Where it does not snoop, two lines of the first are still in the cache.
cam:      dma write frame+0 128 B    expect ok expect none
note      One of them happens to be evicted. What does the program see?
cpu0:     evict p+64                 expect none
app@cpu0: read p+0 128               expect cpu-access-while-device-owns expect B on x86 expect A*64,B*64 on arm64,arm64-iommu expect 0 on bounce expect stale on arm64,arm64-iommu,bounce
note      A stripe of the old frame. Which lines survive depends on everything else that runs, so no two runs look alike.
cam:      dma write frame+0 128 C    expect ok expect none
note      The whole repair is a bracket. START with READ is enough: the program writes nothing.
app@cpu0: sync fd START READ         expect ok expect none
app@cpu0: read p+0 128               expect C expect none
app@cpu0: sync fd END READ           expect ok expect none
`;
