/** START waits for jobs through the fences of the buffer. The text is the scenario: see docs/script.md. */
export const implicitFence = `title     START waits for a job that the app knows nothing of
summary   Drivers queue work and return at once; the engine does it later. Each job leaves a fence in the
summary   reservation of its buffer, and START waits for it. So a program that brackets its accesses is right
summary   although nobody told it what the device is doing.
source    drivers/dma-buf/dma-buf.c, __dma_buf_begin_cpu_access
source    include/linux/dma-resv.h, enum dma_resv_usage
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=drm mmap=sync-ioctl
device    gpu   importer=cached

app@cpu0: fd = export frame          expect ok
app@cpu0: p = mmap fd                expect ok
gpu:      import fd                  expect ok
gpu:      map frame BIDIRECTIONAL    expect ok expect none
note      The driver queues a job and returns. Nothing is written yet: the fence stands for work to come, and WRITE says that everybody must wait for it.
gpu:      j1 = submit write frame+0 64 A expect ok expect none
note      The app wants to read. Will it get what was there before, or A? Step into the call: the wait, the engine's work inside it, the signal, and only then the caches.
app@cpu0: sync fd START READ         expect ok expect none
app@cpu0: read p+0 64                expect A expect none
app@cpu0: sync fd END READ           expect ok expect none
note      A job that only reads leaves a READ fence. Two readers do not disturb each other, so START for reading does not wait for it.
gpu:      j2 = submit read frame+0 64 expect ok expect none
app@cpu0: sync fd START READ         expect ok expect none
app@cpu0: read p+0 64                expect A expect none
app@cpu0: sync fd END READ           expect ok expect none
note      The engine has not come to j2 yet. START for writing waits until it has read: the app must not write under its eyes.
app@cpu0: sync fd START READ|WRITE   expect ok expect none
app@cpu0: write p+0 64 B             expect ok expect none
app@cpu0: sync fd END READ|WRITE     expect ok expect none
gpu:      j3 = submit read frame+0 64 expect ok expect none
gpu:      run j3                     expect ok expect none
`;
