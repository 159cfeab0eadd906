import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleFences } from '../../../test/sampleFences.ts';
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

  it('draws jobs, fences, locks and who waits', async () => {
    const plain = sampleLanes.initial;
    const gpu = { kind: 'job', device: 0 } as const;
    const fence = { seqno: 1, state: 'pending.quiet' } as const;
    const job = { device: 0, mapping: 1, buffer: 0, start: 0, length: 64, value: 65 };
    const busy = {
      ...plain,
      fences: [
        { ...fence, id: 1, name: 'j1', source: gpu },
        { ...fence, id: 2, name: 'j2', source: gpu },
        { ...fence, id: 3, name: 'point 4', source: { kind: 'timeline', timeline: 5 } as const },
      ],
      jobs: [
        { ...job, name: 'j1', fence: 1, waits: [] },
        { ...job, name: 'j2', fence: 2, waits: [1] },
      ],
      accessWindows: [
        {
          who: 'app',
          buffer: 0,
          isLock: true,
          isWrite: true,
          cpu: 0,
          state: 'open.write' as const,
        },
        { who: 'npu', buffer: 0, isLock: true, isWrite: false, cpu: 0, state: 'waiting' as const },
      ],
    };
    const states = [plain, busy, busy, busy, plain];
    const entries = sampleLanes.entries
      .slice(0, states.length)
      .map((entry, i) => ({ ...entry, state: states[i] ?? plain }));
    const scene = lanesScene(lanesRun({ ...sampleLanes, entries }), { operation: 3, micro: null });
    view.update(scene, still);
    const svg = element.querySelector('svg')?.outerHTML.replaceAll('><', '>\n<') ?? '';
    await expect(`${svg}\n`).toMatchFileSnapshot('./__snapshots__/lanes-waits.svg');
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

  it('draws the marked part, with a slider at each end', () => {
    const marked = { from: { operation: 4, micro: null }, to: { operation: 8, micro: 3 } };
    view.update(lanesScene(run, { operation: 2, micro: null }, marked), still);
    const sliders = [...element.querySelectorAll('[role=slider]')];
    expect(sliders.map((each) => each.getAttribute('aria-valuetext'))).toEqual([
      'step 4 to 8.3',
      'step 4 to 8.3',
    ]);
    expect(sliders.map((each) => each.getAttribute('aria-label'))).toEqual([
      'Range begins',
      'Range ends',
    ]);
    view.update(at(2), still);
    expect(element.querySelector('[role=slider]')).toBe(null);
  });

  it('draws a fence that is waited for and signals', async () => {
    view.update(lanesScene(lanesRun(sampleFences), { operation: 3, micro: 4 }), still);
    const svg = element.querySelector('svg')?.outerHTML.replaceAll('><', '>\n<') ?? '';
    await expect(`${svg}\n`).toMatchFileSnapshot('./__snapshots__/lanes-fences.svg');
  });

  it('leaves nothing behind', () => {
    view.update(at(2), still);
    view.destroy();
    expect(element.childNodes.length).toBe(0);
  });
});
