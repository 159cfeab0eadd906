/** What unmap does to a write after sync for CPU. The text is the scenario: see docs/script.md. */
export const bidirectionalLosesWrite = `title     Unmap takes a write back
summary   A driver maps BIDIRECTIONAL, syncs for the CPU, writes an answer into the buffer, and unmaps. On a machine
summary   that bounces the answer is gone: unmap copies the slot over the buffer once more. A sync for the CPU
summary   lends the buffer out. Whoever writes must hand it over again, or the loan ends with the old bytes.
source    kernel/dma/swiotlb.c, swiotlb_tbl_unmap_single
source    Documentation/core-api/dma-api.rst, dma_unmap_single
platform  bounce cpus=1 page=512
buffer    ring  pages=1 exporter=nic mmap=none
device    nic

note      Both directions: the device writes a request, and reads the answer.
nic:      m = dma_map_single ring+0 256 BIDIRECTIONAL      expect ok expect none
nic:      dma write m+0 64 R                               expect ok expect none
note      The driver looks at the request. It may: the part is the CPU's until it is handed over again.
nic:      dma_sync_single_for_cpu m+0 256 BIDIRECTIONAL    expect ok expect none
kernel@cpu0: read ring+0 64                                expect R expect none
kernel@cpu0: write ring+64 64 A                            expect none
note      The job is called off, and the driver unmaps. What is in the second line now: the answer, or what was there before?
nic:      dma_unmap_single m                               expect hand-back-discards expect luck on x86 expect harm on arm64,arm64-iommu,bounce expect lost-write on arm64,arm64-iommu expect clobber on bounce
note      The kernel does what unmap of a BIDIRECTIONAL mapping does: it brings the device's side back. On arm64 it drops cache lines, and with them whatever was not written back.
kernel@cpu0: read ring+64 64                               expect A on x86 expect none on x86 expect 0 on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
note      The same again, with the hand-over that was missing. It says that the CPU's side is the newer one.
nic:      m = dma_map_single ring+0 256 BIDIRECTIONAL      expect ok expect none
nic:      dma_sync_single_for_cpu m+0 256 BIDIRECTIONAL    expect ok expect none
kernel@cpu0: write ring+64 64 B                            expect none
nic:      dma_sync_single_for_device m+0 256 BIDIRECTIONAL expect ok expect none
nic:      dma_unmap_single m                               expect ok expect none
kernel@cpu0: read ring+64 64                               expect B expect none
`;
