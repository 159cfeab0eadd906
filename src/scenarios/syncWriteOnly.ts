/** START and END with WRITE alone. The text is the scenario: see docs/script.md. */
export const syncWriteOnly = `title     SYNC with WRITE alone destroys what the device wrote
summary   A program that only writes says so: START and END with WRITE. START then fetches nothing, and END pushes
summary   the whole buffer. Behind a bounce slot the buffer still has the bytes from before the device's work, and END
summary   puts them over the new ones, although the program did not touch them.
source    include/uapi/linux/dma-buf.h, DMA_BUF_SYNC_WRITE
source    kernel/dma/swiotlb.c, swiotlb_sync_single_for_device
platform  bounce cpus=1 page=512
buffer    frame pages=1 exporter=system_heap
device    cam   importer=cached

app@cpu0: fd = export frame          expect ok
app@cpu0: p = mmap fd                expect ok
cam:      import fd                  expect ok
cam:      map frame BIDIRECTIONAL    expect ok expect none
note      The camera writes a picture of one line.
cam:      dma write frame+0 64 C     expect ok expect none
note      The app wants to put a logo into another line. It reads nothing, so it says WRITE, as the header file suggests.
app@cpu0: sync fd START WRITE        expect ok expect sync-direction
note      Nothing was fetched. Where the camera bounces, its picture is in the slot only.
app@cpu0: write p+128 64 L           expect ok
note      END pushes everything that may have been written: all 512 bytes. What becomes of the picture?
app@cpu0: sync fd END WRITE          expect ok expect none on x86,arm64,arm64-iommu expect clobber on bounce
cam:      dma read frame+128 64      expect L expect none
cam:      dma read frame+0 64        expect C on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
note      The old bytes lie over the picture. With READ in the flags, START fetches first, and nothing is lost.
cam:      dma write frame+0 64 D     expect ok expect none
app@cpu0: sync fd START READ|WRITE   expect ok expect none
app@cpu0: write p+128 64 M           expect ok expect none
app@cpu0: sync fd END READ|WRITE     expect ok expect none
cam:      dma read frame+0 64        expect D expect none
cam:      dma read frame+128 64      expect M expect none
`;
