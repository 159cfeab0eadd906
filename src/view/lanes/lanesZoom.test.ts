/** The lanes in a window that is 700 pixels wide: zoom, keys, ranges, and how much of a long run is drawn. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleLanes } from '../../../test/sampleLanes.ts';
import type { LaneInput } from '../../scene/laneInput.ts';
import { lanesRun } from '../../scene/lanesRun.ts';
import { lanesScene } from '../../scene/lanesScene.ts';
import { createLanesView, type LanesView } from './lanesView.ts';

const still = { animate: false };
const run = lanesRun(sampleLanes);

/** The sample again and again: `times` times 11 operations, 12 columns and 22 micro-events. */
function repeated(times: number): LaneInput {
  return {
    ...sampleLanes,
    entries: Array.from({ length: times }, () =>
      sampleLanes.entries.map((entry) => ({ ...entry })),
    ).flat(),
  };
}

describe('the lanes in a window', () => {
  const told = { onSeek: vi.fn(), onRange: vi.fn(), onZoom: vi.fn() };
  let element: HTMLElement;
  let view: LanesView;

  beforeEach(() => {
    vi.clearAllMocks();
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(700);
    element = document.createElement('div');
    document.body.append(element);
    view = createLanesView(element, told);
  });

  afterEach(() => {
    view.destroy();
    element.remove();
    vi.restoreAllMocks();
  });

  const count = (selector: string) => element.querySelectorAll(selector).length;
  const labelOf = (node: Element | null) => node?.getAttribute('aria-label') ?? '';
  const press = (key: string, more: KeyboardEventInit = {}) => {
    const target = document.activeElement ?? document.body;
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const focus = (selector: string) => {
    const found = element.querySelector<SVGElement>(selector);
    if (!found) throw new Error(`nothing is ${selector}`);
    found.focus();
  };
  const svgText = () =>
    `${element.querySelector('svg')?.outerHTML.replaceAll('><', '>\n<') ?? ''}\n`;

  it('shows micro-events from near, and follows the cursor', async () => {
    view.update(lanesScene(run, { operation: 8, micro: 4 }), still);
    expect(count('.lanes-micro')).toBe(0);
    view.zoomBy(8);
    expect(labelOf(element.querySelector('[aria-current]'))).toMatch(/^8\.4 app@cpu1: cpu\.store/);
    await expect(svgText()).toMatchFileSnapshot('./__snapshots__/lanes-near.svg');
    view.update(lanesScene(run, { operation: 1, micro: null }), still);
    expect(labelOf(element.querySelector('[aria-current]'))).toBe('1.1 app@cpu0: fd.open');
  });

  it('counts from far, and loses no violation', async () => {
    const long = lanesRun(repeated(40));
    view.update(lanesScene(long, { operation: 220, micro: null }), still);
    view.fit();
    // 12 columns of 40 samples in 580 pixels: bars of 64 columns, one pill, that of the cursor.
    expect(count('.lanes-pill')).toBe(1);
    const flags = [...element.querySelectorAll('.lanes-flags')].map((each) =>
      Number(each.querySelector('text')?.textContent || 1),
    );
    expect(flags.reduce((sum, each) => sum + each, 0)).toBe(3 * 40);
    await expect(svgText()).toMatchFileSnapshot('./__snapshots__/lanes-far.svg');
  });

  it('draws what is in sight, however long the run', () => {
    const long = lanesRun(repeated(300));
    view.update(lanesScene(long, { operation: 1500, micro: null }), still);
    const most = { nodes: 0 };
    view.fit();
    for (let i = 0; i < 40; i++) {
      most.nodes = Math.max(most.nodes, count('svg *'));
      view.zoomBy(1.5);
    }
    expect(most.nodes).toBeLessThan(1200);
    expect(count('.lanes-micro')).toBeGreaterThan(0);
  });

  it('keeps the scale that was chosen while the run is stepped through, and opens another anew', () => {
    view.update(lanesScene(run, { operation: 8, micro: null }), still);
    view.zoomBy(8);
    view.update(lanesScene(run, { operation: 9, micro: null }), still);
    expect(count('.lanes-micro')).toBeGreaterThan(0);
    view.update(lanesScene(lanesRun(sampleLanes), { operation: 9, micro: null }), still);
    expect(count('.lanes-micro')).toBe(0);
  });

  it('goes from pill to pill with the arrows, and seeks with Enter', () => {
    view.update(lanesScene(run, { operation: 8, micro: null }), still);
    focus('[aria-current]');
    expect(press('ArrowUp')).toBe(true);
    expect(labelOf(document.activeElement)).toBe('in 8. PTE of page 0 cleared');
    press('ArrowUp');
    press('ArrowUp');
    expect(labelOf(document.activeElement)).toBe('7. app@cpu0: munmap q: EINVAL');
    press('ArrowLeft');
    expect(labelOf(document.activeElement)).toMatch(/^6\. /);
    press('Home');
    expect(labelOf(document.activeElement)).toMatch(/^1\. /);
    press('Enter');
    expect(told.onSeek.mock.calls).toEqual([[{ operation: 1, micro: null }]]);
    expect(count('.lanes-mark[tabindex="0"]')).toBe(1);
  });

  it('zooms and pans by keys while it has the focus, and leaves the arrows alone where all is in sight', () => {
    view.update(lanesScene(run, { operation: 8, micro: null }), still);
    focus('svg');
    for (const key of ['+', '-', '0']) expect(press(key)).toBe(true);
    expect(told.onZoom.mock.calls).toEqual([['in'], ['out'], ['fit']]);
    expect(press('ArrowRight')).toBe(false);
    view.zoomBy(8);
    expect(press('Home')).toBe(true);
    expect(element.querySelector('.lanes-number')?.textContent).toMatch(/^1 /);
    expect(press('Home')).toBe(false);
    expect(press('+', { ctrlKey: true })).toBe(false);
  });

  it('moves the ends of the range by keys, and clears it', () => {
    const part = { from: { operation: 4, micro: null }, to: { operation: 8, micro: null } };
    view.update(lanesScene(run, { operation: 2, micro: null }, part), still);
    focus('[data-end=to]');
    press('ArrowLeft');
    press('ArrowLeft', { shiftKey: true });
    press('End');
    expect(told.onRange.mock.calls.map(([{ to }]) => to)).toEqual([
      { operation: 7, micro: null },
      { operation: 8, micro: 7 },
      { operation: 11, micro: null },
    ]);
    press('Escape');
    expect(told.onRange.mock.lastCall).toEqual([null]);
  });
});
