/** Fences of a buffer as files: taken out, and put in again. The text is the scenario: see docs/script.md. */
export const syncFileRoundTrip = `title     A fence goes around: sync_file out and in again
summary   Drivers put fences into a buffer without a word to userspace; a program that orders its work itself
summary   takes them out as a file, gives them to whom it likes, and puts others in. Here a timeline of the program
summary   stands for work that somebody else does.
source    drivers/dma-buf/dma-buf.c, dma_buf_export_sync_file, dma_buf_import_sync_file
source    drivers/dma-buf/sync_file.c; drivers/dma-buf/sw_sync.c
source    Jason Ekstrand, "dma-buf: Add an API for exporting sync files", 2021
platform  x86 cpus=1 page=512
buffer    frame pages=1 exporter=system_heap

app@cpu0: fd = DMA_HEAP_IOCTL_ALLOC frame      expect ok
note      An idle buffer gives a file that is ready at once.
app@cpu0: idle = export_sync_file fd READ|WRITE  expect ok
app@cpu0: poll idle POLLIN                     expect returns=1
app@cpu0: t = open sw_sync                     expect ok
app@cpu0: work = sw_sync_fence t 1             expect ok
note      Imported as a reader: who wants to write must wait, who wants to read need not. poll tells: POLLIN is 1, POLLOUT 4.
app@cpu0: import_sync_file fd work READ        expect ok
app@cpu0: sync fd START READ                   expect ok
app@cpu0: sync fd END READ                     expect ok
app@cpu0: poll fd POLLIN|POLLOUT               expect returns=1
note      The export makes the same difference: for READ it holds the fences of writers, of which there are none.
app@cpu0: toread = export_sync_file fd READ    expect ok
app@cpu0: towrite = export_sync_file fd WRITE  expect ok
app@cpu0: poll toread POLLIN                   expect returns=1
app@cpu0: poll towrite POLLIN                  expect returns=0
note      The file goes back in, as that of a writer now: it holds everybody back, also those who only want to read.
app@cpu0: import_sync_file fd towrite WRITE    expect ok
app@cpu0: poll fd POLLIN|POLLOUT timeout=50    expect returns=0
note      The work is done. Every file that holds the fence is ready, and nobody waits any more.
app@cpu0: sw_sync_inc t 1                      expect ok
app@cpu0: poll towrite POLLIN                  expect returns=1
app@cpu0: poll fd POLLIN|POLLOUT               expect returns=5
app@cpu0: sync fd START READ|WRITE             expect ok
app@cpu0: sync fd END READ|WRITE               expect ok
`;
