/** The caches by set and way; expected sets by hand: `(address / lineSize) mod sets`. */
import { describe, expect, it } from 'vitest';
import { runTo } from '../../test/roomStates.ts';
import { idleCpu, handLine, handMade } from '../../test/handMade.ts';
import { setIndexOf } from '../model/hardware/cacheLookup.ts';
import { cacheSetOf, setOfAddress, usedSets } from './cacheSets.ts';
import { roomScene } from './roomScene.ts';
import { roomSets } from './roomSets.ts';
import { roomText } from './roomText.ts';
import type { RoomScene, RoomSetRow, RoomWay } from './roomTypes.ts';
import { usedParts } from './roomColumns.ts';

/** Two sets of two ways: the even lines compete for set 0, the odd ones for set 1. */
const smallCache = `
title     Small cache
platform  arm64 cpus=1 page=512 sets=2 ways=2
buffer    frame pages=1 exporter=gem mmap=none
device    gpu   importer=cached

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
app@cpu0: write p+0 64 A
app@cpu0: write p+128 64 B
app@cpu0: read p+0 64
app@cpu0: write p+256 64 C
`;

const setsOf = (scene: RoomScene): readonly RoomSetRow[] =>
  scene.sets.filter(({ caches }) => caches.length > 0);
const waysOf = (scene: RoomScene, set: number, cache = 0): readonly RoomWay[] =>
  scene.sets.find(({ first, last }) => first === set && last === set)?.caches[cache]?.ways ?? [];
const tagsOf = (scene: RoomScene, set: number): readonly string[] =>
  waysOf(scene, set).map(({ tag, mesi, victim }) =>
    `${tag} ${mesi}${victim ? ' next' : ''}`.trim(),
  );

describe('the set of a line', () => {
  it('is its address by lines, modulo the number of sets', () => {
    const { state } = runTo(smallCache, 0);
    // 0x1a2f0000 is a multiple of 128, so line 0 is in set 0.
    expect([0, 1, 2, 3].map((line) => cacheSetOf(state, 0, line))).toEqual([0, 1, 0, 1]);
    expect(setOfAddress(state, 3 * 64 + 5)).toBe(1);
  });

  it('is the one in which the model looks for it', () => {
    const { state } = runTo(smallCache, 6);
    for (const { sets } of state.cpus)
      for (const [set, lines] of sets.entries())
        for (const { address } of lines) {
          expect(setIndexOf(state, address)).toBe(set);
          expect(setOfAddress(state, address)).toBe(set);
        }
    expect(usedSets(state)).toEqual([0]);
  });
});

describe('ways', () => {
  it('are shown in the order of their last use, empty ones last', () => {
    const one = roomScene(runTo(smallCache, 3).state, { sets: roomSets });
    expect(tagsOf(one, 0)).toEqual(['line 0 M', '']);
    const read = roomScene(runTo(smallCache, 5).state, { sets: roomSets });
    // A was read after B was written: B is the older one, and the set is full.
    expect(tagsOf(read, 0)).toEqual(['line 0 M', 'line 2 M next']);
  });

  it('show that the line that was not used for longest has made room', () => {
    const scene = roomScene(runTo(smallCache, 6).state, { sets: roomSets });
    expect(tagsOf(scene, 0)).toEqual(['line 4 M', 'line 0 M next']);
    expect(waysOf(scene, 0)[1]?.name).toBe(
      "set 0: line 0 in CPU 0's cache: A, dirty, newest, modified, used least recently, next to be evicted",
    );
  });

  it('have the keys and selections of the cells along the lines', () => {
    const scene = roomScene(runTo(smallCache, 3).state, { sets: roomSets });
    expect(waysOf(scene, 0)[0]).toMatchObject({
      key: 'b0l0/cache:0',
      selection: { kind: 'line', buffer: 0, line: 0, place: { kind: 'cache', cpu: 0 } },
    });
    expect(waysOf(scene, 0)[1]).toMatchObject({ key: 'cache:0/s0w1', cell: null, selection: null });
  });

  it('are marked where the current event takes from them or puts into them', () => {
    const point = runTo(smallCache, 6, 'cache.writeback');
    const scene = roomScene(point.state, { ...point, sets: roomSets });
    // C has no room: B, used longest ago, is written back.
    expect(waysOf(scene, 0).map(({ tag, mesi, cell }) => [tag, mesi, cell?.touched])).toEqual([
      ['line 0', 'M', false],
      ['line 2', 'E', true],
    ]);
    expect(scene.moves).toMatchObject([{ from: 'cache:0', to: 'memory', rows: ['b0l2'] }]);
  });

  it('hold lines of other memory, by their address', () => {
    const line = { address: 0x99 * 512 + 64, state: 'E', data: handLine('Z') } as const;
    const state = handMade({ cpus: [{ ...idleCpu, sets: [[], [line]] }] });
    const scene = roomScene(state, { sets: roomSets });
    expect(tagsOf(scene, 1)).toEqual(['1_3240 E', '']);
    expect(waysOf(scene, 1)[0]).toMatchObject({ selection: null, cell: { apart: true } });
  });

  it('hold lines of bounce slots, which are selected where the slot shows them', () => {
    const text = smallCache.replace('sets=2', 'swiotlb=force sets=2');
    const script = `${text}gpu:      import fd\ngpu:      map frame TO_DEVICE\n`;
    const { state } = runTo(script, 8);
    const tags = setsOf(roomScene(state, { sets: roomSets })).flatMap(({ caches }) =>
      caches.flatMap(({ ways }) => ways),
    );
    const ofSlot = tags.filter(({ tag }) => tag.startsWith('slot: line'));
    expect(ofSlot.length).toBeGreaterThan(0);
    for (const { selection } of ofSlot)
      expect(selection).toMatchObject({ kind: 'line', place: { kind: 'slot' } });
  });
});

