/** What the functions are for that `operations/dmaApiCalls.ts` calls. */
import type { CallWords } from '../explainCalls.ts';

const mapping = 'kernel/dma/mapping.c';
const header = 'include/linux/dma-mapping.h';

export const dmaApiCalls: readonly CallWords[] = [
  {
    name: 'dma_map_page',
    text: 'A range of a page is handed to a device: the same as dma_map_single, for memory of which only the page is known.',
    source: mapping,
  },
  {
    name: 'dma_unmap_page',
    text: 'The range is handed back, and its device address means nothing any more.',
    source: mapping,
  },
  {
    name: 'dma_map_sg',
    text: 'A whole list of ranges is handed to a device. It may come back as fewer segments than it had entries.',
    source: mapping,
  },
  {
    name: 'dma_unmap_sg',
    text: 'The list is handed back. The call wants the number of entries that was mapped, not the number of segments.',
    source: mapping,
  },
  {
    name: 'dma_sync_sg_for_cpu',
    text: 'The driver takes entries of a list back for the CPU while the mapping stays.',
    source: mapping,
  },
  {
    name: 'dma_sync_sg_for_device',
    text: 'The driver hands entries of a list to the device again.',
    source: mapping,
  },
  {
    name: 'dma_map_resource',
    text: 'Registers of another device get a device address. They are no memory: nothing bounces, no cache is maintained, nobody owns them.',
    source: mapping,
  },
  {
    name: 'dma_unmap_resource',
    text: 'The device address of the registers means nothing any more.',
    source: mapping,
  },
  {
    name: 'dma_mapping_error',
    text: 'The driver looks whether a map has worked: its return value is an address even where it has not.',
    source: header,
  },
  {
    name: 'dma_set_max_seg_size',
    text: 'The driver says how long a segment its device can take.',
    source: header,
  },
  {
    name: 'dma_set_seg_boundary',
    text: 'The driver says which addresses no segment for its device may cross.',
    source: header,
  },
  {
    name: 'device_attach',
    text: 'The driver core looks for a driver for the device, and binds it.',
    source: 'drivers/base/dd.c',
  },
  {
    name: 'driver_probe_device',
    text: 'The driver is bound to the device, whatever was left over from the last time.',
    source: 'drivers/base/dd.c',
  },
];
