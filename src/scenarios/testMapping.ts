/** An exporter that maps once at attach, to see whether it works. The text is the scenario: see docs/script.md. */
export const testMapping = `title     Test-mapping at attach
summary   A device with 32 address bits attaches to a buffer above 4 GiB. An exporter that looks at nothing lets it
summary   attach, and the first job fails, when the program has long forgotten why. One that maps for the device once
summary   at attach, and unmaps again, finds out at once and can say so.
source    Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015
source    kernel/dma/direct.c, dma_capable
platform  x86 cpus=1 page=512
buffer    late  pages=1 exporter=gem mmap=none high=yes attach-check=none
buffer    early pages=1 exporter=gem mmap=none high=yes attach-check=test-map
device    cam   importer=map-per-dma dma-bits=32

app@cpu0: fd = export late           expect ok
note      Nobody looks at the mask of the device. The import succeeds on every machine.
cam:      import fd                  expect ok expect none
note      Now the first job. Where is there a way from this device to that memory?
cam:      map late FROM_DEVICE       expect EIO on x86,arm64 expect ok on arm64-iommu,bounce
note      Behind an IOMMU there is one, and through a bounce slot. Elsewhere the mapping fails in the middle of the work. The other exporter tries it when the device attaches.
app@cpu0: fd2 = export early         expect ok
cam:      import fd2                 expect EBUSY on x86,arm64 expect ok on arm64-iommu,bounce
`;
