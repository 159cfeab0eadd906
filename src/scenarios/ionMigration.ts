/** ION userspace, and what becomes of it on dma-buf mmap. The text is the scenario: see docs/script.md. */
export const ionMigration = `title     From ION to dma-buf mmap
summary   Android's ION hands out memory from heaps that userspace picks by a mask, mapped cached, with one call to
summary   write the caches back and none to drop old lines. The mmap patch wants a gentle way for such programs to
summary   move over: an exporter that fakes coherence makes their old calls unnecessary, and most of their bugs harmless.
source    Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012
source    Rebecca Schultz Zavin, reply to "[PATCH] dma-buf: mmap support", 23 April 2012: explicit cache calls
source    drivers/staging/android/ion/ion.c, ion_alloc, ion_sync_for_device
platform  arm64 cpus=1 page=512
buffer    old pages=2 exporter=ion mmap=none contiguous=no allocation=delayed attach-check=union
buffer    new pages=2 exporter=ion mmap=shootdown contiguous=no allocation=delayed
device    gpu importer=map-per-dma
device    cam importer=map-per-dma contiguous=yes

note      The program takes what the mask allows. Nobody asks which devices will come.
app@cpu0: fd = ion_alloc old SYSTEM  expect ok expect none
app@cpu0: p = mmap fd                expect ok
app@cpu0: write p+0 64 A             expect ok expect none
note      ION_IOC_SYNC writes every line back, used or not.
app@cpu0: ion_sync fd                expect ok expect none
gpu:      import fd                  expect ok
gpu:      map old BIDIRECTIONAL      expect ok expect none
gpu:      dma read old+0 64          expect A expect none
gpu:      dma write old+0 64 B       expect ok expect none
note      The program knows that the GPU is done, and reads. It has no call to make, and the GPU's driver has not unmapped yet. Which bytes does it get?
app@cpu0: read p+0 64                expect cpu-access-while-device-owns expect B on x86 expect luck on x86 expect A on arm64,arm64-iommu,bounce expect harm on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
gpu:      unmap old                  expect ok expect none
note      And the camera, which needs its memory in one run, comes too late: the pages lie where they lie. Only behind an IOMMU, or a bounce slot, do they look like one run.
cam:      import fd                  expect EBUSY on x86,arm64
note      The same program on an exporter of the mmap patch. This time it has picked the heap that suits the pickiest device.
app@cpu0: fn = ion_alloc new SYSTEM|CONTIG expect ok expect none
app@cpu0: q = mmap fn                expect ok
app@cpu0: write q+0 64 A             expect fault expect none
app@cpu0: ion_sync fn                expect ok expect none
cam:      import fn                  expect ok
gpu:      import fn                  expect ok
note      The map takes the pages away from the program and maintains the caches. The old call before it was not needed.
gpu:      map new BIDIRECTIONAL      expect ok expect none
gpu:      dma read new+0 64          expect A expect none
gpu:      dma write new+0 64 B       expect ok expect none
note      The program looks as early as it did before. But its page is gone: the read faults, and the fault brings the page back without its old lines. Only a bounce slot is not emptied by that.
app@cpu0: read q+0 64                expect fault expect cpu-access-while-device-owns expect luck on x86,arm64,arm64-iommu expect B on x86,arm64,arm64-iommu expect harm on bounce expect A on bounce expect stale on bounce
gpu:      unmap new                  expect ok expect none
app@cpu0: read q+0 64                expect nofault expect B expect none
`;
