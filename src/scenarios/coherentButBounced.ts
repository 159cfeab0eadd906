/** The example of 2011: a coherent machine with bounce buffers. The text is the scenario: see docs/script.md. */
export const coherentButBounced = `title     Coherent, but bounced: which copy is the one?
summary   Take a fully coherent machine with bounce buffers, where map copies the buffer into a slot and unmap
summary   copies it back. With two streaming mappers there are three copies, and nobody knows which one is the
summary   buffer. It is the cache coherency problem once more, only easier to see.
source    Arnd Bergmann, "[RFC v2 1/2] dma-buf: Introduce dma buffer sharing mechanism", 9 December 2011
source    kernel/dma/swiotlb.c
platform  bounce cpus=1 page=512
buffer    frame pages=1 exporter=gem mmap=none
device    cam   importer=map-per-dma
device    gpu   importer=map-per-dma

app@cpu0: fd = export frame          expect ok
app@cpu0: p = mmap fd                expect ok
cam:      import fd                  expect ok
gpu:      import fd                  expect ok
note      Two devices map the buffer at the same time. Each gets a slot of its own.
cam:      map frame FROM_DEVICE      expect ok expect none
gpu:      map frame TO_DEVICE        expect ok expect none
note      The camera writes its slot. What will the GPU find in the other one?
cam:      dma write frame+0 64 A     expect ok expect none
note      Its own copy, made before. Where nothing bounces there is only one memory, and the same mistake passes.
gpu:      dma read frame+0 64        expect device-access-not-serialized expect luck on x86,arm64,arm64-iommu expect harm on bounce expect A on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
app@cpu0: read p+0 64                expect cpu-access-while-device-owns expect luck on x86,arm64,arm64-iommu expect harm on bounce expect A on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
note      What is missing is a point that both see: the camera gives back, then the GPU is handed the buffer.
cam:      unmap frame                expect ok expect none
gpu:      dma_sync_sgtable_for_device frame TO_DEVICE expect ok expect none
gpu:      dma read frame+0 64        expect A expect none
gpu:      unmap frame                expect ok expect none
note      Now both write, each a line of its own, and each unmap copies back a whole slot. Whose line survives?
cam:      map frame BIDIRECTIONAL    expect ok expect none
gpu:      map frame BIDIRECTIONAL    expect ok expect none
cam:      dma write frame+0 64 C     expect ok expect none
gpu:      dma write frame+64 64 D    expect ok expect none
cam:      unmap frame                expect hand-back-discards
note      The second unmap brings back a slot in which the camera's line is still the old one.
gpu:      unmap frame                expect hand-back-discards expect luck on x86,arm64,arm64-iommu expect harm on bounce expect clobber on bounce
app@cpu0: read p+0 128               expect C*64,D*64 on x86,arm64,arm64-iommu expect none on x86,arm64,arm64-iommu expect A*64,D*64 on bounce expect stale on bounce
`;
