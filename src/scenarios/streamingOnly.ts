/** One streaming mapping at a time, 2011. The text is the scenario: see docs/script.md. */
export const streamingOnly = `title     Sharing with nothing but the streaming API
summary   One way out of two mappers is to have no two: a device maps the buffer for its job alone, and unmaps it
summary   before the next one maps. Nothing new is needed, every machine gets it right, and every job pays for a
summary   whole map and unmap: cache maintenance or copies of the full buffer, however little was written.
source    Arnd Bergmann, "[RFC v2 1/2] dma-buf: Introduce dma buffer sharing mechanism", 9 December 2011
source    Documentation/core-api/dma-api-howto.rst, "Using Streaming DMA mappings"
platform  bounce cpus=1 page=512
buffer    frame pages=2 exporter=gem mmap=sync-ioctl
device    cam   importer=map-per-dma
device    disp  importer=map-per-dma

app@cpu0: fd = export frame       expect ok
cam:      import fd               expect ok
disp:     import fd               expect ok
note      The camera's job: map, write, unmap. The unmap brings its bytes to where everybody can find them.
cam:      map frame FROM_DEVICE   expect ok expect none
cam:      dma write frame+0 64 A  expect ok expect none
cam:      unmap frame             expect ok expect none expect bounced=2048 on bounce
note      The display's job begins when the camera's is over, and with a mapping of its own.
disp:     map frame TO_DEVICE     expect ok expect none
disp:     dma read frame+0 64     expect A expect none
disp:     unmap frame             expect ok expect none expect bounced=3072 on bounce
note      One line of 64 bytes was changed. Look at the costs: both pages went back and forth as a whole.
cam:      map frame FROM_DEVICE   expect ok expect none
cam:      dma write frame+64 64 B expect ok expect none
cam:      unmap frame             expect ok expect none
disp:     map frame TO_DEVICE     expect ok expect none
disp:     dma read frame+0 128    expect A*64,B*64 expect none
disp:     unmap frame             expect ok expect none expect bounced=6144 on bounce expect maintained=96 on arm64,arm64-iommu expect bounced=0 on x86
`;
