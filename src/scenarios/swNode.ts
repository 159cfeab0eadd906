/** A software-only node between two devices. The text is the scenario: see docs/script.md. */
export const swNode = `title     A step of the pipeline that is software
summary   A camera fills a frame, a program draws a stamp into it, a display shows it. The program has no device
summary   and needs no driver: it maps the dma-buf and brackets its work. The exporter does for it what map and
summary   unmap do for the devices on both sides.
source    Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012: CPU fallback processing in a pipeline
source    include/uapi/linux/dma-buf.h, DMA_BUF_IOCTL_SYNC
platform  arm64 cpus=2 page=512
buffer    frame pages=1 exporter=v4l2 mmap=sync-ioctl
device    cam     importer=map-per-dma
device    display importer=map-per-dma

cap@cpu0:   fd = export frame              expect ok
cam:        import fd                      expect ok
display:    import fd                      expect ok
note        The program gets the descriptor over a socket, like any importer would, and maps it.
stamp@cpu1: g = receive fd from cap        expect ok
stamp@cpu1: p = mmap g                     expect ok
note        First node: the camera.
cam:        map frame FROM_DEVICE          expect ok expect none
cam:        dma write frame+0 128 A        expect ok expect none
cam:        unmap frame                    expect ok expect none
note        Second node: software. No attachment, no driver, one bracket.
stamp@cpu1: sync g START READ|WRITE        expect ok expect none
stamp@cpu1: read p+0 128                   expect A expect none
stamp@cpu1: write p+64 64 S                expect ok expect none
stamp@cpu1: sync g END READ|WRITE          expect ok expect none
note        Third node: the display. Its map finds the stamp wherever it is, and cleans it to memory.
display:    map frame TO_DEVICE            expect ok expect none
display:    dma read frame+0 128           expect A*64,S*64 expect none
note        Now the program is late: it stamps while the display has the frame. What is on the screen?
stamp@cpu1: write p+0 64 T                 expect cpu-access-while-device-owns expect luck on x86 expect harm on arm64,arm64-iommu,bounce
display:    dma read frame+0 64            expect T on x86 expect none on x86 expect A on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
display:    unmap frame                    expect ok
`;
