/** Private copies, and what a child of fork sees. The text is the scenario: see docs/script.md. */
export const forkAndPrivate = `title     Private copies, and what a child sees
summary   A private mapping shows the buffer until its first write; from then on the page is a copy of the
summary   process's own, which no device ever sees. Most exporters refuse private mappings. A child of fork shares
summary   what was shared, and has copies of its own as soon as one of the two writes.
source    mm/memory.c, do_cow_fault, wp_page_copy, vma_needs_copy
source    kernel/fork.c, dup_mmap
platform  arm64 cpus=2 page=512
buffer    frame pages=1 exporter=page
buffer    strict pages=1 exporter=udmabuf
device    gpu importer=map-per-dma

note      udmabuf wants its pages to be shared, and says so.
app@cpu0: fs = export strict             expect ok
app@cpu0: ps = mmap fs MAP_PRIVATE       expect EINVAL
app@cpu0: fd = export frame              expect ok
app@cpu0: p = mmap fd MAP_PRIVATE        expect ok
app@cpu0: s = mmap fd                    expect ok
app@cpu0: write s+0 64 A                 expect fault expect none
note      The private mapping shows the page of the buffer itself, so far.
app@cpu0: read p+0 64                    expect fault expect A expect none
note      The write copies the page first. Look where B goes: no frame of the buffer has it.
app@cpu0: write p+0 64 B                 expect fault expect none
app@cpu0: read s+0 64                    expect A expect none
gpu:      import fd                      expect ok
gpu:      map frame TO_DEVICE            expect ok
note      The device owns the buffer now. The copy is no part of it: writing there breaks no rule, and the device sees nothing of it.
app@cpu0: write p+0 64 C                 expect nofault expect none
gpu:      dma read frame+0 64            expect A expect none
gpu:      unmap frame                    expect ok expect none
note      The child gets the copy too, lent: neither may write it now. Of the shared mapping it gets no entry, because faults will bring them.
app@cpu0: child = fork                   expect ok
child@cpu1: read p+0 64                  expect nofault expect C expect none
child@cpu1: read s+0 64                  expect fault expect A expect none
note      The child writes, and has a copy of the copy. Its parent's is as it was. What it writes to the shared mapping both see.
child@cpu1: write p+0 64 D               expect fault expect none
child@cpu1: write s+0 64 E               expect nofault expect none
app@cpu0: read p+0 64                    expect nofault expect C expect none
app@cpu0: read s+0 64                    expect nofault expect E expect none
note      The exporter zaps the buffer. Private copies go too, if it says so; what was written there is lost, and the mapping shows the buffer again.
kernel@cpu0: zap shared frame+0 512      expect ok
app@cpu0: read p+0 64                    expect nofault expect C expect none
kernel@cpu0: zap frame+0 512             expect ok
app@cpu0: read p+0 64                    expect fault expect E expect none
`;
