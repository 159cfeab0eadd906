/** Decoded frames read without SYNC on a kernel that cleans where it once invalidated. The text is the scenario: see docs/script.md. */
export const decodedFrames = `title     Decoded frames that are one behind
summary   A player reads every decoded frame through a cached mapping, without SYNC. For years it worked: the kernel
summary   dropped the lines of the buffer from the cache when the driver handed it to the codec FROM_DEVICE. From
summary   v5.19 on the same call ignores the direction and writes the lines back instead. They stay in the cache, and
summary   the player sees the frame before.
source    Will Deacon, "[PATCH 1/1] arm64: mm: Don't invalidate FROM_DEVICE buffers at start of DMA transfer", 10 June 2022
source    arch/arm64/mm/dma-mapping.c, arch_sync_dma_for_device
source    A field report, rebuilt
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=vb2 mmap=sync-ioctl
device    codec importer=cached

app@cpu0: fd = export frame                             expect ok
app@cpu0: p = mmap fd                                   expect ok
codec:    import fd                                     expect ok
codec:    map frame FROM_DEVICE                         expect ok expect none
codec:    dma write frame+0 128 A                       expect ok expect none
note      The first frame. No line of it was ever in the cache, so the player gets it right without a call, except behind a bounce slot.
app@cpu0: read p+0 128                                  expect cpu-access-while-device-owns expect luck on x86,arm64,arm64-iommu expect A on x86,arm64,arm64-iommu expect harm on bounce expect 0 on bounce expect stale on bounce
note      The buffer is queued again. The driver hands it over, as at every queue. On this kernel the lines of the first frame stay in the cache: try the platform line with maintenance=arm64-old, where they are dropped.
codec:    dma_sync_sgtable_for_device frame FROM_DEVICE expect ok expect none
codec:    dma write frame+0 128 B                       expect ok expect none
note      Which frame does the player see?
app@cpu0: read p+0 128                                  expect cpu-access-while-device-owns expect luck on x86 expect B on x86 expect harm on arm64,arm64-iommu,bounce expect A on arm64,arm64-iommu expect 0 on bounce expect stale on arm64,arm64-iommu,bounce
note      The kernel was within its rights: before the CPU reads, somebody must sync for the CPU. START with READ does.
app@cpu0: sync fd START READ                            expect ok expect none
app@cpu0: read p+0 128                                  expect B expect none
app@cpu0: sync fd END READ                              expect ok expect none
codec:    dma write frame+0 128 C                       expect ok expect none
app@cpu0: sync fd START READ                            expect ok expect none
app@cpu0: read p+0 128                                  expect C expect none
app@cpu0: sync fd END READ                              expect ok expect none
`;
