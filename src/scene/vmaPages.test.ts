/** Pages of processes beside the buffer's, in states made by hand; frames 0 and 1 are the buffer's pages. */
import { describe, expect, it } from 'vitest';
import {
  handLine,
  handMade,
  handPte as page,
  handVma as vma,
  idleCpu,
  virtuallyTagged,
} from '../../test/handMade.ts';
import { stateWith } from '../../test/sampleState.ts';
import type { State } from '../model/state.ts';
import { roomScene } from './roomScene.ts';
import { laneCount, laneOf, mayHavePagesApart, pageShown, vmaPages } from './vmaPages.ts';

const seen = (state: State, buffer: number, at: number) =>
  vmaPages(state, buffer, at).map((each) => [
    each.vma.name,
    each.index,
    each.window,
    each.apart && `${each.apart.what} ${each.apart.frame}`,
  ]);

describe('pages of processes', () => {
  it('stand where they show the buffer, by the offset of their mapping', () => {
    const state = stateWith({
      vmas: [vma(1, 'p', [page(0), page(null)]), vma(2, 'q', [page(1)], { pageOffset: 1 })],
    });
    expect(seen(state, 0, 0)).toEqual([['p', 0, 0, null]]);
    expect(seen(state, 0, 1)).toEqual([
      ['p', 1, 0, null],
      ['q', 0, 0, null],
    ]);
    expect(mayHavePagesApart(state)).toBe(false);
  });

  it('say that they are private copies, or another page than the one in their place', () => {
    const state = stateWith({
      vmas: [vma(1, 'p', [page(7, 'own'), page(1)]), vma(2, 'v', [page(1)])],
    });
    expect(seen(state, 0, 0)).toEqual([
      ['p', 0, 0, 'copy 7'],
      ['v', 0, 0, 'other page 1'],
    ]);
    expect(mayHavePagesApart(state)).toBe(true);
  });

  it('are seen through both windows of a split file, each in a lane of its own', () => {
    const both = vma(1, 'p', [page(0), page(1), page(0), page(1)]);
    const state = stateWith({ vmas: [both] });
    expect(seen(state, 0, 1)).toEqual([
      ['p', 1, 0, null],
      ['p', 3, 1, null],
    ]);
    expect(laneCount(state, 'app')).toBe(2);
    expect(
      [0, 1].map((window) => laneOf(state, { vma: both, window: window === 0 ? 0 : 1 }, 0)),
    ).toEqual([0, 1]);
    expect(pageShown(state, both, 3)).toEqual({ buffer: 0, page: 1 });
  });

  it('keep one lane for the parts into which a mapping was split', () => {
    const state = stateWith({
      vmas: [vma(1, 'p', [page(0)]), vma(2, 'p', [page(1)], { pageOffset: 1 })],
    });
    expect(laneCount(state, 'app')).toBe(1);
  });

  it('of a memfd stand at the udmabuf’s pages, also after a hole has parted them', () => {
    const memfd = { name: 'm', size: 1024, seals: 2, frames: [9, 1], pinnedBy: [0] };
    const shown = vma(1, 'mp', [page(9), page(1)], { buffer: -1, memfd: 0 });
    const state = stateWith({ memfds: [memfd], vmas: [shown] });
    expect(seen(state, 0, 0)).toEqual([['mp', 0, 0, 'other page 9']]);
    expect(seen(state, 0, 1)).toEqual([['mp', 1, 0, null]]);
  });
});

describe('the room', () => {
  it('draws a private copy beside its page table, and never as stale', () => {
    const state = handMade({
      vmas: [vma(1, 'p', [page(2, 'own'), page(1)], { private: true })],
    });
    const { columns, buffers } = roomScene(state);
    expect(columns[0]?.parts.map(({ key }) => key)).toEqual(['pte:app/0', 'copy:app/0']);
    const cells = buffers[0]?.pages.map(({ rows }) =>
      rows[0]?.cells.find(({ part }) => part === 'copy:app/0'),
    );
    expect(cells?.map((cell) => [cell?.absent, cell?.apart, cell?.stale, cell?.note])).toEqual([
      [false, true, false, 'copy'],
      [true, false, false, ''],
    ]);
    expect(buffers[0]?.pages[0]?.marks.map(({ title, detail }) => `${title} ${detail}`)[0]).toBe(
      'writable private copy',
    );
  });

  it('shows the lines of a page under several addresses apart where caches tag by them', () => {
    const line = { address: 0x10 * 512, state: 'M' } as const;
    const state = virtuallyTagged({
      cpus: [
        {
          ...idleCpu,
          sets: [
            [
              { ...line, data: handLine('') },
              { ...line, tag: 1, data: handLine('C') },
            ],
          ],
        },
      ],
      vmas: [vma(1, 'p', [page(0), page(1)])],
    });
    const { columns, buffers } = roomScene(state);
    const cpu = columns.find(({ key }) => key === 'cpu:0');
    expect(cpu?.parts.map(({ key, title }) => `${key} ${title}`)).toEqual([
      'tlb:0 TLB',
      'cache:0 cache',
      'cache:0/1 by p',
    ]);
    const cells = buffers[0]?.pages[0]?.rows[0]?.cells.filter(({ part }) =>
      part.startsWith('cache'),
    );
    expect(cells?.map(({ runs }) => runs.map(({ role }) => role))).toEqual([['initial'], ['cpu']]);
  });
});
