/** Entries with a DMA address and a length, and no page. The text is the scenario: see docs/script.md. */
export const dmaOnly = `title     Entries with a DMA address and nothing else
summary   The first remedy: an entry whose page is NULL, with DMA address and length set. The importer must not
summary   map it, look for its page or its kernel address, and takes the address as it stands. This is right as long
summary   as all devices mean the same place by the same address.
source    Russell King, "[PATCH] arm: dma: fix sharing of coherent DMA memory without struct page", 5 April 2017
source    drivers/gpu/drm/armada/armada_gem.c
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=armada mmap=none memory=carve-out pageless=dma-only
device    disp  importer=map-per-dma
device    gpu   importer=map-per-dma

disp:     c = dma_alloc_coherent frame expect ok expect none
disp:     dma write c+0 64 A         expect ok expect none
app@cpu0: fd = export frame          expect ok expect none
gpu:      import fd                  expect ok
note      No dma_map_sg, no cache maintenance, no bounce slot: the list says where to go, and the memory is coherent by itself.
gpu:      map frame BIDIRECTIONAL    expect ok expect none on x86,arm64,bounce expect address-of-another-device on arm64-iommu
note      Both devices mean the same bytes by the same address, and both see them at once. Except where each has an IOMMU of its own: that is another scenario.
gpu:      dma read frame+0 64        expect A on x86,arm64,bounce expect none on x86,arm64,bounce expect blocked on arm64-iommu
gpu:      dma write frame+64 64 B    expect ok on x86,arm64,bounce expect none on x86,arm64,bounce expect blocked on arm64-iommu
disp:     dma read c+64 64           expect B on x86,arm64,bounce expect 0 on arm64-iommu expect none
note      Unmapping gives back a list and nothing else. The memory has no owner, so nobody has to be told.
gpu:      unmap frame                expect ok expect none
note      What does not work is what needs a page or a kernel address: kernel code that wants to read with the CPU gets nothing.
kernel@cpu0: v = vmap frame          expect EINVAL
`;
