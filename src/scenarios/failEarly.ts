/** dma_get_sgtable finds out at export. The text is the scenario: see docs/script.md. */
export const failEarly = `title     No list, no sharing
summary   The simplest remedy: the call that makes an sg list of coherent memory looks whether there are pages
summary   behind it, and fails if not. Nothing is shared then, and the program learns it from the very call
summary   that asked, with an error and not with an oops in somebody else's driver.
source    Shuah Khan, "[PATCH] arm: dma: fix sharing of coherent DMA memory without struct page", 10 April 2017
source    arch/arm/mm/dma-mapping.c, arm_dma_get_sgtable
platform  arm64 cpus=1 page=512
buffer    out   pages=2 exporter=mfc mmap=none memory=carve-out pageless=fail-early
buffer    copy  pages=2 exporter=gem mmap=none
device    mfc   importer=map-per-dma
device    gsc   importer=map-per-dma

mfc:      c = dma_alloc_coherent out   expect ok
kernel@cpu0: write c+0 64 A            expect ok expect none
note      dma_get_sgtable looks for a struct page, finds none, and says so.
app@cpu0: fd = export out              expect ENXIO expect none
note      The program can still do what it always could: have the bytes copied into memory that can be shared.
kernel@cpu0: write copy+0 64 A         expect ok
app@cpu0: fe = export copy             expect ok
gsc:      import fe                    expect ok
gsc:      map copy TO_DEVICE           expect ok expect none
note      It costs a copy, and it works everywhere.
gsc:      dma read copy+0 64           expect A expect none
`;