describe('sets', () => {
  it('that nobody uses are folded', () => {
    const wide = smallCache.replace('sets=2', 'sets=64');
    const scene = roomScene(runTo(wide, 6).state, { sets: roomSets });
    expect(scene.sets.map(({ title }) => title)).toEqual([
      '0',
      '1 empty set',
      '2',
      '1 empty set',
      '4',
      '59 empty sets',
    ]);
  });

  it('stay in the picture for the whole run, and while their line is selected', () => {
    const keep = new Set(usedParts(runTo(smallCache, 6).state));
    expect(roomScene(runTo(smallCache, 0).state, { sets: roomSets, keep }).sets[0]?.title).toBe(
      '0',
    );
    const selection = { kind: 'line', buffer: 0, line: 3, place: null } as const;
    const scene = roomScene(runTo(smallCache, 0).state, { sets: roomSets, selection });
    expect(scene.sets.map(({ title, chosen }) => [title, chosen])).toEqual([
      ['1 empty set', false],
      ['1', true],
    ]);
  });

  it('say which rows compete with the selected line', () => {
    const selection = { kind: 'line', buffer: 0, line: 2, place: null } as const;
    const scene = roomScene(runTo(smallCache, 6).state, { sets: roomSets, selection });
    const rows = scene.buffers[0]?.pages[0]?.rows ?? [];
    expect(rows.map(({ set, partner }) => `${set}${partner ? '!' : ''}`)).toEqual([
      '0!',
      '1',
      '0!',
      '1',
      '0!',
      '1',
      '0!',
      '1',
    ]);
    expect(roomText(scene).selected).toContain(
      "Set 0 of CPU 0's cache, last used first: line 4 (M); line 0 (M), next out.",
    );
  });

  it('are given as a range for rows of several lines', () => {
    const long = smallCache.replace(' page=512 sets=2', ' sets=32');
    const [page] = roomScene(runTo(long, 6).state, { sets: roomSets }).buffers[0]?.pages ?? [];
    // Lines 5 to 63 are more than there are sets, lines 0 to 4 stand alone.
    expect(page?.rows.map(({ title, set }) => [title, set])).toEqual([
      ['0', '0'],
      ['1', '1'],
      ['2', '2'],
      ['3', '3'],
      ['4', '4'],
      ['5–63', 'all'],
    ]);
  });

  it('are not there along the lines', () => {
    const scene = roomScene(runTo(smallCache, 6).state);
    expect(scene.sets).toEqual([]);
    expect(scene.buffers[0]?.pages[0]?.rows.map(({ set }) => set).join('')).toBe('');
  });
});

describe('columns', () => {
  it('show a cache by sets as one part with its ways', () => {
    const scene = roomScene(runTo(smallCache, 6).state, { sets: roomSets });
    const cpu = scene.columns.find(({ key }) => key === 'cpu:0');
    expect(cpu?.parts.map(({ key, kind, ways }) => [key, kind, ways])).toEqual([
      ['tlb:0', 'strip', undefined],
      ['cache:0', 'ways', 2],
    ]);
  });

  it('that are folded keep a strip, to which what moves there leads', () => {
    const point = runTo(smallCache, 6, 'cache.writeback');
    const scene = roomScene(point.state, { ...point, folded: new Set(['cpu:0']) });
    const cpu = scene.columns.find(({ key }) => key === 'cpu:0');
    expect(cpu).toMatchObject({ folded: true, parts: [{ key: 'fold:cpu:0', kind: 'strip' }] });
    expect(scene.moves).toMatchObject([{ from: 'cpu:0', to: 'memory' }]);
  });
});
