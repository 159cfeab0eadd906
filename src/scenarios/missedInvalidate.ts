/** The app has read, the device writes, the app reads again with no call. The text is the scenario: see docs/script.md. */
export const missedInvalidate = `title     A read that finds yesterday's bytes
summary   The app has read the buffer, so that its lines are in the cache. A camera writes a new frame into
summary   memory, and the app reads again without a call: where the device does not snoop, it gets the old
summary   frame, but only for the lines that were still cached.
source    Documentation/core-api/dma-api.rst, dma_sync_single_for_cpu
source    Documentation/core-api/dma-api-howto.rst, "Using Streaming DMA mappings"
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=gem mmap=none
device    cam   importer=cached

app@cpu0: fd = export frame          expect ok
app@cpu0: p = mmap fd                expect ok
note      The app looks at the empty frame. Its first line is in the cache from here on.
app@cpu0: read p+0 64                expect 0 expect none
cam:      import fd                  expect ok
cam:      map frame FROM_DEVICE      expect ok expect none
note      The camera fills two lines. It owns the buffer and may do so. What will the app find when it reads again without a call?
cam:      dma write frame+0 128 A    expect ok expect none
note      No sync, no unmap: the camera still owns the buffer, and the line that the CPU fetched before is still in its cache.
app@cpu0: read p+0 64                expect cpu-access-while-device-owns expect luck on x86 expect harm on arm64,arm64-iommu,bounce expect A on x86 expect 0 on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
note      The second line was not in the cache, so here the same mistake goes unnoticed: half of the frame is new, half of it is old. Behind a bounce slot all of it is old.
app@cpu0: read p+64 64               expect cpu-access-while-device-owns expect luck on x86,arm64,arm64-iommu expect harm on bounce expect A on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
`;
