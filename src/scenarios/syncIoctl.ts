/** Reading and writing bracketed by DMA_BUF_IOCTL_SYNC. The text is the scenario: see docs/script.md. */
export const syncIoctl = `title     Done right: DMA_BUF_IOCTL_SYNC
summary   The mapping stays for good, and the app says when it accesses the buffer. START takes it back from
summary   every mapped device, END hands it over again. Right on every platform; what it costs differs.
source    drivers/dma-buf/dma-buf.c, dma_buf_ioctl
source    include/uapi/linux/dma-buf.h, struct dma_buf_sync
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=heap mmap=sync-ioctl
device    gpu   importer=cached

app@cpu0: fd = export frame          expect ok
app@cpu0: p = mmap fd                expect ok
gpu:      import fd                  expect ok
gpu:      map frame BIDIRECTIONAL    expect ok expect none
note      START asks the exporter, which syncs every mapping for the CPU: eight lines invalidated where the device does not snoop, 512 bytes copied where it bounces, nothing at all on x86.
app@cpu0: sync fd START READ|WRITE   expect ok expect none
app@cpu0: write p+0 64 A             expect ok expect none
note      END hands the buffer back: the one dirty line is cleaned, and all eight are looked at.
app@cpu0: sync fd END READ|WRITE     expect ok expect none
gpu:      dma read frame+0 64        expect A expect none
gpu:      dma write frame+64 64 B    expect ok expect none
note      Reading needs the same bracket, with READ.
app@cpu0: sync fd START READ         expect ok expect none
app@cpu0: read p+64 64               expect B expect none
app@cpu0: sync fd END READ           expect ok expect none
note      No rule was broken anywhere. Compare the costs under Objects: the bracket is paid by the whole buffer, however little of it was touched.
gpu:      dma read frame+0 128       expect A*64,B*64 expect none
`;
