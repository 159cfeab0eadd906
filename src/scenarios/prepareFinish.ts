/** The ioctls of the RFC before the mmap patch. The text is the scenario: see docs/script.md. */
export const prepareFinish = `title     Prepare and finish, and the question that they left open
summary   Before there was mmap for dma-bufs there was a proposal with two ioctls: prepare before the CPU works on a
summary   buffer, finish after it. Its author meant caches only; many read it as a wait for the device too. One
summary   exporter here takes it in the narrow sense, the other in the wide one. The program is the same.
source    Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012
source    Rob Clark, reply to "[PATCH] dma-buf: mmap support", 11 May 2012
platform  arm64 cpus=1 page=512
buffer    narrow pages=1 mmap=prepare-finish
buffer    wide   pages=1 mmap=prepare-finish prepare=wait
device    cam    importer=cached

app@cpu0: fd = export narrow         expect ok
app@cpu0: p = mmap fd                expect ok
cam:      import fd                  expect ok
cam:      map narrow FROM_DEVICE     expect ok expect none
cam:      dma write narrow+0 64 A    expect ok expect none
note      The camera is done, and prepare fetches what it wrote: lines dropped where it does not snoop, 512 bytes copied where it bounces.
app@cpu0: prepare fd READ            expect ok expect none
app@cpu0: read p+0 64                expect A expect none
app@cpu0: finish fd                  expect ok expect none
note      The next frame is only queued. The program does what it did before. Which frame does it get?
cam:      j1 = submit write narrow+0 64 B expect ok expect none
app@cpu0: prepare fd READ            expect ok expect none
app@cpu0: read p+0 64                expect A expect none
app@cpu0: finish fd                  expect ok expect none
note      The caches were right, and it was the old frame: this prepare waits for nobody. That nothing orders the two shows when the job runs.
cam:      run j1                     expect ok expect data-race expect luck
note      Now the exporter that reads the proposal in the wide sense.
app@cpu0: gd = export wide           expect ok
app@cpu0: q = mmap gd                expect ok
cam:      import gd                  expect ok
cam:      map wide FROM_DEVICE       expect ok expect none
cam:      j2 = submit write wide+0 64 C expect ok expect none
note      It waits first and maintains afterwards. Step into the call: the camera's work is done inside it.
app@cpu0: prepare gd READ            expect ok expect none
app@cpu0: read q+0 64                expect C expect none
note      So prepare had become a way to synchronize with devices, for every subsystem at once and with every deadlock that may come of it. The mmap patch left both ioctls out; fences came later, as something of their own.
app@cpu0: finish gd                  expect ok expect none
note      Unlike the SYNC of today, prepare and finish go in pairs here: a second finish is refused.
app@cpu0: finish gd                  expect EINVAL
`;
