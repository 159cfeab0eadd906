/** Two raw streaming mappers with points of serialization, 2011. The text is the scenario: see docs/script.md. */
export const twoMappersSerialized = `title     Two streaming mappers, and the points where they meet
summary   Two streaming mappers share a buffer on a machine that bounces. Between any two of them the buffer goes
summary   through the CPU's hands: what one has written is handed back, then handed over to the other. These
summary   calls are points that both drivers know of, and with them three copies look like one.
source    Arnd Bergmann, "[RFC v2 1/2] dma-buf: Introduce dma buffer sharing mechanism", 9 December 2011
source    Documentation/core-api/dma-api.rst, dma_sync_single_for_cpu
platform  bounce cpus=1 page=512
buffer    frame pages=1 exporter=gem mmap=none
device    cam
device    disp

kernel@cpu0: write frame+0 512 Y                         expect none
note      Both map, as before: three copies. A mapping can stay; what is handed back and forth is the ownership.
cam:      c = dma_map_single frame+0 512 FROM_DEVICE     expect ok expect none
disp:     d = dma_map_single frame+0 512 TO_DEVICE       expect ok expect none
disp:     dma_sync_single_for_cpu d+0 512 TO_DEVICE      expect ok expect none
cam:      dma write c+0 256 A                            expect ok expect none
note      First point: the camera's driver hands back. Its slot is copied into memory.
cam:      dma_sync_single_for_cpu c+0 512 FROM_DEVICE    expect ok expect none
note      Second point: the display's driver hands over. Memory is copied into its slot.
disp:     dma_sync_single_for_device d+0 512 TO_DEVICE   expect ok expect none
disp:     dma read d+0 256                               expect A expect none
note      The next picture, by the same two points.
disp:     dma_sync_single_for_cpu d+0 512 TO_DEVICE      expect ok expect none
cam:      dma_sync_single_for_device c+0 512 FROM_DEVICE expect ok expect none
cam:      dma write c+0 256 B                            expect ok expect none
cam:      dma_sync_single_for_cpu c+0 512 FROM_DEVICE    expect ok expect none
disp:     dma_sync_single_for_device d+0 512 TO_DEVICE   expect ok expect none
disp:     dma read d+0 256                               expect B expect none
disp:     dma_unmap_single d                             expect ok expect none
cam:      dma_unmap_single c                             expect ok expect none
kernel@cpu0: read frame+0 256                            expect B expect none expect bounced=3584 on bounce expect bounced=0 on x86
`;
