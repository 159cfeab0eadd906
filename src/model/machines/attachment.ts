/**
 * A device's attachment to a dma_buf and its mapping (drivers/dma-buf/dma-buf.c: dma_buf_attach,
 * dma_buf_map_attachment, dma_buf_unmap_attachment, dma_buf_detach).
 */
import type { AttachmentEvent } from './events.ts';
import type { AttachmentState } from './states.ts';
import type { MachineWords } from './words.ts';
import { setup } from './xstate.ts';

const first = 'The device is not attached; attach it first.';

export const attachmentWords: MachineWords<AttachmentState, AttachmentEvent> = {
  title: 'Attachment',
  doc: 'Whether a device is attached to a buffer, and whether the buffer is mapped for it.',
  groups: {},
  states: {
    detached: { title: 'detached', doc: 'The exporter does not know of the device.' },
    attached: {
      title: 'attached',
      doc: 'The exporter knows the device and may still choose where the buffer lies.',
      refuses: {
        mapAgain: 'There is no mapping to hand out again.',
        unmap: 'It is not mapped: this would unmap it twice.',
      },
    },
    mapped: {
      title: 'mapped',
      doc: 'The device has addresses for the buffer: an sg_table with a DMA list.',
      refuses: {
        map: 'It is mapped already; a second mapping needs the first one gone, or a cached one.',
        detach: 'It is still mapped; unmap it first.',
      },
    },
  },
  events: {
    attach: { title: 'attach', doc: 'dma_buf_attach()', needs: 'It is attached already.' },
    map: { title: 'map', doc: 'dma_buf_map_attachment() builds the mapping.', needs: first },
    mapAgain: {
      title: 'map again',
      doc: 'dma_buf_map_attachment() of an exporter that cached the mapping: the same one again.',
      needs: first,
    },
    unmap: { title: 'unmap', doc: 'dma_buf_unmap_attachment()', needs: first },
    detach: { title: 'detach', doc: 'dma_buf_detach()', needs: first },
  },
};

const types: { events?: { type: AttachmentEvent } } = {};

export const attachmentMachine = /* @__PURE__ */ setup({ types }).createMachine({
  id: 'attachment',
  meta: attachmentWords,
  initial: 'detached',
  states: {
    detached: { meta: attachmentWords.states.detached, on: { attach: { target: 'attached' } } },
    attached: {
      meta: attachmentWords.states.attached,
      on: { map: { target: 'mapped' }, detach: { target: 'detached' } },
    },
    mapped: {
      meta: attachmentWords.states.mapped,
      on: { unmap: { target: 'attached' }, mapAgain: { target: 'mapped' } },
    },
  },
});
