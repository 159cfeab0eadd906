/** Words for the kernel functions that importers and constraints bring in. */
import type { CallWords } from '../explainCalls.ts';

const dmaBuf = 'drivers/dma-buf/dma-buf.c';
const proposal =
  'Russell King, "[RFC PATCH v2] dmabuf-sync: Introduce buffer synchronization framework", 17 June 2013';

export const importerCalls: readonly CallWords[] = [
  {
    name: 'dma_buf_dynamic_attach',
    text: 'The device is tied to the buffer by a driver that can be told when the buffer moves.',
    source: dmaBuf,
  },
  {
    name: '*_attach',
    text: 'The exporter looks at the device that attaches, and may say no.',
    source: 'include/linux/dma-buf.h, struct dma_buf_ops',
  },
  {
    name: '*_move',
    text: 'The exporter wants the memory back, or better memory, and moves the buffer to other frames.',
    source: 'drivers/gpu/drm/ttm/ttm_bo.c, ttm_bo_evict',
  },
  {
    name: 'dma_buf_move_notify',
    text: 'The exporter tells a dynamic importer that its addresses are about to become wrong.',
    source: dmaBuf,
  },
  {
    name: 'dma_buf_pin',
    text: 'The importer needs addresses that stay good, and forbids the exporter to move the buffer.',
    source: dmaBuf,
  },
  { name: 'dma_buf_unpin', text: 'The exporter may move the buffer again.', source: dmaBuf },
  {
    name: 'dma_buf_get_sg',
    text: 'The driver gets the list of the buffer’s pages. Nothing is mapped, and the CPU keeps the buffer.',
    source: proposal,
  },
  { name: 'dma_buf_put_sg', text: 'The driver gives the list back.', source: proposal },
  {
    name: 'dma_buf_map_sg',
    text: 'The DMA is about to begin: the list is mapped, and the device gets the buffer.',
    source: proposal,
  },
  {
    name: 'dma_buf_unmap_sg',
    text: 'The DMA has ended: the list is unmapped, and the buffer comes back.',
    source: proposal,
  },
  {
    name: 'dma_buf_sync_sg_for_cpu',
    text: 'The mapped list stays mapped, and the CPU gets the buffer for a while.',
    source: proposal,
  },
  {
    name: 'dma_buf_sync_sg_for_device',
    text: 'The CPU has looked, and the device gets the buffer back.',
    source: proposal,
  },
  {
    name: 'dma_get_sgtable',
    text: 'An sg list of memory that was allocated for DMA. It needs a struct page for every page of it.',
    source: 'kernel/dma/mapping.c, dma_get_sgtable_attrs',
  },
  {
    name: 'swiotlb_tbl_map_single',
    text: 'The device gets a slot in place of the buffer, and the buffer is to be copied into it.',
    source: 'kernel/dma/swiotlb.c',
  },
];
