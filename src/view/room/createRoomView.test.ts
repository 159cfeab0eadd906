import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { missedScript, runTo, shootdownScript, type Point } from '../../../test/roomStates.ts';
import { roomScene } from '../../scene/roomScene.ts';
import type { RoomScene } from '../../scene/roomTypes.ts';
import type { Selection } from '../../scene/selection.ts';
import { createRoomView, type RoomView } from './createRoomView.ts';

const sceneAt = (point: Point, selection: Selection | null = null): RoomScene =>
  roomScene(point.state, { event: point.event, operation: point.operation, selection });

/** The four pictures of a room as one, a tag a line, so that a change can be read. */
function storedPicture(element: Element): string {
  const parts = [...element.querySelectorAll('.room-scroll > svg')].map((svg) => svg.outerHTML);
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${parts.join('')}</svg>`;
  return `${text.replace(/></gu, '>\n<')}\n`;
}

describe('the room on screen', () => {
  let element: HTMLElement;
  let view: RoomView;
  const onSelect = vi.fn<(selection: Selection) => void>();
  const onCellMenu = vi.fn<(selection: Selection, point: { x: number; y: number }) => void>();
  const onFold = vi.fn<(key: string) => void>();

  beforeEach(() => {
    vi.resetAllMocks();
    element = document.createElement('div');
    document.body.append(element);
    view = createRoomView(element, { onSelect, onCellMenu, onFold, width: 760 });
  });

  afterEach(() => {
    view.destroy();
    element.remove();
  });

  const item = (key: string): Element => {
    const found = element.querySelector(`[data-key="${key}"]`);
    if (!found) throw new Error(`no ${key}`);
    return found;
  };
  const names = (): readonly (string | null)[] =>
    [...element.querySelectorAll('[role=gridcell]')].map((cell) => cell.getAttribute('aria-label'));

  it.each([
    ['shootdown', runTo(shootdownScript, 6, 'ipi.send')],
    ['write-back', runTo(shootdownScript, 6, 'cache.writeback')],
    ['stale-read', runTo(missedScript, 8)],
    ['iommu', runTo(missedScript, 10, undefined, 'arm64-iommu')],
    ['bounce', runTo(missedScript, 10, undefined, 'bounce')],
    ['folded', runTo(shootdownScript.replace('page=512', 'page=4096'), 5)],
  ])('looks as stored: %s', async (name, point) => {
    view.update(sceneAt(point));
    await expect(storedPicture(element)).toMatchFileSnapshot(`__snapshots__/${name}.svg`);
  });

  it('is a grid with a name for every cell', () => {
    view.update(sceneAt(runTo(shootdownScript, 5)));
    const grid = element.querySelector('[role=grid]');
    expect(grid?.getAttribute('aria-label')).toContain('frame');
    expect(names()).toContain("line 0 in CPU 0's cache: A, dirty, newest");
    expect(names().every((name) => name !== null && name !== '')).toBe(true);
  });

  it('tells what is clicked', () => {
    view.update(sceneAt(runTo(shootdownScript, 5)));
    item('b0l2/memory').dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    expect(onSelect).toHaveBeenLastCalledWith({
      kind: 'line',
      buffer: 0,
      line: 2,
      place: { kind: 'memory' },
    });
    item('b0p0/tlb:1').dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    expect(onSelect).toHaveBeenLastCalledWith({
      kind: 'page',
      buffer: 0,
      page: 0,
      place: { kind: 'tlb', cpu: 1 },
    });
  });

  it('asks for the menu of a cell', () => {
    view.update(sceneAt(runTo(shootdownScript, 5)));
    const event = new MouseEvent('contextmenu', {
      bubbles: true,
      composed: true,
      cancelable: true,
      clientX: 7,
      clientY: 9,
    });
    item('b0l0/cache:0').dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(onCellMenu).toHaveBeenCalledWith(expect.objectContaining({ line: 0 }), { x: 7, y: 9 });
  });

  it('is one stop of the tab key, walked with the arrows, chosen with Enter', () => {
    view.update(sceneAt(runTo(shootdownScript, 5)));
    const stops = (): readonly (string | null)[] =>
      [...element.querySelectorAll('[tabindex="0"]')].map((stop) => stop.getAttribute('data-key'));
    expect(stops()).toEqual(['b0p0/page']);
    const press = (key: string): KeyboardEvent => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      element.querySelector('[tabindex="0"]')?.dispatchEvent(event);
      return event;
    };
    press('ArrowRight');
    expect(stops()).toEqual(['b0p0/pte:app/0']);
    press('ArrowDown');
    expect(stops()).toEqual(['b0l0/cache:0']);
    press('ArrowDown');
    press('ArrowRight');
    expect(stops()).toEqual(['b0l1/cache:1']);
    expect(press('Enter').defaultPrevented).toBe(true);
    expect(onSelect).toHaveBeenCalledWith(expect.objectContaining({ line: 1 }));
    expect(press('n').defaultPrevented).toBe(false);
  });

  it('keeps the focus through an update', () => {
    view.update(sceneAt(runTo(shootdownScript, 4)));
    const cell = item('b0l0/memory');
    cell.setAttribute('tabindex', '0');
    if ('focus' in cell && typeof cell.focus === 'function') cell.focus();
    view.update(sceneAt(runTo(shootdownScript, 5)));
    expect(document.activeElement?.getAttribute('data-key')).toBe('b0l0/memory');
  });

  it('opens folds from the rail', () => {
    view.update(sceneAt(runTo(shootdownScript.replace('page=512', 'page=4096'), 5)));
    element.querySelector('.line-number.fold')?.dispatchEvent(new MouseEvent('click'));
    expect(onFold).toHaveBeenCalledWith('b0p0');
  });

  it('opens folds from the keyboard', () => {
    view.update(sceneAt(runTo(shootdownScript.replace('page=512', 'page=4096'), 5)));
    const folded = item('b0l3/memory');
    folded.setAttribute('tabindex', '0');
    element.querySelector('[data-key="b0p0/page"]')?.setAttribute('tabindex', '-1');
    const press = (shiftKey: boolean) =>
      folded.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', shiftKey, bubbles: true }));
    press(true);
    expect(onFold).toHaveBeenCalledWith('b0p0');
    expect(onSelect).not.toHaveBeenCalled();
    press(false);
    expect(onSelect).toHaveBeenCalledTimes(1);
  });

  it('marks what is selected, and its row', () => {
    const selection: Selection = {
      kind: 'line',
      buffer: 0,
      line: 0,
      place: { kind: 'cache', cpu: 0 },
    };
    view.update(sceneAt(runTo(shootdownScript, 5), selection));
    expect(item('b0l0/cache:0').getAttribute('aria-selected')).toBe('true');
    expect(element.querySelectorAll('.grid .ring.chosen')).toHaveLength(1);
    expect(element.querySelectorAll('.row-chosen')).toHaveLength(1);
  });

  it('is idle when nothing moves, and gone when destroyed', () => {
    view.update(sceneAt(runTo(shootdownScript, 6, 'cache.writeback')));
    expect(view.isIdle()).toBe(true);
    view.destroy();
    expect(element.childElementCount).toBe(0);
  });

  it('draws text as text', () => {
    const script = missedScript.replaceAll('gpu', 'g_u');
    const point = runTo(script, 3);
    const devices = point.state.setup.devices.map((device) => ({ ...device, name: '<img src=x>' }));
    const setup = { ...point.state.setup, devices };
    view.update(roomScene({ ...point.state, setup }));
    expect(element.querySelector('img')).toBeNull();
    expect(element.textContent).toContain('<img');
  });
});
