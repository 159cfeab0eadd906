/** A coherent allocation with pages is mapped by the streaming API. The text is the scenario: see docs/script.md. */
export const coherentStreamed = `title     Coherent memory in the streaming API
summary   Memory of dma_alloc_coherent belongs to the CPU and to its device at once, and is never synced. An
summary   exporter that shares it through dma_map_sg gives it a second life in the API where one side owns a
summary   buffer at a time. Where mapping cleans a cache that holds nothing, this is luck; where it makes a
summary   copy, the importer sees none of what is written from then on.
source    Russell King, "[PATCH] arm: dma: fix sharing of coherent DMA memory without struct page", 5 April 2017
source    Documentation/core-api/dma-api.rst, dma_alloc_coherent
platform  arm64 cpus=1 page=512
buffer    ring  pages=1 exporter=mfc mmap=none
device    mfc   importer=map-per-dma
device    gsc   importer=map-per-dma

mfc:      c = dma_alloc_coherent ring  expect ok
kernel@cpu0: write c+0 64 A            expect ok expect none
app@cpu0: fd = export ring             expect ok
gsc:      import fd                    expect ok
note      The importer maps as it would any buffer. To the streaming API the memory now belongs to its device.
gsc:      map ring TO_DEVICE           expect ok expect coherent-memory-streamed
gsc:      dma read ring+0 64           expect A
note      But it is coherent memory: its own driver writes when it likes, and knows nothing of that mapping. Does the importer see B?
kernel@cpu0: write c+0 64 B            expect cpu-access-while-device-owns
note      Without a copy in between the importer sees B. With one it never will.
gsc:      dma read ring+0 64           expect B on x86,arm64,arm64-iommu expect A on bounce expect stale on bounce
`;
