/** Two devices map one buffer: caches are maintained for each of them, or once. The text is the scenario: see docs/script.md. */
export const flushOnce = `title     Flush once, not twice
summary   A buffer that two devices read needs its dirty lines written back once. The DMA API does not know
summary   that two mappings mean the same memory, and walks all lines for each of them, at map and again at
summary   unmap. An exporter that knows its attachments can leave it to the first map and the last unmap.
source    Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015
platform  arm64 cpus=1 page=512
buffer    twice pages=2 exporter=gem mmap=none
buffer    once  pages=2 exporter=gem mmap=none flush=once
device    gpu   importer=map-per-dma
device    npu   importer=map-per-dma

app@cpu0: fd = export twice            expect ok
app@cpu0: p = mmap fd                  expect ok
app@cpu0: write p+0 64 A               expect none
gpu:      import fd                    expect ok
npu:      import fd                    expect ok
note      16 lines are walked, one of them is dirty and goes to memory.
gpu:      map twice BIDIRECTIONAL      expect ok expect maintained=16 on arm64,arm64-iommu
note      The same 16 lines again, all of them clean.
npu:      map twice BIDIRECTIONAL      expect ok expect maintained=32 on arm64,arm64-iommu
gpu:      dma read twice+0 64          expect A expect none
npu:      dma read twice+0 64          expect A expect none
gpu:      unmap twice                  expect ok
npu:      unmap twice                  expect ok expect maintained=64 on arm64,arm64-iommu
app@cpu0: fe = export once             expect ok
app@cpu0: q = mmap fe                  expect ok
app@cpu0: write q+0 64 B               expect none
gpu:      import fe                    expect ok
npu:      import fe                    expect ok
gpu:      map once BIDIRECTIONAL       expect ok expect maintained=80 on arm64,arm64-iommu
note      The buffer has been with a device since the first map, and no CPU has written: nothing is walked here, nor at the first unmap.
npu:      map once BIDIRECTIONAL       expect ok expect maintained=80 on arm64,arm64-iommu
gpu:      dma read once+0 64           expect B expect none
npu:      dma read once+0 64           expect B expect none
npu:      unmap once                   expect ok expect maintained=80 on arm64,arm64-iommu
note      The last one does it for both: 32 lines in place of 64. Where devices snoop, nothing is walked at all.
gpu:      unmap once                   expect ok expect maintained=96 on arm64,arm64-iommu expect maintained=0 on x86,bounce
app@cpu0: read q+0 64                  expect B expect none
`;
