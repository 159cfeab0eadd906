/** A dma_fence: from its creation to its signal (drivers/dma-buf/dma-fence.c). */
import type { FenceEvent } from './events.ts';
import type { FenceState } from './states.ts';
import type { MachineWords } from './words.ts';
import { setup } from './xstate.ts';

const once = 'A fence signals once, and never goes back.';

const states: MachineWords<FenceState, FenceEvent>['states'] = {
  'pending.quiet': {
    title: 'pending',
    doc: 'The work that it stands for is not finished. Nobody waits for it yet.',
  },
  'pending.watched': {
    title: 'waited for',
    doc: 'Somebody waits for it or polls: its signal will wake them.',
  },
  'signaled.ok': {
    title: 'signaled',
    doc: 'The work is finished. Whoever waited may go on, and waiting costs nothing from now on.',
    refuses: { watch: 'There is nothing left to wait for.', signal: once, fail: once },
  },
  'signaled.error': {
    title: 'signaled with an error',
    doc: 'The work has failed or was given up. Waiters go on all the same: only who asks for the error sees it.',
    refuses: { watch: 'There is nothing left to wait for.', signal: once, fail: once },
  },
};

const events: MachineWords<FenceState, FenceEvent>['events'] = {
  watch: {
    title: 'watch',
    doc: 'dma_fence_enable_sw_signaling(): somebody begins to wait.',
    needs: 'It must be pending.',
  },
  signal: { title: 'signal', doc: 'dma_fence_signal()', needs: 'It must be pending.' },
  fail: {
    title: 'fail',
    doc: 'dma_fence_set_error() and dma_fence_signal()',
    needs: 'It must be pending.',
  },
};

export const fenceMachineWords: MachineWords<FenceState, FenceEvent> = {
  title: 'Fence',
  doc: 'Whether the work that a fence stands for is finished.',
  groups: { pending: 'pending', signaled: 'signaled' },
  states,
  events,
};

const types: { events?: { type: FenceEvent } } = {};

export const fenceMachine = /* @__PURE__ */ setup({ types }).createMachine({
  id: 'fence',
  meta: fenceMachineWords,
  initial: 'pending',
  states: {
    pending: {
      initial: 'quiet',
      states: {
        quiet: {
          meta: states['pending.quiet'],
          on: {
            watch: { target: 'watched' },
            signal: { target: '#fence.signaled.ok' },
            fail: { target: '#fence.signaled.error' },
          },
        },
        watched: {
          meta: states['pending.watched'],
          on: {
            watch: { target: 'watched' },
            signal: { target: '#fence.signaled.ok' },
            fail: { target: '#fence.signaled.error' },
          },
        },
      },
    },
    signaled: {
      initial: 'ok',
      states: {
        ok: { meta: states['signaled.ok'] },
        error: { meta: states['signaled.error'] },
      },
    },
  },
});
