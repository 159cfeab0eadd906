/** A scanout engine that reaches only low memory. The text is the scenario: see docs/script.md. */
export const greenFrame = `title     The screen is green
summary   The scanout engine of a small board has a DMA mask of 32 bits. The program draws into memory above 4 GiB, so
summary   the kernel gives the engine a bounce buffer, fills it at map, and never again: the driver maps once and
summary   keeps the mapping, since scanout goes on for ever. The screen shows what the bounce buffer had: zeroes,
summary   which in YUV are green.
source    A field report, rebuilt; Documentation/core-api/dma-api.rst, dma_sync_sgtable_for_device
source    kernel/dma/swiotlb.c, swiotlb_sync_single_for_device
platform  arm64 cpus=1 page=512 swiotlb=mask
buffer    frame pages=1 exporter=gem mmap=none high=yes
device    disp  importer=cached dma-bits=32

app@cpu0: fd = export frame                           expect ok
app@cpu0: p = mmap fd                                 expect ok
disp:     import fd                                   expect ok
note      Mapped before the first picture. The engine cannot reach the pages, so it gets a slot, with the zeroes that the buffer has.
disp:     map frame TO_DEVICE                         expect ok expect none
disp:     dma read frame+0 512                        expect 0 expect none
note      The program draws. The driver hears of a page flip, and calls nothing of the DMA API, because on its author's board memory ended below 4 GiB. What is on the screen?
app@cpu0: write p+0 512 P                             expect cpu-access-while-device-owns expect harm
disp:     dma read frame+0 512                        expect 0 expect stale
note      Evicting the cache does not help, and neither does waiting: no hardware copies into a bounce buffer.
cpu0:     evict p+0                                   expect none
disp:     dma read frame+0 64                         expect 0 on x86,arm64,bounce expect stale on x86,arm64,bounce expect P on arm64-iommu expect none on arm64-iommu
note      The fix is one call at each flip: sync for device copies the picture into the slot.
disp:     dma_sync_sgtable_for_cpu frame TO_DEVICE    expect ok expect none
app@cpu0: write p+0 512 Q                             expect ok expect none
disp:     dma_sync_sgtable_for_device frame TO_DEVICE expect ok expect none
disp:     dma read frame+0 512                        expect Q expect none
`;
