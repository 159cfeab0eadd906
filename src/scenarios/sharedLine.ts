/** The edge of a buffer shares a cache line with other data. The text is the scenario: see docs/script.md. */
export const sharedLine = `title     A line shared with a stranger
summary   A packet buffer ends in the middle of a cache line, and the rest of the line belongs to somebody
summary   else. Caches work on whole lines: cleaning that line puts old bytes over what the device wrote,
summary   invalidating it loses what the neighbour wrote.
source    Documentation/core-api/dma-api.rst, dma_get_cache_alignment
source    Documentation/core-api/dma-api-howto.rst, "What memory is DMA'able?"
platform  arm64 cpus=1 page=512
buffer    slab  pages=1 exporter=nic mmap=none
device    nic   importer=map-per-dma

note      96 bytes for the device; the last 32 bytes of the second line belong to a neighbour.
nic:      rx = dma_map_single slab+0 96 FROM_DEVICE expect ok expect none
note      The neighbour writes its own bytes, which nobody forbids. The line is dirty now, with old bytes of the packet in it. What becomes of the packet's tail when the buffer is given back?
kernel@cpu0: write slab+96 32 N      expect shared-cache-line expect luck on x86,bounce expect harm on arm64,arm64-iommu
nic:      dma write rx+0 96 P        expect ok expect none
note      Giving back invalidates. The edge line is only half the packet's, so arm64 cleans it first, and with it puts old bytes over the packet's tail.
nic:      dma_unmap_single rx        expect clobber on arm64,arm64-iommu expect none on x86,bounce
kernel@cpu0: read slab+64 32         expect P on x86,bounce expect 0 on arm64,arm64-iommu expect stale on arm64,arm64-iommu
kernel@cpu0: read slab+96 32         expect N expect none
note      Another driver rounds the length up to whole lines and maps the neighbour along.
nic:      rx2 = dma_map_single slab+128 128 FROM_DEVICE expect ok expect none
kernel@cpu0: write slab+224 32 M     expect cpu-access-while-device-owns expect luck on x86 expect harm on arm64,arm64-iommu,bounce
nic:      dma write rx2+0 96 Q       expect ok expect none
note      Now the line is dropped as a whole, and what the neighbour wrote was nowhere else. A bounce slot does the same by copying.
nic:      dma_unmap_single rx2       expect none on x86 expect lost-write on arm64,arm64-iommu expect clobber on bounce
kernel@cpu0: read slab+224 32        expect M on x86 expect 0 on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
`;
