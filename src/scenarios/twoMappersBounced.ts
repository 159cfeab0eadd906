/** Two raw streaming mappers on a machine that bounces, 2011. The text is the scenario: see docs/script.md. */
export const twoMappersBounced = `title     Two streaming mappers, three copies
summary   Every device of this machine snoops the caches, and every mapping goes through a bounce buffer. Two
summary   drivers map one buffer at the same time with the streaming API. Each works on a copy of its own, made
summary   when it mapped, and none of the calls in between moves anything from the one copy to the other.
source    Arnd Bergmann, "[RFC v2 1/2] dma-buf: Introduce dma buffer sharing mechanism", 9 December 2011
source    kernel/dma/swiotlb.c, swiotlb_tbl_map_single
platform  bounce cpus=1 page=512
buffer    frame pages=1 exporter=gem mmap=none
device    cam
device    disp

note      The old picture, all Y.
kernel@cpu0: write frame+0 512 Y                      expect none
note      Both drivers map the whole buffer. From now on there are three copies of it: memory and two slots.
cam:      c = dma_map_single frame+0 512 FROM_DEVICE  expect ok expect none
disp:     d = dma_map_single frame+0 512 TO_DEVICE    expect ok expect none
note      The camera fills the upper half with A. Does the display see it?
cam:      dma write c+0 256 A                         expect ok expect none
disp:     dma read d+0 256                            expect device-access-not-serialized expect luck on x86,arm64,arm64-iommu expect harm on bounce expect A on x86,arm64,arm64-iommu expect Y on bounce expect stale on bounce
note      The driver of the camera gives the picture back to the CPU, as it should. Memory has it now. The display's copy was made before, and its driver has been told nothing.
cam:      dma_sync_single_for_cpu c+0 512 FROM_DEVICE expect ok expect none
disp:     dma read d+0 256                            expect device-access-not-serialized expect luck on x86,arm64,arm64-iommu expect harm on bounce expect A on x86,arm64,arm64-iommu expect Y on bounce expect stale on bounce
note      The CPU sees the picture: its copy is up to date. It is not the CPU's to look at, since the display has a mapping.
kernel@cpu0: read frame+0 256                         expect cpu-access-while-device-owns expect luck expect A
note      Unmap throws the display's copy away. Only a new mapping makes a new copy.
disp:     dma_unmap_single d                          expect ok expect none
disp:     d = dma_map_single frame+0 512 TO_DEVICE    expect ok expect none
disp:     dma read d+0 256                            expect A expect none
disp:     dma_unmap_single d                          expect ok expect none
cam:      dma_unmap_single c                          expect ok expect none
`;
