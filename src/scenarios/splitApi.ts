/** The calls proposed in 2013: the list at import, the mapping at the time of the DMA. The text is the scenario: see docs/script.md. */
export const splitApi = `title     Mapping when the DMA happens
summary   In 2013 importing a buffer mapped it for the device, which then owned it for good: every write of a
summary   program was against the rules of the DMA API. The answer proposed then splits the call. Import gets
summary   the list of pages and maps nothing; map, sync and unmap happen around each job, in the driver, and
summary   the program needs to know nothing of it.
source    Russell King, "[RFC PATCH v2] dmabuf-sync: Introduce buffer synchronization framework", 17 June 2013
source    Documentation/core-api/dma-api.rst, dma_map_sg
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=gem mmap=none
device    gpu   importer=split-api

app@cpu0: fd = export frame            expect ok
app@cpu0: p = mmap fd                  expect ok
note      The driver gets the list of pages, dma_buf_get_sg. Nothing is mapped, and no direction was given.
gpu:      import fd                    expect ok expect none
note      So the buffer is still the CPU's. Compare with the scenario that maps at import: there this very store breaks a rule.
app@cpu0: write p+0 64 A               expect none
gpu:      map_sg frame TO_DEVICE       expect ok expect none
gpu:      dma read frame+0 64          expect A expect none
gpu:      unmap_sg frame               expect ok expect none
note      The job is over, and the program may write again without any call of its own.
app@cpu0: write p+0 64 B               expect none
gpu:      map_sg frame BIDIRECTIONAL   expect ok expect none
gpu:      dma read frame+0 64          expect B expect none
gpu:      dma write frame+0 64 C       expect ok expect none
note      A driver that lets the CPU look in the middle of a job syncs its list, and hands it back after.
gpu:      sync_sg_for_cpu frame FROM_DEVICE expect ok expect none
app@cpu0: read p+0 64                  expect C expect none
gpu:      sync_sg_for_device frame FROM_DEVICE expect ok expect none
gpu:      unmap_sg frame               expect ok expect none
gpu:      put_sg frame                 expect ok
gpu:      release frame                expect ok expect none
`;
