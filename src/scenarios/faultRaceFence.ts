/** The race at fault time, closed by a fence. The text is the scenario: see docs/script.md. */
export const faultRaceFence = `title     The race at fault time, closed by a fence
summary   Waiting is not the fault handler's job, but somebody must. Each job leaves a fence in the reservation of
summary   its buffer. A program that asks for the buffer before it looks waits for the fence there, and takes the
summary   fault afterwards. The caches stay the business of the exporter.
source    Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012: synchronization is an orthogonal issue
source    drivers/dma-buf/dma-buf.c, __dma_buf_begin_cpu_access
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=drm mmap=shootdown
device    gpu   importer=map-per-dma

app@cpu0: fd = export frame                expect ok
app@cpu0: p = mmap fd                      expect ok
gpu:      import fd                        expect ok
app@cpu0: write p+0 64 A                   expect fault expect none
note      The same beginning as without a fence: the page is gone, and a job is queued.
gpu:      map frame FROM_DEVICE            expect ok expect none
gpu:      j1 = submit write frame+0 64 B   expect ok expect none
note      This time the app asks first. Step in: START waits for the fence, and inside the wait the engine does the job and signals.
app@cpu0: sync fd START READ               expect ok expect none
note      The driver is told that its job is done, and takes its mapping away. The buffer is the CPU's again.
gpu:      unmap frame                      expect ok expect none
note      Only now the fault, which brings the page back and drops what the cache may have of it.
app@cpu0: read p+0 64                      expect fault expect B expect none
app@cpu0: sync fd END READ                 expect ok expect none
note      A job that only reads need not be waited for by one who reads too: START asks for writers only.
app@cpu0: sync fd START WRITE              expect ok expect none
app@cpu0: write p+64 64 C                  expect ok expect none
app@cpu0: sync fd END WRITE                expect ok expect none
gpu:      map frame TO_DEVICE              expect ok expect none
gpu:      j2 = submit read frame+64 64     expect ok expect none
gpu:      run j2                           expect ok expect none
gpu:      unmap frame                      expect ok expect none
app@cpu0: read p+64 64                     expect fault expect C expect none
`;
