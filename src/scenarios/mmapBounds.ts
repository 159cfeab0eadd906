/** What mmap and dma_buf_mmap refuse. The text is the scenario: see docs/script.md. */
export const mmapBounds = `title     Nothing is mapped past the end of a buffer
summary   The size of a dma-buf never changes, so the core itself can hold every mapping against it, and no
summary   exporter has to. A program asks with mmap. An importer that has its own mmap passes the mapping on with
summary   dma_buf_mmap and an offset of its own making, which must be held against overflow as well.
source    Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012
source    InKi Dae and Daniel Vetter, "Re: [PATCH] dma-buf: mmap support", 24 April 2012: the overflow check
source    drivers/dma-buf/dma-buf.c, dma_buf_mmap_internal, dma_buf_mmap
platform  arm64 cpus=1 page=512
buffer    frame pages=4 exporter=gem mmap=none init=1:512:4

app@cpu0: fd = export frame                                               expect ok
note      The whole buffer, or the last page of it: both lie inside. Page 3 holds the value 4.
app@cpu0: p = mmap fd                                                     expect ok
app@cpu0: q = mmap fd 1 offset=3                                          expect ok
app@cpu0: read q+0 64                                                     expect 4 expect none
note      Two pages from page 3 on would need a page 4. So would one page from page 4 on.
app@cpu0: r = mmap fd 2 offset=3                                          expect EINVAL
app@cpu0: r = mmap fd 1 offset=4                                          expect EINVAL
note      Lengths are rounded up to whole pages: 2049 bytes are 5 pages, and 1 byte is one.
app@cpu0: r = mmap bytes fd 2049 PROT_READ flags=MAP_SHARED               expect EINVAL
app@cpu0: r = mmap bytes fd 1 PROT_READ flags=MAP_SHARED                  expect ok
app@cpu0: s = mmap bytes fd 512 PROT_READ flags=MAP_SHARED offset=1       expect EINVAL
note      An offset of the last page that 64 bits can name: with the length it would wrap to 0, and mmap itself sees that.
app@cpu0: s = mmap bytes fd 512 PROT_READ flags=MAP_SHARED offset=-512    expect EOVERFLOW
note      dma_buf_mmap has no mmap before it that looked: page offset 2^64 - 4 and 4 pages make 0, which is not past the end. Without the check for overflow it would pass.
app@cpu0: s = dma_buf_mmap frame 2048 offset=-4                           expect EOVERFLOW
app@cpu0: s = dma_buf_mmap frame 512 offset=-4                            expect EINVAL
app@cpu0: s = dma_buf_mmap frame 512 offset=4                             expect EINVAL
app@cpu0: s = dma_buf_mmap frame 1024 offset=2                            expect ok
app@cpu0: read s+0 64                                                     expect 3 expect none
note      A range can be mapped as often as one likes. All see the same bytes at once.
app@cpu0: t = mmap fd 2 offset=2                                          expect ok
app@cpu0: write t+0 64 A                                                  expect ok expect none
app@cpu0: read s+0 64                                                     expect A expect none
app@cpu0: read p+1024 64                                                  expect A expect none
`;
