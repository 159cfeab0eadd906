/** An attribute on the entry tells map_sg to do nothing. The text is the scenario: see docs/script.md. */
export const nopageAttribute = `title     A flag that says: do nothing
summary   The patch of 2017 marks entries without page with an attribute, and teaches the streaming calls to
summary   look for it: they clean no cache and take the address as it stands. The oops is gone. But coherent
summary   memory, which has no owner, now goes through the calls that hand ownership over, and every one of
summary   them must know the exception. Behind another IOMMU it is as wrong as before.
source    Shuah Khan, "[PATCH] arm: dma: fix sharing of coherent DMA memory without struct page", 10 April 2017
source    Russell King, "[PATCH] arm: dma: fix sharing of coherent DMA memory without struct page", 5 April 2017
platform  arm64 cpus=1 page=512
buffer    out   pages=2 exporter=mfc mmap=none memory=carve-out pageless=nopage
device    mfc   importer=map-per-dma
device    gsc   importer=map-per-dma

mfc:      c = dma_alloc_coherent out   expect ok
kernel@cpu0: write c+0 64 A            expect ok expect none
note      The exporter tags the entry instead of inventing a page.
app@cpu0: fd = export out              expect ok expect none
gsc:      import fd                    expect ok
note      map_sg is called as for any memory, finds the attribute and does nothing. What the DMA API means by mapping has become two things.
gsc:      map out TO_DEVICE            expect ok expect coherent-memory-streamed expect luck on x86,arm64,bounce expect harm on arm64-iommu
gsc:      dma read out+0 64            expect A on x86,arm64,bounce expect none on x86,arm64,bounce expect blocked on arm64-iommu
note      A sync of this mapping is one of the calls that do not know the exception: it cleans, and finds no memory.
gsc:      dma_sync_sgtable_for_device out TO_DEVICE expect ok on x86 expect none on x86 expect oops on arm64,arm64-iommu,bounce expect kernel-oops on arm64,arm64-iommu,bounce
`;
