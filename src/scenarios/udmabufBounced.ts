/** udmabuf where mappings bounce: SYNC copies a slot that no device has written. The text is the scenario: see docs/script.md. */
export const udmabufBounced = `title     A udmabuf behind bounce buffers never shows what a device wrote
summary   The same buffer on a machine where every mapping bounces. A device writes into its slot. The exporter
summary   maps without CPU sync, so that unmap copies nothing back, and its SYNC copies a slot of its own, into
summary   which no device has ever written. The program does everything right, and reads old bytes.
source    drivers/dma-buf/udmabuf.c, map_udmabuf, begin_cpu_udmabuf, end_cpu_udmabuf
source    kernel/dma/swiotlb.c, swiotlb_bounce
platform  bounce cpus=1 page=512
buffer    frame pages=1 exporter=udmabuf
device    cam   importer=map-per-dma

app@cpu0: m = memfd_create MFD_ALLOW_SEALING   expect ok
app@cpu0: ftruncate m 512                      expect ok
app@cpu0: add_seals m F_SEAL_SHRINK            expect ok
app@cpu0: fd = UDMABUF_CREATE frame m          expect ok
app@cpu0: p = mmap fd                          expect ok
cam:      import fd                            expect ok
note      A camera writes a picture. Behind the bounce buffer it goes to the slot and nowhere else. Will SYNC fetch it from there?
cam:      map frame FROM_DEVICE                expect ok
cam:      dma write frame+0 64 B               expect luck on x86,arm64,arm64-iommu expect harm on bounce
cam:      unmap frame                          expect ok
note      START asks the exporter to make the picture visible. It maps and syncs for its own device node, whose slot holds what the buffer held before. On the other machines the picture was in memory all along; where the cache held nothing of it, it is read.
app@cpu0: sync fd START READ                   expect ok
app@cpu0: read p+0 64                          expect B on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
app@cpu0: sync fd END READ                     expect ok
note      It gets worse. The program writes, and somebody asks for the picture once more: the slot is copied over what was just written. Where caches are invalidated instead, the same START drops it. x86 does neither.
app@cpu0: write p+0 64 C                       expect ok
app@cpu0: sync fd START READ                   expect ok expect lost-write on arm64,arm64-iommu expect clobber on bounce
app@cpu0: read p+0 64                          expect C on x86 expect B on arm64,arm64-iommu expect 0 on bounce expect stale on arm64,arm64-iommu,bounce
`;
