/**
 * One transfer of a device's DMA engine, line by line: translation by the IOMMU where there is one, a
 * look into the CPU caches where the transaction snoops, then the transfer itself.
 */
import type { DmaTransferEvent } from './events.ts';
import type { DmaTransferState } from './states.ts';
import type { MachineWords } from './words.ts';
import { setup } from './xstate.ts';

const over = 'This transfer is over; another begins anew.';
const notTranslating = 'No address is being translated.';

export const dmaTransferWords: MachineWords<DmaTransferState, DmaTransferEvent> = {
  title: 'DMA transfer',
  doc: 'What a device’s DMA engine is doing.',
  groups: {},
  states: {
    idle: { title: 'idle', doc: 'The driver has not started the engine.' },
    translating: {
      title: 'translating',
      doc: 'The device address is looked up: IOTLB, then I/O page table.',
      refuses: {
        start: 'A transfer is under way.',
        next: 'This line has not been transferred.',
        complete: 'This line has not been transferred.',
      },
    },
    snooping: {
      title: 'snooping',
      doc: 'The CPU caches are asked for the line.',
      refuses: {
        start: 'A transfer is under way.',
        complete: 'This line has not been transferred.',
      },
    },
    transferring: {
      title: 'transferring',
      doc: 'The line is read from memory, or written to it.',
      refuses: { start: 'A transfer is under way.' },
    },
    faulted: {
      title: 'faulted',
      doc: 'The IOMMU blocked the access, and the transfer ended.',
      refuses: { start: over, complete: over, next: over },
    },
    done: {
      title: 'done',
      doc: 'Every line was transferred.',
      refuses: { start: over, complete: over, next: over },
    },
  },
  events: {
    start: {
      title: 'start',
      doc: 'The driver starts the engine.',
      needs: 'A transfer is under way.',
    },
    translatedSnoop: {
      title: 'found, snoops',
      doc: 'The address is known, and the transaction snoops the CPU caches.',
      needs: notTranslating,
    },
    translatedDirect: {
      title: 'found, direct',
      doc: 'The address is known, and the transaction goes to memory without a look into any cache.',
      needs: notTranslating,
    },
    fault: {
      title: 'blocked',
      doc: 'The IOMMU finds no entry that allows it.',
      needs: notTranslating,
    },
    snooped: { title: 'snooped', doc: 'Every cache has answered.', needs: 'No cache was asked.' },
    next: {
      title: 'next line',
      doc: 'The engine goes on to the next line.',
      needs: 'No line was transferred.',
    },
    complete: {
      title: 'complete',
      doc: 'The engine stops and reports.',
      needs: 'Nothing is under way.',
    },
  },
};

const types: { events?: { type: DmaTransferEvent } } = {};
const words = dmaTransferWords.states;

export const dmaTransferMachine = /* @__PURE__ */ setup({ types }).createMachine({
  id: 'dmaTransfer',
  meta: dmaTransferWords,
  initial: 'idle',
  states: {
    idle: { meta: words.idle, on: { start: { target: 'translating' } } },
    translating: {
      meta: words.translating,
      on: {
        translatedSnoop: { target: 'snooping' },
        translatedDirect: { target: 'transferring' },
        fault: { target: 'faulted' },
      },
    },
    snooping: { meta: words.snooping, on: { snooped: { target: 'transferring' } } },
    transferring: {
      meta: words.transferring,
      on: { next: { target: 'translating' }, complete: { target: 'done' } },
    },
    faulted: { meta: words.faulted },
    done: { meta: words.done },
  },
});
