/** The objection of 2013 against mapping at import. The text is the scenario: see docs/script.md. */
export const mapAtImport = `title     Mapped at import: broken at the first write
summary   PRIME of 2012 mapped a buffer for the device when its handle was imported. From then on the device
summary   owns it for good, and the very first CPU write breaks the rule. An importer that maps when the DMA
summary   begins and unmaps when it ends runs the same program without a fault.
source    Russell King, "[RFC PATCH v2] dmabuf-sync: Introduce buffer synchronization framework", 17 June 2013
platform  arm64 cpus=1 page=512
buffer    old   pages=1 exporter=gem mmap=none
buffer    new   pages=1 exporter=gem mmap=none
device    drm12 importer=map-at-import
device    drm13 importer=map-per-dma

app@cpu0: fd = export old            expect ok
app@cpu0: p = mmap fd                expect ok
note      The importer maps at once, in both directions, to be ready for anything.
drm12:    import fd                  expect ok expect none
note      The app fills its buffer for the first time: it belongs to the device already. What will the device read?
app@cpu0: write p+0 64 A             expect cpu-access-while-device-owns expect luck on x86 expect harm on arm64,arm64-iommu,bounce
drm12:    map old TO_DEVICE          expect ok expect none
drm12:    dma read old+0 64          expect A on x86 expect 0 on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
note      The same once more, with an importer that maps when the DMA begins.
app@cpu0: fd2 = export new           expect ok
app@cpu0: q = mmap fd2               expect ok
drm13:    import fd2                 expect ok expect none
app@cpu0: write q+0 64 B             expect ok expect none
drm13:    map new TO_DEVICE          expect ok expect none
drm13:    dma read new+0 64          expect B expect none
drm13:    unmap new                  expect ok expect none
note      The job is over, and the buffer is the CPU's again.
app@cpu0: write q+0 64 C             expect ok expect none
`;
