/** Importers that keep their mappings hold the buffer where it is. The text is the scenario: see docs/script.md. */
export const cachedCannotMove = `title     What is kept cannot move
summary   An exporter would like to move a buffer, out of precious memory for instance. It may not while some
summary   importer has its addresses. One that maps for each job lets it move between jobs; one that caches
summary   its mapping, or pins it, never does, though it may not have used the buffer for an hour.
source    Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015
source    drivers/dma-buf/dma-buf.c, dma_buf_pin
platform  x86 cpus=1 page=512
buffer    tex   pages=2 exporter=gem mmap=none movable=yes init=65:512:2
device    npu   importer=map-per-dma
device    gpu   importer=cached
device    disp  importer=pinned

app@cpu0: fd = export tex              expect ok
npu:      import fd                    expect ok
npu:      map tex TO_DEVICE            expect ok
note      A job is under way, and a device that is not told of moves has the addresses.
kernel@cpu0: move tex                  expect EBUSY
npu:      unmap tex                    expect ok
note      Between two jobs nobody has addresses: the buffer goes to other frames, bytes and all.
kernel@cpu0: move tex                  expect ok expect none
npu:      map tex TO_DEVICE            expect ok
npu:      dma read tex+512 64          expect B expect none
npu:      unmap tex                    expect ok
gpu:      import fd                    expect ok
gpu:      map tex TO_DEVICE            expect ok
note      This driver calls nothing here, since it keeps what it has mapped. May the buffer move between its jobs?
gpu:      unmap tex                    expect ok
note      To the exporter the job has never ended.
kernel@cpu0: move tex                  expect EBUSY
gpu:      release tex                  expect ok
note      Pinning says aloud what caching does in silence.
disp:     import fd                    expect ok
disp:     map tex TO_DEVICE            expect ok
disp:     unmap tex                    expect ok
kernel@cpu0: move tex                  expect EBUSY
disp:     release tex                  expect ok
kernel@cpu0: move tex                  expect ok expect none
`;
