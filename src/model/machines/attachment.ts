/**
 * A device's attachment to a dma_buf and its mapping (drivers/dma-buf/dma-buf.c: dma_buf_attach,
 * dma_buf_map_attachment, dma_buf_unmap_attachment, dma_buf_pin, dma_buf_move_notify, dma_buf_detach), with the
 * split calls proposed in 2013 (get_sg, map_sg and their opposites).
 */
import type { AttachmentEvent } from './events.ts';
import type { AttachmentState } from './states.ts';
import type { MachineWords } from './words.ts';
import { setup } from './xstate.ts';

const first = 'The device is not attached; attach it first.';
const notMapped = 'It is not mapped: this would unmap it twice.';
const mapped = 'It is still mapped; unmap it first.';
const only = 'It is for a mapping that stands.';

const states: MachineWords<AttachmentState, AttachmentEvent>['states'] = {
  detached: { title: 'detached', doc: 'The exporter does not know of the device.' },
  attached: {
    title: 'attached',
    doc: 'The exporter knows the device and may still choose where the buffer lies.',
    refuses: {
      mapAgain: 'There is no mapping to hand out again.',
      unmap: notMapped,
      moveNotify: 'It has no addresses that a move could take from it.',
    },
  },
  mapped: {
    title: 'mapped',
    doc: 'The device has addresses for the buffer: an sg_table with a DMA list.',
    refuses: {
      map: 'It is mapped already; what comes on top is a second mapping, or the same again.',
      detach: mapped,
    },
  },
  moved: {
    title: 'moved',
    doc: 'The exporter has moved the buffer: the addresses lead to where it was. Unmap, and map anew.',
    refuses: {
      map: 'The old mapping must go first.',
      detach: mapped,
      moveNotify: 'It has been told already.',
    },
  },
  'pinned.idle': {
    title: 'pinned',
    doc: 'The exporter may not move the buffer; the device has no addresses.',
    refuses: {
      detach: 'It is still pinned; unpin it first.',
      unmap: notMapped,
      moveNotify: 'A pinned buffer does not move.',
    },
  },
  'pinned.mapped': {
    title: 'pinned and mapped',
    doc: 'The device has addresses that stay valid, as scanout needs.',
    refuses: {
      detach: 'It is still pinned and mapped.',
      moveNotify: 'A pinned buffer does not move.',
    },
  },
  'split.listed': {
    title: 'list got',
    doc: 'The driver has the CPU list. Nothing is mapped, and the CPU owns the buffer.',
    refuses: {
      unmapSg: notMapped,
      detach: 'It still has the list; put it first.',
      map: 'It has the list of the split calls: map_sg maps it.',
    },
  },
  'split.mapped': {
    title: 'list mapped',
    doc: 'The list is mapped for the time of the DMA, and the device owns the buffer.',
    refuses: {
      mapSg: 'The list is mapped already.',
      putSg: mapped,
      detach: mapped,
    },
  },
};

const events: MachineWords<AttachmentState, AttachmentEvent>['events'] = {
  attach: { title: 'attach', doc: 'dma_buf_attach()', needs: 'It is attached already.' },
  map: { title: 'map', doc: 'dma_buf_map_attachment() builds the mapping.', needs: first },
  mapAgain: {
    title: 'map again',
    doc: 'dma_buf_map_attachment() where the mapping is kept: the same one again.',
    needs: 'No mapping is kept that could be handed out again.',
  },
  mapSecond: {
    title: 'map once more',
    doc: 'dma_buf_map_attachment() of a mapped attachment: another mapping beside the first.',
    needs: only,
  },
  unmapOne: {
    title: 'unmap one',
    doc: 'dma_buf_unmap_attachment() of one of several mappings.',
    needs: only,
  },
  unmap: { title: 'unmap', doc: 'dma_buf_unmap_attachment()', needs: first },
  detach: { title: 'detach', doc: 'dma_buf_detach()', needs: first },
  moveNotify: {
    title: 'move notify',
    doc: 'dma_buf_move_notify(): the exporter is about to move the buffer.',
    needs: 'Only a dynamic attachment that is mapped is told of a move.',
  },
  pin: { title: 'pin', doc: 'dma_buf_pin()', needs: 'It cannot be pinned now.' },
  unpin: { title: 'unpin', doc: 'dma_buf_unpin()', needs: 'It is not pinned.' },
  getSg: { title: 'get list', doc: 'dma_buf_get_sg()', needs: 'It needs an idle attachment.' },
  putSg: { title: 'put list', doc: 'dma_buf_put_sg()', needs: 'It has no list to put.' },
  mapSg: { title: 'map list', doc: 'dma_buf_map_sg()', needs: 'It has no list to map.' },
  unmapSg: { title: 'unmap list', doc: 'dma_buf_unmap_sg()', needs: 'Its list is not mapped.' },
};

export const attachmentWords: MachineWords<AttachmentState, AttachmentEvent> = {
  title: 'Attachment',
  doc: 'Whether a device is attached to a buffer, and whether the buffer is mapped for it.',
  groups: {
    pinned: 'pinned',
    split: 'split calls',
  },
  states,
  events,
};

const types: { events?: { type: AttachmentEvent } } = {};

export const attachmentMachine = /* @__PURE__ */ setup({ types }).createMachine({
  id: 'attachment',
  meta: attachmentWords,
  initial: 'detached',
  states: {
    detached: { meta: states.detached, on: { attach: { target: 'attached' } } },
    attached: {
      meta: states.attached,
      on: {
        map: { target: 'mapped' },
        detach: { target: 'detached' },
        pin: { target: 'pinned.idle' },
        getSg: { target: 'split.listed' },
      },
    },
    mapped: {
      meta: states.mapped,
      on: {
        unmap: { target: 'attached' },
        mapAgain: { target: 'mapped' },
        mapSecond: { target: 'mapped' },
        unmapOne: { target: 'mapped' },
        moveNotify: { target: 'moved' },
        pin: { target: 'pinned.mapped' },
      },
    },
    moved: { meta: states.moved, on: { unmap: { target: 'attached' } } },
    pinned: {
      initial: 'idle',
      states: {
        idle: {
          meta: states['pinned.idle'],
          on: { map: { target: 'mapped' }, unpin: { target: '#attachment.attached' } },
        },
        mapped: {
          meta: states['pinned.mapped'],
          on: {
            unmap: { target: 'idle' },
            mapAgain: { target: 'mapped' },
            unpin: { target: '#attachment.mapped' },
          },
        },
      },
    },
    split: {
      initial: 'listed',
      states: {
        listed: {
          meta: states['split.listed'],
          on: { mapSg: { target: 'mapped' }, putSg: { target: '#attachment.attached' } },
        },
        mapped: {
          meta: states['split.mapped'],
          on: { unmapSg: { target: 'listed' } },
        },
      },
    },
  },
});
