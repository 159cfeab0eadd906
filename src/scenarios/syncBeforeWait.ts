/** dma_buf_begin_cpu_access syncs first and waits afterwards. The text is the scenario: see docs/script.md. */
export const syncBeforeWait = `title     START maintains the caches, and only then waits for the job
summary   The system heap leaves the waiting to the core, which waits after the exporter's part of START. So the
summary   caches are invalidated, or the bounce slot is copied, before the device has finished. Whoever polls
summary   before START is safe.
source    drivers/dma-buf/dma-buf.c, dma_buf_begin_cpu_access
source    drivers/dma-buf/heaps/system_heap.c, system_heap_dma_buf_begin_cpu_access
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=system_heap mmap=sync-ioctl
device    gpu   importer=cached

app@cpu0: fd = export frame          expect ok
app@cpu0: p = mmap fd                expect ok
gpu:      import fd                  expect ok
gpu:      map frame BIDIRECTIONAL    expect ok expect none
note      The app waits with poll until nobody writes the buffer any more. START then finds no fence, and everything is right.
gpu:      j1 = submit write frame+0 64 A expect ok expect none
app@cpu0: poll fd POLLIN timeout=50  expect ok expect none
app@cpu0: sync fd START READ         expect ok expect none
app@cpu0: read p+0 64                expect A expect none
app@cpu0: sync fd END READ           expect ok expect none
note      Now without poll: START waits for the job itself. Step into the call, and see what comes first. By the rules the buffer is the CPU's already when the device writes it.
gpu:      j2 = submit write frame+0 64 B expect ok expect none
app@cpu0: sync fd START READ         expect device-access-while-cpu-owns expect luck on x86,arm64,arm64-iommu expect harm on bounce
note      What was copied out of the slot is the frame before. Without a bounce slot all is well, as long as the CPU does not prefetch between the two halves of START.
app@cpu0: read p+0 64                expect B on x86,arm64,arm64-iommu expect none on x86,arm64,arm64-iommu expect A on bounce expect stale on bounce
app@cpu0: sync fd END READ           expect ok
note      The third frame, and a CPU that does prefetch: between the caches and the wait.
gpu:      j3 = submit write frame+0 64 C expect ok expect none
app@cpu0: sync fd START READ         expect device-access-while-cpu-owns expect luck on x86 expect harm on arm64,arm64-iommu,bounce
cpu0:     prefetch p+0 during fence.wait
note      Only where the device's write has dropped the line again does the app see this frame.
app@cpu0: read p+0 64                expect C on x86 expect none on x86 expect B on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
`;
