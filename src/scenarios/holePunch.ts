/** A memfd loses a page that its udmabuf keeps. The text is the scenario: see docs/script.md. */
export const holePunch = `title     A hole in the memfd parts it from its udmabuf for good
summary   A udmabuf takes hold of the pages that its memfd has when it is made. A seal keeps the file from
summary   shrinking, but not from having holes punched into it. The hole takes the page away from the file and not
summary   from the buffer: from then on the program writes one page, and the device reads another.
source    drivers/dma-buf/udmabuf.c, udmabuf_pin_folios
source    mm/shmem.c, shmem_fallocate
platform  x86 cpus=1 page=512
buffer    frame pages=2 exporter=udmabuf
device    gpu   importer=map-per-dma

app@cpu0: m = memfd_create MFD_ALLOW_SEALING   expect ok
app@cpu0: ftruncate m 1024                     expect ok
app@cpu0: add_seals m F_SEAL_SHRINK            expect ok
app@cpu0: fd = UDMABUF_CREATE frame m          expect ok
app@cpu0: q = mmap m                           expect ok
app@cpu0: p = mmap fd                          expect ok
app@cpu0: write q+0 64 A                       expect ok expect none
app@cpu0: read p+0 64                          expect A expect none
note      Shrinking is sealed, a hole is not. The first page of the file goes; the mapping q loses its translation, p keeps it. Are they still one memory?
app@cpu0: ftruncate m 512                      expect EPERM
app@cpu0: punch_hole m 0 512                   expect ok
app@cpu0: read p+0 64                          expect A expect nofault
note      The next touch of the file gets a new page of zeroes. The buffer knows nothing of it.
app@cpu0: read q+0 64                          expect 0 expect fault
app@cpu0: write q+0 64 B                       expect ok
app@cpu0: read p+0 64                          expect A
note      The second page was not in the hole: there both are still the same memory.
app@cpu0: write q+512 64 C                     expect ok
app@cpu0: read p+512 64                        expect C
note      The device reads exactly what the buffer holds, and that is no longer what the program has written into its file. udmabuf never hands its pages over when it maps them; SYNC has cleaned the caches, so that this does no harm here.
app@cpu0: sync fd START READ|WRITE             expect ok
app@cpu0: sync fd END READ|WRITE               expect ok
gpu:      import fd                            expect ok
gpu:      map frame TO_DEVICE                  expect ok
gpu:      dma read frame+0 64                  expect A expect luck
gpu:      dma read frame+512 64                expect C expect luck
`;
