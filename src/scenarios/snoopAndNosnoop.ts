/** One device, two kinds of transactions, and a DMA API that knows one. The text is the scenario: see docs/script.md. */
export const snoopAndNosnoop = `title     A device that sometimes looks into the cache
summary   The DMA API knows devices that are coherent and devices that are not, and does no cache maintenance
summary   for the former. Many GPUs are both: each transaction says whether it snoops. Those that do not pass by
summary   what the CPU has in its cache, and no call of the DMA API will write it back for them.
source    Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015
platform  x86 cpus=1 page=512 snooping=yes
buffer    frame pages=1 exporter=gem mmap=none
device    gpu   importer=map-per-dma coherent=yes

app@cpu0: fd = export frame            expect ok
app@cpu0: p = mmap fd                  expect ok
app@cpu0: write p+0 64 A               expect none
gpu:      import fd                    expect ok
note      For a coherent device mapping cleans nothing: A stays in the cache. Will the device find it there?
gpu:      map frame TO_DEVICE          expect ok expect none
note      This read does not snoop: it goes to memory, where A has not arrived.
gpu:      dma read frame+0 64 nosnoop  expect 0 expect unsnooped-transaction expect stale
note      The same engine and the same mapping, but this one snoops. It even makes the cache write A back.
gpu:      dma read frame+0 64          expect A expect none
gpu:      unmap frame                  expect ok
app@cpu0: write p+0 64 B               expect none
note      A driver that wants such reads must clean by itself, with instructions of the CPU. The DMA API has no call for it, and cannot help where it made a copy.
kernel@cpu0: clean frame+0 64          expect ok
gpu:      map frame TO_DEVICE          expect ok expect none
gpu:      dma read frame+0 64 nosnoop  expect B on x86,arm64,arm64-iommu expect none on x86,arm64,arm64-iommu expect 0 on bounce expect stale on bounce
`;
