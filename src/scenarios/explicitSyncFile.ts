/** A fence travels from one driver to another as a file. The text is the scenario: see docs/script.md. */
export const explicitSyncFile = `title     A fence in the hand: explicit synchronization
summary   A client renders, a compositor shows, and neither driver looks into the reservation of the buffer. What
summary   orders them is a sync_file: the fence of the client's job as a descriptor, passed along with the buffer.
summary   Where it is forgotten the display shows whatever is there.
source    drivers/dma-buf/sync_file.c
source    Documentation/driver-api/dma-buf.rst, "DMA Fence uABI/Sync File"
platform  arm64 cpus=2 page=512
buffer    frame pages=1 exporter=drm mmap=coherent
device    gpu   importer=cached
device    display importer=cached

client@cpu0: fd = export frame       expect ok
compositor@cpu1: g = receive fd from client expect ok
gpu:      import fd                  expect ok
gpu:      map frame FROM_DEVICE      expect ok expect none
display:  import g                   expect ok
display:  map frame TO_DEVICE        expect ok expect none
note      The client's driver queues the frame, and hands out a fence for it before the GPU has begun.
gpu:      render = submit write frame+0 64 A explicit expect ok expect none
client@cpu0: s = fence_fd render from gpu expect ok
compositor@cpu1: t = receive s from client expect ok
note      The compositor gives it to the display driver: what is queued behind the wait begins after it.
display:  w = submit wait t          expect ok
display:  flip = submit read frame+0 64 explicit expect ok expect none
note      The display comes first, and has to wait.
display:  run flip                   expect EAGAIN
gpu:      run render                 expect ok expect none
note      Now the order is right. Only where the display reads a bounce slot it sees nothing of the frame all the same: coherent memory is never synced, so no slot is ever filled again.
display:  run flip                   expect ok expect none on x86,arm64,arm64-iommu expect stale on bounce
note      The next frame; this time the compositor forgets the fence. The display reads, and the GPU is not done. Which frame is shown?
gpu:      render2 = submit write frame+0 64 B explicit expect ok expect none
display:  flip2 = submit read frame+0 64 explicit expect ok expect none
display:  run flip2                  expect ok expect none on x86,arm64,arm64-iommu expect stale on bounce
note      A frame is shown twice, and the next one perhaps torn. No cache can be blamed: this memory is coherent.
gpu:      run render2                expect data-race expect luck
`;
