import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forkScene, type ForkBranch } from '../../scene/forkTree.ts';
import { createForksView, type ForksView } from './forksView.ts';

const branches: readonly ForkBranch[] = [
  {
    ...{ id: 'script', name: 'script', parent: null, at: '0', leaves: 0, length: 8 },
    flags: [{ operation: 6, isHarm: true }],
  },
  {
    ...{ id: 'fork-1', name: 'fix: sync', parent: 'script', at: '5', leaves: 5, length: 10 },
    flags: [{ operation: 8, isHarm: false }],
  },
  {
    ...{ id: 'fork-2', name: 'on', parent: 'fork-1', at: '7', leaves: 7, length: 8 },
    flags: [],
  },
];

describe('createForksView', () => {
  const onOpen = vi.fn();
  const onRename = vi.fn();
  const onDelete = vi.fn();
  let element: HTMLElement;
  let view: ForksView;

  const show = (current: string) =>
    view.update(forkScene(branches, { current, done: 6, width: 600, rowHeight: 24 }));
  const rowOf = (name: string) =>
    element.querySelector<SVGGElement>(`[role=treeitem][aria-label^="${name}"]`);
  const press = (key: string) =>
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  const focused = () => document.activeElement?.getAttribute('aria-label')?.split(',')[0];

  beforeEach(() => {
    for (const each of [onOpen, onRename, onDelete]) each.mockClear();
    element = document.createElement('div');
    document.body.append(element);
    view = createForksView(element, { onOpen, onRename, onDelete });
  });

  afterEach(() => {
    view.destroy();
    element.remove();
  });

  it('draws the tree', async () => {
    show('fork-1');
    const svg = element.querySelector('svg')?.outerHTML.replaceAll('><', '>\n<') ?? '';
    await expect(`${svg}\n`).toMatchFileSnapshot('./__snapshots__/forks.svg');
  });

  it('is a tree for those who hear it, with one row in the order of Tab', () => {
    show('fork-1');
    const rows = [...element.querySelectorAll('[role=treeitem]')];
    expect(rows.map((row) => row.getAttribute('aria-level'))).toEqual(['1', '2', '3']);
    expect(rows.map((row) => row.getAttribute('aria-selected'))).toEqual([
      ...['false', 'true', 'false'],
    ]);
    expect(rows.map((row) => row.getAttribute('tabindex'))).toEqual(['-1', '0', '-1']);
  });

  it('opens by click, and is walked by keys', () => {
    show('fork-1');
    rowOf('script')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(onOpen.mock.calls).toEqual([['script']]);
    rowOf('fix')?.focus();
    press('ArrowDown');
    expect(focused()).toBe('on');
    press('ArrowDown');
    expect(focused()).toBe('on');
    press('ArrowLeft');
    expect(focused()).toBe('fix: sync');
    press('Home');
    expect(focused()).toBe('script');
    press('ArrowRight');
    press('F2');
    press('Delete');
    press('Enter');
    expect(onRename.mock.calls).toEqual([['fork-1']]);
    expect(onDelete.mock.calls).toEqual([['fork-1']]);
    expect(onOpen.mock.calls).toEqual([['script'], ['fork-1']]);
  });

  it('leaves other keys to the page', () => {
    show('script');
    rowOf('script')?.focus();
    const onKey = vi.fn();
    document.body.addEventListener('keydown', onKey);
    press('n');
    press('ArrowDown');
    document.body.removeEventListener('keydown', onKey);
    expect(onKey).toHaveBeenCalledOnce();
  });
});
