import { expect, it } from 'vitest';
import { byGroup } from './groups.ts';

it('lists by thread, in the order of the threads, and others after them', () => {
  const entries = [
    { id: 'a', group: 'Today' },
    { id: 'b', group: 'My own' },
    { id: 'c', group: 'First steps' },
    { id: 'd', group: 'Today' },
  ];
  expect(
    byGroup(entries).map(({ group, entries: own }) => [group, own.map(({ id }) => id).join()]),
  ).toEqual([
    ['First steps', 'c'],
    ['Today', 'a,d'],
    ['My own', 'b'],
  ]);
});
