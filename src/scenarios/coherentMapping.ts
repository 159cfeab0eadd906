/** A mapping that needs no calls. The text is the scenario: see docs/script.md. */
export const coherentMapping = `title     A coherent mapping: no calls, and its price
summary   Existing programs know of no bracket, so the mmap patch asks exporters for coherent mappings. Where
summary   devices snoop that is any mapping. Elsewhere the pages are mapped uncached or write-combining: every read
summary   goes to memory, and stores wait in a buffer of the CPU until something drains it.
source    Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012
source    Documentation/driver-api/device-io.rst
platform  arm64 cpus=1 page=512
buffer    slow pages=1 exporter=gem mmap=coherent type=UC
buffer    quick pages=1 exporter=gem mmap=coherent type=WC
device    gpu importer=cached

app@cpu0: fu = export slow             expect ok
app@cpu0: fw = export quick            expect ok
app@cpu0: pu = mmap fu                 expect ok
app@cpu0: pw = mmap fw                 expect ok
gpu:      import fu                    expect ok
gpu:      import fw                    expect ok
gpu:      map slow BIDIRECTIONAL       expect ok
gpu:      map quick BIDIRECTIONAL      expect ok
note      The device has the buffer mapped all the time, and the app writes all the same. Where it is uncached, the store goes to memory at once.
app@cpu0: write pu+0 16 A              expect ok expect none
gpu:      dma read slow+0 16           expect A on x86,arm64,arm64-iommu expect none on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
note      The same with write-combining: quicker stores, because they wait in the CPU. Has the device got it?
app@cpu0: write pw+0 16 B              expect ok expect none
gpu:      dma read quick+0 16          expect B on x86 expect none on x86 expect 0 on arm64,arm64-iommu,bounce expect wc-not-drained on arm64,arm64-iommu expect stale on arm64,arm64-iommu,bounce
note      The doorbell that starts a device drains the buffer before it. That is how it works out in practice.
app@cpu0: doorbell gpu                 expect ok expect none
gpu:      dma read quick+0 16          expect B on x86,arm64,arm64-iommu expect none on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
note      The other way: what the device writes, the app sees, and no call is needed. But all of this is true of one memory: behind a bounce slot there are two, and no mapping makes them one.
gpu:      dma write slow+64 16 C       expect ok expect none
app@cpu0: read pu+64 16                expect C on x86,arm64,arm64-iommu expect none on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
`;
