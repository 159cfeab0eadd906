/** The room with caches by set, with fences, with kernel addresses and with a folded column, on screen. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { missedScript, runTo } from '../../../test/roomStates.ts';
import { roomScene } from '../../scene/roomScene.ts';
import { roomSets } from '../../scene/roomSets.ts';
import type { RoomScene } from '../../scene/roomTypes.ts';
import type { Selection } from '../../scene/selection.ts';
import { createRoomView, type RoomView } from './createRoomView.ts';
import { roomExtras } from './roomExtras.ts';

/** Two sets of two ways: lines 0, 2, 4 and 6 compete for set 0, the others for set 1. */
const smallCache = `
title     Small cache
platform  arm64 cpus=2 page=512 sets=2 ways=2
buffer    frame pages=1 exporter=gem mmap=none
device    gpu   importer=cached

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
app@cpu0: write p+0 64 A
app@cpu1: write p+64 64 B
app@cpu0: write p+128 64 C
app@cpu0: write p+256 64 D
`;

const withJob = `
title     Jobs
platform  x86 cpus=1 page=512
buffer    frame pages=1 exporter=gem
device    gpu   importer=cached

app@cpu0: fd = export frame
gpu:      import fd
gpu:      map frame BIDIRECTIONAL
kernel@cpu0: v = vmap frame
gpu:      j1 = submit write frame+0 64 A
gpu:      j2 = submit read frame+0 64
`;

/** The pictures of a room as one, a tag a line, so that a change can be read. */
function storedPicture(element: Element): string {
  const parts = [...element.querySelectorAll('.room-scroll > svg')].map((svg) => svg.outerHTML);
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${parts.join('')}</svg>`;
  return `${text.replace(/></gu, '>\n<')}\n`;
}

describe('the room with caches by set', () => {
  let element: HTMLElement;
  let view: RoomView;
  const onSelect = vi.fn<(selection: Selection) => void>();
  const onFoldColumn = vi.fn<(key: string) => void>();

  beforeEach(() => {
    vi.resetAllMocks();
    element = document.createElement('div');
    document.body.append(element);
    view = createRoomView(element, { onSelect, onFoldColumn, width: 900 });
    view.equip(roomExtras);
  });

  afterEach(() => {
    view.destroy();
    element.remove();
  });

  const bySet = (operations: number, until?: string, more = {}): RoomScene => {
    const point = runTo(smallCache, operations, until);
    return roomScene(point.state, { ...point, sets: roomSets, ...more });
  };
  const item = (key: string): Element => {
    const found = element.querySelector(`[data-key="${key}"]`);
    if (!found) throw new Error(`no ${key}`);
    return found;
  };
  const draw = (picture: RoomScene): void => view.update(picture);

  it.each([
    ['sets', () => bySet(6)],
    ['set-eviction', () => bySet(6, 'cache.writeback')],
    ['fences', () => roomScene(runTo(withJob, 6).state)],
    [
      'folded-column',
      () => roomScene(runTo(missedScript, 8).state, { folded: new Set(['cpu:0', 'device:1']) }),
    ],
  ])('looks as stored: %s', async (name, picture) => {
    draw(picture());
    await expect(storedPicture(element)).toMatchFileSnapshot(`__snapshots__/${name}.svg`);
  });

  it('draws no cell of a cache along the lines, and its ways in rows of their own', () => {
    draw(bySet(6));
    expect(element.querySelectorAll('[data-key="b0l4/cache:0"]')).toHaveLength(1);
    expect(item('b0l4/cache:0').closest('.row')?.getAttribute('aria-label')).toBe('set 0');
    expect(item('b0l2/cache:0').getAttribute('aria-label')).toContain('next to be evicted');
    expect(element.querySelectorAll('.grid .victim')).toHaveLength(1);
    expect(element.querySelector('[data-key="b0l0/cache:0"]')).toBeNull();
  });

  it('selects a line where it stands, and nothing where no line is', () => {
    draw(bySet(6));
    const click = (key: string): boolean =>
      item(key).dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    click('b0l4/cache:0');
    const place = { kind: 'cache', cpu: 0 };
    expect(onSelect).toHaveBeenLastCalledWith({ kind: 'line', buffer: 0, line: 4, place });
    click('cache:0/s1w0');
    expect(onSelect).toHaveBeenCalledTimes(1);
  });

  it('lights what competes for the set under the pointer', () => {
    draw(bySet(6));
    const lit = (): number => element.querySelectorAll('.is-partner').length;
    const shape = item('b0l4/cache:0').querySelector('.outline');
    shape?.dispatchEvent(new Event('pointerover', { bubbles: true, composed: true }));
    // Four ways of set 0 in two caches, four rows in memory, and the numbers of rows and sets.
    expect(element.querySelectorAll('.grid .is-partner')).toHaveLength(4 + 4);
    expect(element.querySelectorAll('.room-rail .is-partner')).toHaveLength(4);
    expect(element.querySelectorAll('.set-number.is-partner')).toHaveLength(2);
    item('b0p0/page').dispatchEvent(new Event('pointerover', { bubbles: true, composed: true }));
    expect(lit()).toBe(0);
  });

  it('folds a column by its head, with the pointer and with keys', () => {
    draw(roomScene(runTo(missedScript, 8).state, { folded: new Set(['cpu:0']) }));
    const head = element.querySelector('[aria-label^="CPU 0"]');
    expect(head?.getAttribute('aria-expanded')).toBe('false');
    expect(element.querySelector('[aria-label^="memory"]')?.getAttribute('aria-expanded')).toBe(
      'true',
    );
    expect(element.querySelector('[data-key="b0l0/cache:0"]')).toBeNull();
    head?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(onFoldColumn).toHaveBeenLastCalledWith('cpu:0');
    const press = (key: string): boolean =>
      head?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })) ??
      true;
    expect(press('n')).toBe(true);
    expect(press('Enter')).toBe(false);
    expect(onFoldColumn).toHaveBeenCalledTimes(2);
  });

  it('rings in its way what another run has otherwise', () => {
    const picture = bySet(6);
    draw({ ...picture, differs: ['b0l4/cache:0', 'b0l6/cache:0'] });
    const paths = [...element.querySelectorAll('.ring.differs')].map((each) =>
      each.getAttribute('d'),
    );
    const [x, y] = /translate\(([\d.]+),([\d.]+)\)/
      .exec(item('b0l4/cache:0').getAttribute('transform') ?? '')
      ?.slice(1)
      .map(Number) ?? [0, 0];
    // Line 6 is in no way. The ring begins 2.5 pixels outside, after a rounded corner of 6.
    expect(paths).toEqual([
      expect.stringMatching(new RegExp(`^M${(x ?? 0) - 2.5 + 6},${(y ?? 0) - 2.5}H`)),
    ]);
  });

  it('selects a fence of the buffer', () => {
    draw(roomScene(runTo(withJob, 6).state));
    const chip = element.querySelector('[aria-label^="fence j1"]');
    expect(chip?.getAttribute('aria-label')).toBe(
      'fence j1 as WRITE: gpu writes; readers and writers wait · j2 waits',
    );
    chip?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    expect(onSelect).toHaveBeenCalledWith(
      expect.objectContaining({ kind: 'machine', machine: 'fence' }),
    );
  });
});
