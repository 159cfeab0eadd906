/** One list for all attachments, and one for each, behind two IOMMUs. The text is the scenario: see docs/script.md. */
export const twoIommus = `title     One list, two IOMMUs
summary   An sg list has room for one DMA address an entry, so it serves one device. An exporter that hands the
summary   list of the first device to the second gives it addresses of somebody else's address space. Where
summary   device addresses are physical ones nobody notices; behind two IOMMUs the second device faults.
summary   That is why every attachment gets a list of its own.
source    Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015
source    drivers/iommu/dma-iommu.c, iommu_dma_map_sg
platform  arm64-iommu cpus=1 page=512
buffer    once  pages=2 exporter=gem mmap=none sg-lists=shared init=65:512:2
buffer    each  pages=2 exporter=gem mmap=none init=65:512:2
device    gpu   importer=map-per-dma
device    npu   importer=map-per-dma

app@cpu0: fd = export once             expect ok
gpu:      import fd                    expect ok
npu:      import fd                    expect ok
note      The first device that maps makes the list: its DMA addresses go into the entries.
gpu:      map once TO_DEVICE           expect ok expect none
gpu:      dma read once+512 64         expect B expect none
note      The second one gets the same list, and with it addresses that were made for the first. Where do they lead?
npu:      map once TO_DEVICE           expect ok expect none on x86,arm64 expect address-of-another-device on arm64-iommu,bounce expect harm on arm64-iommu expect luck on bounce
note      Its own IOMMU knows nothing of them.
npu:      dma read once+512 64         expect B on x86,arm64,bounce expect none on x86,arm64,bounce expect blocked on arm64-iommu expect iommu-fault on arm64-iommu
app@cpu0: fe = export each             expect ok
gpu:      import fe                    expect ok
npu:      import fe                    expect ok
note      One list an attachment: the same pages under two addresses.
gpu:      map each TO_DEVICE           expect ok expect none
npu:      map each TO_DEVICE           expect ok expect none
npu:      dma read each+512 64         expect B expect none
`;
