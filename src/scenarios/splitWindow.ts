/** The same pages twice, coherent below and cached above. The text is the scenario: see docs/script.md. */
export const splitWindow = `title     One file, two windows: coherent below, cached above
summary   The mmap patch maps coherently, which is slow where that means uncached. It sketches a way to add speed
summary   later: a dma-buf never changes its size, so the range behind its end is free. Map that, and get the same
summary   pages cached, with prepare and finish around each access.
source    Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012
platform  arm64 cpus=1 page=512
buffer    frame pages=2 exporter=gem mmap=split-window
device    gpu   importer=cached

app@cpu0: fd = export frame          expect ok
note      Pages 0 and 1 of the file are the buffer, write-combined where the GPU does not snoop. Pages 2 and 3 are the buffer once more, cached.
app@cpu0: low = mmap fd 2            expect ok
app@cpu0: high = mmap fd 2 offset=2  expect ok
note      A range in both windows would need two memory types in one mapping.
app@cpu0: q = mmap fd 2 offset=1     expect EINVAL
gpu:      import fd                  expect ok
gpu:      map frame BIDIRECTIONAL    expect ok expect none
note      Below nothing is announced. The store waits in the write-combining buffer until the doorbell rings.
app@cpu0: write low+0 64 A           expect ok expect none
app@cpu0: doorbell gpu               expect ok
gpu:      dma read frame+0 64        expect A on x86,arm64,arm64-iommu expect none on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
note      Above the access is announced: prepare drops old lines, the stores go into the cache, finish writes them back.
app@cpu0: prepare fd WRITE           expect ok expect none
app@cpu0: write high+512 64 B        expect ok expect none
app@cpu0: finish fd                  expect ok expect none
gpu:      dma read frame+512 64      expect B on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
note      Both windows show the same bytes. Behind a bounce slot neither reaches the GPU: its mapping counts as coherent, so nobody ever copies.
app@cpu0: read low+512 64            expect B expect none
note      And if a program forgets prepare? The price of a fast window is that it can be used wrongly.
app@cpu0: write high+512 64 C        expect window-not-open expect luck on x86 expect harm on arm64,arm64-iommu
gpu:      dma read frame+512 64      expect C on x86 expect B on arm64,arm64-iommu expect 0 on bounce expect stale on arm64,arm64-iommu,bounce
`;
