/** Queue and dequeue say who owns a buffer. The text is the scenario: see docs/script.md. */
export const queueDequeue = `title     Queue and dequeue: who owns a frame
summary   A V4L2 program queues a buffer and gets it back when it is dequeued. That is a rule of ownership that
summary   userspace can see: the driver maps when the buffer is queued and unmaps when it is dequeued, and a
summary   program that keeps its hands off in between never breaks the rules of the DMA API. One that writes
summary   into a queued buffer does.
source    Shuah Khan, "[PATCH] arm: dma: fix sharing of coherent DMA memory without struct page", 10 April 2017
source    drivers/media/common/videobuf2/videobuf2-core.c, __buf_prepare and vb2_core_dqbuf
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=vb2 mmap=none
device    cam   importer=map-per-dma

app@cpu0: fd = export frame            expect ok
app@cpu0: p = mmap fd                  expect ok
cam:      import fd                    expect ok
note      VIDIOC_QBUF: the driver maps. From here the buffer is the camera's.
cam:      map frame FROM_DEVICE        expect ok expect none
cam:      dma write frame+0 64 A       expect ok expect none
note      VIDIOC_DQBUF: the driver unmaps, which invalidates or copies where it must.
cam:      unmap frame                  expect ok expect none
app@cpu0: read p+0 64                  expect A expect none
note      The program puts its own mark into the frame, which is its own now.
app@cpu0: write p+0 64 M               expect none
cam:      map frame FROM_DEVICE        expect ok expect none
note      Queued again, and the program writes once more, beside what the camera will write. It could have known: it holds no dequeued buffer. Are its bytes still there at the next dequeue?
app@cpu0: write p+64 64 N              expect cpu-access-while-device-owns expect luck on x86 expect harm on arm64,arm64-iommu,bounce
cam:      dma write frame+0 64 B       expect ok
note      Dequeued. What the driver hands back is what the camera side has, all of it.
cam:      unmap frame                  expect ok expect none on x86 expect lost-write on arm64,arm64-iommu expect clobber on bounce
app@cpu0: read p+0 64                  expect B expect none
app@cpu0: read p+64 64                 expect N on x86 expect 0 on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
`;
