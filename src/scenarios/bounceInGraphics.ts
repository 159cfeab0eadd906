/** A driver that polls through a standing mapping, behind bounce slots. The text is the scenario: see docs/script.md. */
export const bounceInGraphics = `title     Bounce buffers under a graphics driver
summary   A graphics driver maps once and keeps the mapping, and program and GPU talk through the buffer while it
summary   stands: the GPU writes the number of the job that is done, the program polls for it. That presumes one
summary   memory. Behind a bounce slot there are two, and nothing is copied until somebody asks for it.
source    Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015
source    kernel/dma/swiotlb.c
platform  bounce cpus=1 page=512
buffer    ring  pages=1 exporter=gem mmap=sync-ioctl
device    gpu   importer=pinned

app@cpu0: fd = export ring           expect ok
app@cpu0: p = mmap fd                expect ok
gpu:      import fd                  expect ok
gpu:      map ring BIDIRECTIONAL     expect ok expect none
note      The first job is done. The program polls, without a call, as such programs do. Does it see the number?
gpu:      dma write ring+0 64 A      expect ok expect none
app@cpu0: read p+0 64                expect cpu-access-while-device-owns expect A on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
note      The second job is done. Where devices do not snoop, the program now polls its own cache.
gpu:      dma write ring+0 64 B      expect ok expect none
app@cpu0: read p+0 64                expect cpu-access-while-device-owns expect B on x86 expect A on arm64,arm64-iommu expect 0 on bounce expect stale on arm64,arm64-iommu,bounce
note      With SYNC around each look it is right everywhere, and each look copies the whole buffer or walks all of its lines. That is what the kernel would have to do behind the driver's back.
app@cpu0: sync fd START READ         expect ok
app@cpu0: read p+0 64                expect B expect none
app@cpu0: sync fd END READ           expect ok expect none expect bounced=1024 on bounce expect bounced=0 on x86,arm64,arm64-iommu
`;
