/** A driver that takes struct pages from the list, after entries were merged. The text is the scenario: see docs/script.md. */
export const pageStealing = `title     A driver that takes one page from each entry
summary   Some drivers take the pages out of an sg list and ignore the DMA addresses in it, as if every entry
summary   were one page. While exporters make one entry a page that works by luck. Once adjacent pages are
summary   joined, half of the buffer is missing; behind an IOMMU the addresses are wrong, and where the device
summary   bounces the unmap puts a copy over what it wrote. CONFIG_DMABUF_DEBUG exists to catch such drivers.
source    Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015
source    drivers/gpu/drm/drm_prime.c, drm_prime_sg_to_page_array
platform  x86 cpus=1 page=512
buffer    loose pages=2 exporter=gem mmap=none contiguous=no init=65:512:2
buffer    lump  pages=2 exporter=gem mmap=none init=65:512:2
device    ttm   importer=page-stealing

app@cpu0: fd = export loose            expect ok
ttm:      import fd                    expect ok
note      Two scattered pages, two entries: the driver takes two pages. It should not, and on some machines nothing comes of it.
ttm:      map loose BIDIRECTIONAL      expect ok expect page-stealing expect luck on x86,arm64 expect harm on arm64-iommu,bounce
ttm:      dma read loose+512 64        expect B on x86,arm64,bounce expect none on x86,arm64,bounce expect blocked on arm64-iommu expect iommu-fault on arm64-iommu
ttm:      dma write loose+512 64 X     expect ok on x86,arm64,bounce expect none on x86,arm64,bounce expect blocked on arm64-iommu
note      Where the mapping has a bounce slot the device never touched it. Now it is copied back, over the X.
ttm:      unmap loose                  expect ok expect clobber on bounce expect none on x86,arm64,arm64-iommu
kernel@cpu0: read loose+512 64         expect X on x86,arm64 expect B on arm64-iommu,bounce expect stale on bounce
app@cpu0: fe = export lump             expect ok
ttm:      import fe                    expect ok
note      The same bytes, but the pages are adjacent, and the list has one entry. The driver takes one page. Where is the other?
ttm:      map lump BIDIRECTIONAL       expect ok expect page-stealing expect harm
note      Of the second page it has nothing.
ttm:      dma read lump+512 64         expect blocked expect page-missing
`;
