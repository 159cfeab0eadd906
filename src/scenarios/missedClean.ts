/** A cached device mapping stands, the app writes and makes no call. The text is the scenario: see docs/script.md. */
export const missedClean = `title     A write that the device never sees
summary   An importer keeps its mapping between jobs. The app writes through a cached mmap and makes no call.
summary   Its bytes stay in the CPU cache, and the device reads what memory had before. On a machine whose
summary   devices snoop the caches the same program works, by luck.
source    Russell King, "[RFC PATCH v2] dmabuf-sync: Introduce buffer synchronization framework", 17 June 2013
source    Documentation/core-api/dma-api.rst, dma_sync_single_for_device
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=gem mmap=none
device    gpu   importer=cached

app@cpu0: fd = export frame          expect ok
app@cpu0: p = mmap fd                expect ok
note      The buffer belongs to the CPU: nobody has mapped it for a device. The store stays in the cache.
app@cpu0: write p+0 64 A             expect ok expect none
gpu:      import fd                  expect ok
note      Mapping hands the buffer over. Where the device sees memory only, the kernel cleans the cache first.
gpu:      map frame TO_DEVICE        expect ok expect none
gpu:      dma read frame+0 64        expect A expect none
note      The importer keeps its mapping, so the device still owns the buffer. Now the app writes again, and tells nobody. What will the device read next: A or B?
app@cpu0: write p+0 64 B             expect cpu-access-while-device-owns expect luck on x86 expect harm on arm64,arm64-iommu,bounce
note      B is in the cache, and only a device that looks there gets it. So this program is right on x86, by luck, and wrong on arm64.
gpu:      dma read frame+0 64        expect B on x86 expect none on x86 expect A on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
note      At some moment of its own choosing the hardware evicts the line. Then the device sees B after all: the bug comes and goes with the load of the machine. Behind a bounce slot not even that helps.
cpu0:     evict p+0                  expect none
gpu:      dma read frame+0 64        expect B on x86,arm64,arm64-iommu expect A on bounce expect stale on bounce
`;
