/** Coherency faked by taking page table entries away. The text is the scenario: see docs/script.md. */
export const shootdown = `title     Faking coherency by PTE shootdown
summary   The exporter takes the page table entries away before a device gets the buffer, so that the app's
summary   next access faults and asks for it back. No program has to say anything. But another CPU may still
summary   have the translation in its TLB, and nothing at fault time waits for a device that still works.
source    Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012
source    Daniel Vetter, "Re: [PATCH] dma-buf: mmap support", 18 April 2012: zap and flush before DMA
source    mm/memory.c, unmap_mapping_range
platform  arm64 cpus=2 page=512
buffer    frame pages=2 exporter=gem mmap=shootdown
device    gpu   importer=map-per-dma

app@cpu0: fd = export frame          expect ok
app@cpu0: p = mmap fd                expect ok
gpu:      import fd                  expect ok
note      Nothing is mapped yet: the first access faults, and the exporter inserts the page.
app@cpu0: write p+0 64 A             expect fault expect none
note      The second CPU finds the entry in the page table and keeps a copy of it in its TLB.
app@cpu1: write p+64 128 B           expect nofault expect none
note      The device wants the buffer. The exporter clears the entry, flushes its own TLB and interrupts CPU 1. Until CPU 1 acknowledges, it does not know. What if it writes just then?
gpu:      map frame TO_DEVICE        expect ok
app@cpu1: write p+64 64 D            during ipi.send expect nofault expect stale-tlb expect luck
note      The exporter waited for the acknowledgement before it cleaned the caches, so that the late store is part of what the device reads.
gpu:      dma read frame+0 192       expect A*64,D*64,B*64 expect none
gpu:      unmap frame                expect ok expect none
note      Coming back costs a fault, and no call by the program.
app@cpu0: read p+64 64               expect fault expect D expect none
note      Now the dark side. The device begins to write a new frame. What does the app find if it looks in the middle?
gpu:      map frame FROM_DEVICE      expect ok expect none
gpu:      dma write frame+0 64 E     expect ok expect none
note      It looks while the device still works. The fault gives the page back at once; nobody waits. Half of the frame is new.
app@cpu0: read p+0 128               expect fault expect cpu-access-while-device-owns expect luck on x86 expect harm on arm64,arm64-iommu,bounce expect E*64,D*64 on x86,arm64,arm64-iommu expect A*64,D*64 on bounce expect stale on bounce
gpu:      dma write frame+64 64 E    expect ok expect none
note      The page is present again, so this read does not even fault. Where the device does not snoop, the line that the app fetched too early is what it gets.
app@cpu0: read p+64 64               expect nofault expect cpu-access-while-device-owns expect E on x86 expect D on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
gpu:      unmap frame                expect ok expect none
note      Only after the device is done is the frame whole. Waiting for that is not the fault handler's job: it is what fences are for.
app@cpu0: read p+0 128               expect nofault expect E expect none
`;
