/** The exporter's address behind another IOMMU, and beside it. The text is the scenario: see docs/script.md. */
export const dmaOnlyOtherIommu = `title     The right address for somebody else
summary   An exporter that sits behind no IOMMU writes a physical address into its list. An importer that does
summary   not sit behind one either can use it. Another one, behind an IOMMU of its own, has never heard of
summary   that address: each of its reads faults. Setting up the importer's IOMMU is what mapping is for, and
summary   these entries are not mapped.
source    Russell King, "[PATCH] arm: dma: fix sharing of coherent DMA memory without struct page", 5 April 2017
source    Shuah Khan, "[PATCH] arm: dma: fix sharing of coherent DMA memory without struct page", 10 April 2017
platform  arm64-iommu cpus=1 page=512
buffer    out   pages=2 exporter=mfc mmap=none memory=carve-out pageless=dma-only
device    mfc   importer=map-per-dma iommu=none
device    vpu   importer=map-per-dma iommu=none
device    gsc   importer=map-per-dma

mfc:      c = dma_alloc_coherent out   expect ok
kernel@cpu0: write c+0 64 A            expect ok expect none
app@cpu0: fd = export out              expect ok expect none
vpu:      import fd                    expect ok
note      Exporter and importer both see physical memory: one address means one place.
vpu:      map out TO_DEVICE            expect ok expect none
vpu:      dma read out+0 64            expect A expect none
gsc:      import fd                    expect ok
note      The same entry for a device behind an IOMMU. Nobody has told that IOMMU of the address.
gsc:      map out TO_DEVICE            expect ok expect none on x86,arm64,bounce expect address-of-another-device on arm64-iommu expect harm on arm64-iommu
note      On the machines without IOMMU this is as right as the first.
gsc:      dma read out+0 64            expect A on x86,arm64,bounce expect none on x86,arm64,bounce expect blocked on arm64-iommu expect iommu-fault on arm64-iommu
`;
