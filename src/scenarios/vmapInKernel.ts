/** Kernel code that works on a shared buffer. The text is the scenario: see docs/script.md. */
export const vmapInKernel = `title     The kernel looks at a shared buffer: vmap, begin and end
summary   A driver without a DMA engine, a USB display for one, reads frames with the CPU: it maps the dma-buf into the
summary   kernel's address space. That alone maintains no cache. Begin and end of CPU access do, as SYNC does for a
summary   program, and they are as easily forgotten.
source    drivers/dma-buf/dma-buf.c, dma_buf_vmap, dma_buf_begin_cpu_access
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=system_heap
device    gpu   importer=cached

app@cpu0: fd = export frame          expect ok
gpu:      import fd                  expect ok
gpu:      map frame FROM_DEVICE      expect ok expect none
kernel@cpu0: v = vmap frame          expect ok expect none
note      A second user gets the same address; the exporter is asked once.
kernel@cpu0: w = vmap frame          expect ok expect none
note      The driver looks at the frame early, as a test of its own. The lines are in the cache now.
kernel@cpu0: begin_cpu_access frame FROM_DEVICE expect ok expect none
kernel@cpu0: read v+0 64             expect 0 expect none
kernel@cpu0: end_cpu_access frame FROM_DEVICE expect ok expect none
gpu:      dma write frame+0 64 A     expect ok expect none
note      It reads without asking. An address is there, so why not?
kernel@cpu0: read v+0 64             expect cpu-access-while-device-owns expect A on x86 expect luck on x86 expect 0 on arm64,arm64-iommu,bounce expect harm on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
note      Begin has the exporter sync every attachment: the old line goes, or the slot is copied out.
kernel@cpu0: begin_cpu_access frame FROM_DEVICE expect ok expect none
kernel@cpu0: read v+0 64             expect A expect none
note      The first user goes. The address stays as long as somebody uses it.
kernel@cpu0: vunmap v                expect ok expect none
kernel@cpu0: read w+0 64             expect A expect none
kernel@cpu0: end_cpu_access frame FROM_DEVICE expect ok expect none
note      The second one goes too, and reads once more, as a timer that nobody stopped would. Where does its address lead?
kernel@cpu0: vunmap w                expect ok expect none
kernel@cpu0: read w+0 64             expect oops expect use-after-vunmap
`;
