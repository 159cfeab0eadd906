import { expect, it } from 'vitest';
import { stateWith } from '../../test/sampleState.ts';
import { pageNote } from './pageNote.ts';

const plain = stateWith({});
const [setup] = plain.setup.buffers;
if (!setup) throw new Error('the sample has a buffer');

it('says nothing of an ordinary page', () => {
  expect(pageNote(plain, 0, 0)).toBe('');
});

it('says that memory of a device has no struct page', () => {
  const state = {
    ...plain,
    setup: { ...plain.setup, buffers: [{ ...setup, memory: 'device' as const }] },
  };
  expect(pageNote(state, 0, 1)).toBe('no struct page');
});

it('says which page its memfd has let go', () => {
  const memfd = { name: 'm', size: 1024, seals: 2, frames: [0, null], pinnedBy: [0] };
  const state = stateWith({ memfds: [memfd] });
  expect([pageNote(state, 0, 0), pageNote(state, 0, 1)]).toEqual(['', 'memfd parted']);
});
