/** Every cache call right, and nothing that orders the job. The text is the scenario: see docs/script.md. */
export const raceWithoutFence = `title     Every cache call is right, and still it is a race
summary   Some drivers leave the order of jobs to userspace: their fences make nobody wait. The app brackets its
summary   reads as it should, the caches are maintained as they should, and whether it sees the frame depends on
summary   who is faster. Caches and order are two things.
source    include/linux/dma-resv.h, DMA_RESV_USAGE_BOOKKEEP
source    Documentation/driver-api/dma-buf.rst, "DMA Fence uABI/Sync File"
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=drm mmap=sync-ioctl
device    gpu   importer=cached

app@cpu0: fd = export frame          expect ok
app@cpu0: p = mmap fd                expect ok
gpu:      import fd                  expect ok
gpu:      map frame BIDIRECTIONAL    expect ok expect none
note      The job is submitted for explicit synchronization. Its fence is there for bookkeeping only: START does not wait for it.
gpu:      j1 = submit write frame+0 64 A explicit expect ok expect none
note      On this day the GPU is quick.
gpu:      run j1                     expect ok expect none
app@cpu0: sync fd START READ         expect ok expect none
note      The app gets A. Nothing but luck has put its read behind the write.
app@cpu0: read p+0 64                expect A expect data-race expect luck
app@cpu0: sync fd END READ           expect ok expect none
note      The next frame, the same program, and a GPU that has more to do. What does the app read now?
gpu:      j2 = submit write frame+0 64 B explicit expect ok expect none
app@cpu0: sync fd START READ         expect ok expect none
app@cpu0: read p+0 64                expect A expect none
app@cpu0: sync fd END READ           expect ok expect none
note      It was the old frame, and no cache had anything to do with it. The race is found when its other half comes.
gpu:      run j2                     expect data-race expect luck
note      The way out: the app takes the fence of the job and makes it a writer of the buffer. Now START knows what to wait for.
gpu:      j3 = submit write frame+0 64 C explicit expect ok expect none
app@cpu0: s = fence_fd j3 from gpu   expect ok
app@cpu0: import_sync_file fd s WRITE expect ok expect none
app@cpu0: sync fd START READ         expect ok expect none
app@cpu0: read p+0 64                expect C expect none
app@cpu0: sync fd END READ           expect ok expect none
`;
