import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleLanes } from '../../../test/sampleLanes.ts';
import { lanesRun } from '../../scene/lanesRun.ts';
import { lanesScene } from '../../scene/lanesScene.ts';
import { createLanesView } from './lanesView.ts';
import type { LanesView } from './lanesView.ts';

const run = lanesRun(sampleLanes);
const at = (operation: number, micro: number | null = null) =>
  lanesScene(run, { operation, micro });
const still = { animate: false };

describe('createLanesView', () => {
  const onSeek = vi.fn();
  let element: HTMLElement;
  let view: LanesView;

  beforeEach(() => {
    onSeek.mockClear();
    element = document.createElement('div');
    document.body.append(element);
    view = createLanesView(element, { onSeek });
  });

  afterEach(() => {
    view.destroy();
    element.remove();
  });

  const pills = () => [...element.querySelectorAll<SVGGElement>('[role=button]')];
  const pillOf = (label: RegExp) => {
    const found = pills().find((each) => label.test(each.getAttribute('aria-label') ?? ''));
    if (!found) throw new Error(`no pill ${label}`);
    return found;
  };

  it('draws the sample', async () => {
    view.update(at(8, 4), still);
    const svg = element.querySelector('svg')?.outerHTML.replaceAll('><', '>\n<') ?? '';
    await expect(`${svg}\n`).toMatchFileSnapshot('./__snapshots__/lanes.svg');
  });

  it('leads a click and the Enter key to the operation, or into it', () => {
    view.update(at(0), still);
    pillOf(/^10\. gpu: dma read/).dispatchEvent(new MouseEvent('click', { bubbles: true }));
    pillOf(/IPI to CPU 1/).dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }),
    );
    expect(onSeek.mock.calls).toEqual([
      [{ operation: 10, micro: null }],
      [{ operation: 8, micro: 3 }],
    ]);
  });

  it('keeps the pills while the cursor moves, and the focus on the present one', () => {
    view.update(at(2), still);
    const before = pillOf(/^3\. /);
    pillOf(/^2\. /).focus();
    view.update(at(3), still);
    expect(pillOf(/^3\. /)).toBe(before);
    expect(document.activeElement).toBe(before);
    expect(pills().filter((each) => each.getAttribute('tabindex') === '0')).toEqual([before]);
    expect(before.getAttribute('aria-current')).toBe('step');
  });

  it('can be reached by keyboard before the first operation', () => {
    view.update(at(0), still);
    expect(pills()[0]?.getAttribute('tabindex')).toBe('0');
  });

  it('says violations with luck and harm', () => {
    view.update(at(11), still);
    expect(pillOf(/^10\. /).getAttribute('aria-label')).toMatch(/stale-read \(harm\)$/);
    expect(pillOf(/^4\. /).getAttribute('aria-label')).toMatch(
      /sync-direction \(luck on this platform\)$/,
    );
  });

  it('is idle but while the cursor moves', () => {
    // jsdom animates nothing: this stands for the browser's animation.
    const running = { playState: 'running', cancel: vi.fn() };
    const cursor = element.querySelector('.lanes-cursor');
    if (!cursor) throw new Error('the picture has no cursor');
    Object.assign(cursor, { animate: () => running });
    view.update(at(2), { animate: false });
    expect(view.isIdle()).toBe(true);
    view.update(at(3), { animate: true });
    expect(view.isIdle()).toBe(false);
    running.playState = 'finished';
    expect(view.isIdle()).toBe(true);
  });

  it('leaves nothing behind', () => {
    view.update(at(2), still);
    view.destroy();
    expect(element.childNodes.length).toBe(0);
  });
});
