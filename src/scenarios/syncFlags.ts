/** Which flags SYNC refuses, and which mistakes it does not notice. The text is the scenario: see docs/script.md. */
export const syncFlags = `title     What SYNC checks, and what it does not
summary   The ioctl refuses flags that it does not know, and flags without READ or WRITE. It does not remember
summary   anything: START twice, END twice, END without START and END of something else all return 0. udmabuf is
summary   the exception, and only until the first START. A return value of 0 says nothing about the data.
source    drivers/dma-buf/dma-buf.c, dma_buf_ioctl
source    include/uapi/linux/dma-buf.h, DMA_BUF_SYNC_VALID_FLAGS_MASK
source    drivers/dma-buf/udmabuf.c, end_cpu_udmabuf
platform  x86 cpus=1 page=512
buffer    frame pages=1 exporter=system_heap
buffer    ring  pages=1 exporter=udmabuf

app@cpu0: fd = DMA_HEAP_IOCTL_ALLOC frame      expect ok
note      Neither READ nor WRITE, then a flag that does not exist.
app@cpu0: sync fd flags=0                      expect EINVAL
app@cpu0: sync fd flags=4                      expect EINVAL
app@cpu0: sync fd flags=8                      expect EINVAL
app@cpu0: sync fd flags=9                      expect EINVAL
note      No pair is tracked.
app@cpu0: sync fd END READ|WRITE               expect ok
app@cpu0: sync fd START READ                   expect ok
app@cpu0: sync fd START READ|WRITE             expect ok
app@cpu0: sync fd END WRITE                    expect ok
app@cpu0: sync fd END WRITE                    expect ok
note      Where nothing can be read at all, the ioctl has its own answer.
app@cpu0: ioctl_null fd DMA_BUF_IOCTL_SYNC     expect EFAULT
note      udmabuf has nothing to sync before the first START has made its mapping.
app@cpu0: m = memfd_create MFD_ALLOW_SEALING   expect ok
app@cpu0: ftruncate m 512                      expect ok
app@cpu0: add_seals m F_SEAL_SHRINK            expect ok
app@cpu0: u = UDMABUF_CREATE ring m            expect ok
app@cpu0: sync u END READ                      expect EINVAL
app@cpu0: sync u START READ                    expect ok
app@cpu0: sync u END WRITE                     expect ok
app@cpu0: sync u END WRITE                     expect ok
note      On a file that is no dma-buf the request is not known.
app@cpu0: t = open sw_sync                     expect ok
app@cpu0: sync t START READ                    expect ENOTTY
app@cpu0: close fd                             expect ok
app@cpu0: sync fd START READ                   expect EBADF
`;
