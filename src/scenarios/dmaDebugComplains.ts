/** True and false complaints of dma-debug. The text is the scenario: see docs/script.md. */
export const dmaDebugComplains = `title     What the checker says, and what it does not see
summary   CONFIG_DMA_API_DEBUG notes every mapping, and holds each sync and unmap against the notes. It finds much that
summary   is wrong on other machines only. It also complains of code that is right, where two mappings of a device
summary   hold the same range, and it says nothing of accesses, which it cannot see.
source    kernel/dma/debug.c, check_sync, __hash_bucket_find
source    Documentation/core-api/dma-api.rst, "Part III - Debug drivers use of the DMA-API"
platform  x86 cpus=1 page=512 dma-debug=yes
buffer    ring  pages=1 exporter=nic mmap=none
device    nic

note      A true complaint that is luck on every machine: the driver never looks whether the map worked. It did.
nic:      m = dma_map_single ring+0 256 TO_DEVICE UNCHECKED expect ok expect none
nic:      dma_unmap_single m                                expect debug-unchecked expect luck
note      A true one that is luck on most: unmap is given another direction. Behind a bounce slot what the device wrote is left there.
nic:      m = dma_map_single ring+0 256 FROM_DEVICE         expect ok expect none
nic:      dma write m+0 64 A                                expect ok expect none
nic:      dma_unmap_single m TO_DEVICE                      expect debug-free-direction expect sync-direction expect luck on x86,arm64,arm64-iommu expect harm on bounce
kernel@cpu0: read ring+0 64                                 expect A on x86,arm64,arm64-iommu expect none on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
note      A false one. The driver maps the whole ring, and one descriptor once more. Both mappings are right, and so is every sync. But the same addresses stand in two notes, and the checker cannot tell which is meant.
nic:      whole = dma_map_single ring+0 512 TO_DEVICE       expect ok expect none
nic:      part = dma_map_single ring+64 64 TO_DEVICE        expect ok expect none
nic:      dma_sync_single_for_cpu whole+64 64 TO_DEVICE     expect debug-sync-unallocated on x86,arm64 expect luck on x86,arm64 expect none on arm64-iommu,bounce
nic:      dma_sync_single_for_cpu part+0 64 TO_DEVICE       expect debug-sync-unallocated on x86,arm64 expect luck on x86,arm64 expect none on arm64-iommu,bounce
kernel@cpu0: write ring+64 64 B                             expect none
nic:      dma_sync_single_for_device part+0 64 TO_DEVICE    expect debug-sync-unallocated on x86,arm64 expect luck on x86,arm64 expect none on arm64-iommu,bounce
nic:      dma_sync_single_for_device whole+64 64 TO_DEVICE  expect debug-sync-unallocated on x86,arm64 expect luck on x86,arm64 expect none on arm64-iommu,bounce
nic:      dma read part+0 64                                expect B expect none
nic:      dma_unmap_single part                             expect ok expect none
nic:      dma_unmap_single whole                            expect ok expect none
note      And silence. The CPU writes what the device owns, and no call is made that the checker could look at.
nic:      m = dma_map_single ring+0 256 TO_DEVICE           expect ok expect none
kernel@cpu0: write ring+0 64 C                              expect cpu-access-while-device-owns expect luck on x86 expect harm on arm64,arm64-iommu,bounce
nic:      dma read m+0 64                                   expect C on x86 expect none on x86 expect A on arm64,arm64-iommu expect 0 on bounce expect stale on arm64,arm64-iommu,bounce
nic:      dma_unmap_single m                                expect ok expect none
`;
