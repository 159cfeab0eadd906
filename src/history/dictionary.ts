/**
 * Words of the scenario language that packed scripts refer back to. Part of link format 1: whatever
 * changes here makes links that were shared unreadable, so it never changes (a test holds its digest).
 * What is likeliest comes last, where references to it are shortest.
 */
export const linkDictionary = `title summary source note 
platform arm64-iommu bounce platform x86 platform arm64 cpus=2 page=512 line=64 sets=16 ways=2 iommu=lazy swiotlb=force
 coherent=yes coherent=no dma-bits=32 high=yes contiguous=no type=UC type=WC init=1:1024:16
 expect ok expect EINVAL expect EBUSY expect SIGBUS expect SIGSEGV expect blocked expect nofault expect fault
 expect ownership expect translation expect lifetime expect effect expect clobber expect lost-write expect stale
 expect harm expect luck expect none on x86 on bounce on arm64,arm64-iommu
 during tlb.flush during ipi.ack during pte.clear during cache.writeback during bounce.copy during ipi.send
 O_RDONLY MAP_PRIVATE PROT_READ offset= flags=0x SKIP_CPU_SYNC snoop nosnoop
iommu: flush
cpu0: drain
cpu1: evict p+64
cpu0: prefetch frame+0
kernel@cpu0: zap frame
kernel@cpu0: clean frame+0 invalidate frame+0 flush frame+0
gpu: c = dma_alloc_coherent frame
gpu: dma_free_coherent c
gpu: m0 = dma_map_single frame+0 4096 BIDIRECTIONAL
gpu: dma_sync_single_for_cpu m0+0 4096 FROM_DEVICE
gpu: dma_sync_single_for_device m0+0 4096 TO_DEVICE
gpu: dma_unmap_single m0
gpu: get fd
gpu: attach frame
gpu: detach frame
gpu: put frame
gpu: dma_sync_sgtable_for_cpu frame FROM_DEVICE
gpu: dma_sync_sgtable_for_device frame TO_DEVICE
viewer@cpu1: g = receive fd from app
app@cpu0: fd2 = dup fd
app@cpu0: munmap p
app@cpu0: close fd
gpu: release frame
buffer frame pages=2 exporter=gem mmap=coherent
buffer frame pages=1 exporter=gem mmap=none
buffer frame pages=1 exporter=gem mmap=sync-ioctl
buffer frame pages=1 exporter=gem mmap=shootdown
device gpu importer=map-at-import
device gpu importer=cached
device gpu importer=map-per-dma
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu: import fd
app@cpu0: barrier
app@cpu0: doorbell gpu
kernel@cpu0: write frame+0 64 B
kernel@cpu0: read frame+0 64 expect B
app@cpu0: sync fd START READ|WRITE
app@cpu0: sync fd END READ
app@cpu0: sync fd END WRITE
app@cpu1: write p+128 64 C
app@cpu1: read p+128 64 expect C
gpu: map frame BIDIRECTIONAL
gpu: map frame FROM_DEVICE
gpu: dma write frame+0 64 B
gpu: map frame TO_DEVICE
gpu: dma read frame+0 64 expect A
gpu: unmap frame
app@cpu0: read p+0 64 expect A
app@cpu0: write p+0 64 A
`;
