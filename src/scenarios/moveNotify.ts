/** A dynamic importer is told of a move; what it does with its old addresses, and pins for scanout. The text is the scenario: see docs/script.md. */
export const moveNotify = `title     Told of a move, and not listening
summary   A dynamic importer lets the exporter move the buffer although it is mapped: it is told before. From
summary   then on its addresses lead to where the buffer was. It must unmap and map anew before the next job.
summary   One that does not reads old bytes, on every machine. What cannot stop for a move, as scanout cannot,
summary   pins the buffer for as long as it needs.
source    drivers/dma-buf/dma-buf.c, dma_buf_dynamic_attach and dma_buf_move_notify
source    Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015
platform  x86 cpus=1 page=512
buffer    tex   pages=1 exporter=gem mmap=none movable=yes
device    gpu   importer=dynamic

app@cpu0: fd = export tex              expect ok
app@cpu0: p = mmap fd                  expect ok
app@cpu0: write p+0 64 A               expect ok expect none
gpu:      import fd                    expect ok
gpu:      map tex TO_DEVICE            expect ok expect none
gpu:      dma read tex+0 64            expect A expect none
note      The GPU has the addresses, and the buffer moves all the same: its driver said that it can be told.
kernel@cpu0: move tex                  expect ok expect none
note      The pages are elsewhere now. A fault brings them back to the program, which writes B. Which bytes will the GPU read?
app@cpu0: write p+0 64 B               expect fault expect none
note      The driver has not mapped anew. Its addresses lead to the old frames, and A is still there.
gpu:      dma read tex+0 64            expect A expect use-after-move expect stale expect harm
note      What it should do: give up the old addresses, and get new ones.
gpu:      map tex TO_DEVICE            expect ok expect none
gpu:      dma read tex+0 64            expect B expect none
note      The next job is queued, and the exporter wants to move again. The job has the addresses of now. Step into the move: what does it do first?
gpu:      j1 = submit read tex+0 64    expect ok expect none
app@cpu0: poll fd POLLOUT              expect returns=0
kernel@cpu0: move tex                  expect ok expect none
note      It waited for the fence of the job. Being told of moves is for jobs to come; those that are queued already are finished before anything is copied.
app@cpu0: poll fd POLLOUT              expect returns=4
gpu:      unmap tex                    expect ok expect none
note      A display cannot stop in the middle of a frame, so its buffer is pinned.
gpu:      pin tex                      expect ok
kernel@cpu0: move tex                  expect EBUSY
gpu:      unpin tex                    expect ok
kernel@cpu0: move tex                  expect ok expect none
`;
