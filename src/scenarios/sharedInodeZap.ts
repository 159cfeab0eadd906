/** Zapping through the one inode of all dma-bufs. The text is the scenario: see docs/script.md. */
export const sharedInodeZap = `title     One inode for all: a zap that hits nothing, or everybody
summary   The kernel finds the mappings of a file through its inode. Before v5.3 all dma-bufs shared one. An
summary   exporter that zaps the inode of its own device file finds none of them, and one that zaps the shared
summary   inode hits every dma-buf that is mapped at the same offsets. Only a file of its own in the VMA is right.
source    Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012: implementation notes for exporters
source    mm/memory.c, unmap_mapping_range
platform  arm64 cpus=1 page=512 kernel=5.2
buffer    missed pages=1 exporter=camera mmap=shootdown inode=device
buffer    loud pages=1 exporter=gem mmap=shootdown inode=shared
buffer    bystander pages=1 exporter=gem mmap=shootdown inode=shared
buffer    right pages=1 exporter=drm mmap=shootdown
device    gpu importer=map-per-dma

app@cpu0: fm = export missed           expect ok
app@cpu0: pm = mmap fm                 expect ok
gpu:      import fm                    expect ok
app@cpu0: write pm+0 64 A              expect fault expect none
note      The camera driver means to take the page away before the device gets it, but looks into the address space of its own device file. Watch the page table entry: it stays.
gpu:      map missed TO_DEVICE         expect ok expect none
note      So this store does not fault, and nobody learns of it. Will the device read A or B?
app@cpu0: write pm+0 64 B              expect nofault expect cpu-access-while-device-owns expect luck on x86 expect harm on arm64,arm64-iommu,bounce
gpu:      dma read missed+0 64         expect B on x86 expect none on x86 expect A on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
gpu:      unmap missed                 expect ok
note      The other mistake: to zap the inode that all dma-bufs share. Two buffers, both mapped at offset 0.
app@cpu0: fl = export loud             expect ok
app@cpu0: fb = export bystander        expect ok
app@cpu0: pl = mmap fl                 expect ok
app@cpu0: pb = mmap fb                 expect ok
gpu:      import fl                    expect ok
app@cpu0: write pl+0 64 C              expect fault expect none
app@cpu0: write pb+0 64 D              expect fault expect none
note      Only loud is mapped for the device. But look at the page table entries.
gpu:      map loud TO_DEVICE           expect ok expect none
note      The bystander lost its page too. It comes back with a fault, and nothing is wrong but the time it took.
app@cpu0: read pb+0 64                 expect fault expect D expect none
gpu:      dma read loud+0 64           expect C expect none
gpu:      unmap loud                   expect ok expect none
note      The right way: the exporter puts a file of its own into the VMA, with an inode that is its own. The zap hits this buffer and no other.
app@cpu0: fr = export right            expect ok
app@cpu0: pr = mmap fr                 expect ok
gpu:      import fr                    expect ok
app@cpu0: write pr+0 64 E              expect fault expect none
gpu:      map right TO_DEVICE          expect ok expect none
app@cpu0: read pb+0 64                 expect nofault expect D expect none
gpu:      dma read right+0 64          expect E expect none
gpu:      unmap right                  expect ok expect none
app@cpu0: read pr+0 64                 expect fault expect E expect none
`;
