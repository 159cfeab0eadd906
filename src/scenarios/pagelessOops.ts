/** Coherent memory without struct page is shared as if it had one. The text is the scenario: see docs/script.md. */
export const pagelessOops = `title     The page that is not there
summary   A video decoder has its memory reserved at boot, outside of what the kernel manages, so there is no
summary   struct page for it. To share it, its driver asks for an sg list, and gets one with a pointer that was
summary   computed and leads nowhere. Whoever only wants the address back is lucky. An importer whose mapping
summary   cleans caches, or copies, touches memory that the kernel has not mapped: it oopses.
source    Shuah Khan, "[PATCH] arm: dma: fix sharing of coherent DMA memory without struct page", 10 April 2017
source    Russell King, "[PATCH] arm: dma: fix sharing of coherent DMA memory without struct page", 5 April 2017
platform  arm64 cpus=1 page=512
buffer    out   pages=2 exporter=mfc mmap=none memory=carve-out
device    mfc   importer=map-per-dma
device    gsc   importer=map-per-dma

mfc:      c = dma_alloc_coherent out   expect ok
kernel@cpu0: write c+0 64 A            expect ok
note      The export makes an sg list. For memory without pages the entry holds a pointer to a page that does not exist. Who will follow it?
app@cpu0: fd = export out              expect ok expect no-struct-page expect luck on x86 expect harm on arm64,arm64-iommu,bounce
gsc:      import fd                    expect ok
note      The importer maps for its device. Where that means cleaning the page's lines, or copying it to a slot, the kernel follows the pointer.
gsc:      map out TO_DEVICE            expect ok on x86 expect coherent-memory-streamed on x86 expect oops on arm64,arm64-iommu,bounce expect kernel-oops on arm64,arm64-iommu,bounce
note      The thread is gone, with its locks held. Whatever its driver is asked from now on, nobody answers.
gsc:      release out                  expect ok on x86 expect oops on arm64,arm64-iommu,bounce
`;
