/** A speculative fill while the device writes. The text is the scenario: see docs/script.md. */
export const prefetch = `title     Nobody read it, and yet it is in the cache
summary   The buffer was cleaned when it was mapped, and no program touched it while the device wrote. Still
summary   the CPU may prefetch a line at any moment. That is why a buffer is invalidated again when it is
summary   given back, and what happens where that is skipped.
source    arch/arm64/mm/dma-mapping.c, arch_sync_dma_for_cpu
source    Documentation/core-api/dma-api.rst, DMA_ATTR_SKIP_CPU_SYNC
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=v4l2 mmap=none
device    cam   importer=map-per-dma

cam:      m = dma_map_single frame+0 64 FROM_DEVICE expect ok expect none
note      The CPU speculates: it fills the line although nobody asked for it. That is legal hardware.
cpu0:     prefetch frame+0           expect none
cam:      dma write m+0 64 A         expect ok expect none
note      Unmap invalidates the line that came back behind everybody's back.
cam:      dma_unmap_single m         expect ok expect none
kernel@cpu0: read frame+0 64         expect A expect none
note      The same with a driver that thinks: cleaned once is clean enough. Is it?
cam:      n = dma_map_single frame+256 64 FROM_DEVICE expect ok expect none
cpu0:     prefetch frame+256         expect none
cam:      dma write n+0 64 B         expect ok expect none
cam:      dma_unmap_single n SKIP_CPU_SYNC expect not-handed-back expect luck on x86 expect harm on arm64,arm64-iommu,bounce
note      Where the device snoops, its write has dropped the prefetched line. Elsewhere the line is what the CPU finds; and a bounce slot was never copied back.
kernel@cpu0: read frame+256 64       expect B on x86 expect none on x86 expect 0 on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
`;
