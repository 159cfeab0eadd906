/** A fault gives the page back while the device still works. The text is the scenario: see docs/script.md. */
export const noWaitAtFault = `title     Nobody waits at fault time
summary   An exporter that takes page table entries away brings a page back at the next fault. Should it wait there
summary   for the device? The mmap patch says no: if exporters differed in that, programs would come to depend on
summary   one and fail with another. So a program that looks too early gets the page at once, and the old bytes.
source    Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012: no synchronization at fault time
source    Arnd Bergmann, reply to "[PATCH] dma-buf: mmap support", 18 April 2012: what keeps DMA and programs apart
source    Documentation/driver-api/dma-buf.rst, "CPU Access to DMA Buffer Objects"
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=drm mmap=shootdown
device    gpu   importer=map-per-dma

app@cpu0: fd = export frame                expect ok
app@cpu0: p = mmap fd                      expect ok
gpu:      import fd                        expect ok
app@cpu0: write p+0 64 A                   expect fault expect none
note      The driver maps the buffer, and the app's page table entry goes. The job is queued; the engine has not begun. What does the app get if it looks now?
gpu:      map frame FROM_DEVICE            expect ok expect none
gpu:      j1 = submit write frame+0 64 B   expect ok expect none
note      The app looks. The fault handler gives the page back at once, although the device owns it and a job is on its way.
app@cpu0: read p+0 64                      expect fault expect A expect cpu-access-while-device-owns expect luck
note      Now the engine works. Nothing has put it before or behind the app's read, and the bytes part: what the app has is old.
gpu:      run j1                           expect data-race expect luck on x86 expect harm on arm64,arm64-iommu,bounce
note      The page is still there, so this read does not even fault. Where the device does not snoop, the app finds the line that it fetched too early.
app@cpu0: read p+0 64                      expect nofault expect cpu-access-while-device-owns expect data-race expect B on x86 expect A on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
note      Only when the driver gives the buffer back is B in sight of the app everywhere.
gpu:      unmap frame                      expect ok
app@cpu0: read p+0 64                      expect nofault expect B
`;
