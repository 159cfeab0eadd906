/** Storage is chosen at the first map; a pickier device comes after it, or before. The text is the scenario: see docs/script.md. */
export const latePickyAttacher = `title     The picky device that came too late
summary   An exporter can wait with its storage until the first map, and then choose what suits every device
summary   that is attached by then. A display that needs one run of memory gets it, if it was there in time.
summary   If it attaches later, the pages are scattered already, and all that is left is to refuse it.
summary   Behind an IOMMU nobody is picky: there every device sees one run of addresses.
source    Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015
source    drivers/dma-buf/dma-buf.c, dma_buf_attach
platform  arm64 cpus=1 page=512
buffer    late  pages=4 exporter=gem mmap=none contiguous=no allocation=delayed attach-check=union
buffer    early pages=4 exporter=gem mmap=none contiguous=no allocation=delayed attach-check=union
device    gpu   importer=map-per-dma
device    disp  importer=map-per-dma contiguous=yes

app@cpu0: fd = export late             expect ok
gpu:      import fd                    expect ok
note      Only the GPU is attached, and it takes any pages. So the exporter takes the first that come. What if a pickier device comes now?
gpu:      map late TO_DEVICE           expect ok expect none
note      The display wants one run of addresses. It is told so at attach, when userspace can still choose another way.
disp:     import fd                    expect EBUSY on x86,arm64,bounce expect ok on arm64-iommu
app@cpu0: fe = export early            expect ok
note      The other way round: both attach before anybody maps, and the storage is chosen for both.
gpu:      import fe                    expect ok
disp:     import fe                    expect ok
gpu:      map early TO_DEVICE          expect ok expect none
disp:     map early TO_DEVICE          expect ok expect none
disp:     dma read early+1024 64       expect 0 expect none
`;
