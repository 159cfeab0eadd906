/**
 * Draws the tree of forks. It is a tree for those who hear it, too: arrow keys move, Enter opens, F2 renames,
 * Delete deletes.
 */
import './forks.css';
import { select } from 'd3-selection';
import type { ForkRow, ForkScene } from '../../scene/forkTree.ts';

export interface ForksViewOptions {
  readonly onOpen: (id: string) => void;
  readonly onRename: (id: string) => void;
  readonly onDelete: (id: string) => void;
}

export interface ForksView {
  update(scene: ForkScene): void;
  destroy(): void;
}

const corner = 6;
const nameLeft = 10;
const levelIndent = 10;

/** Takes over the inside of `element`, which scrolls. */
export function createForksView(element: HTMLElement, options: ForksViewOptions): ForksView {
  const svg = select(element)
    .append('svg')
    .attr('class', 'forks-view')
    .attr('role', 'tree')
    .attr('aria-label', 'Script and forks');
  const axis = svg.append('g').attr('class', 'forks-axis').attr('aria-hidden', 'true');
  const rows = svg.append('g').attr('role', 'presentation');
  const here = svg.append('circle').attr('class', 'forks-here').attr('r', 5);
  let shown: ForkScene | null = null;
  let current = '';

  const focusRow = (id: string | undefined) => {
    rows
      .selectAll<SVGGElement, ForkRow>('g.fork')
      .attr('tabindex', (row) => (row.id === id ? 0 : -1))
      .filter((row) => row.id === id)
      .each(function focusIt() {
        this.focus();
      });
  };

  return {
    update(scene) {
      shown = scene;
      svg.attr('viewBox', `0 0 ${scene.width} ${scene.height}`);
      svg.attr('width', scene.width).attr('height', scene.height);
      drawAxis(axis, scene);
      drawRows(rows, scene);
      rows
        .selectAll<SVGGElement, ForkRow>('g.fork')
        .attr('tabindex', ({ isCurrent }) => (isCurrent ? 0 : -1))
        .on('click', (_, { id }) => options.onOpen(id))
        .on('keydown', (event: KeyboardEvent, row) => {
          if (!shown || !pressed(event.key, row, shown, options, focusRow)) return;
          event.preventDefault();
          event.stopPropagation();
        });
      here
        .attr('cx', scene.here?.x ?? 0)
        .attr('cy', scene.here?.y ?? 0)
        .attr('visibility', scene.here ? null : 'hidden');
      const now = scene.rows.find(({ isCurrent }) => isCurrent);
      if (now && now.id !== current) {
        current = now.id;
        reveal(element, now, scene);
      }
    },
    destroy() {
      svg.remove();
    },
  };
}

/** What a key does on a row; false where it is not one of the tree's. */
function pressed(
  key: string,
  row: ForkRow,
  { rows }: ForkScene,
  { onOpen, onRename, onDelete }: ForksViewOptions,
  focusRow: (id: string | undefined) => void,
): boolean {
  const index = rows.findIndex(({ id }) => id === row.id);
  switch (key) {
    case 'Enter':
    case ' ':
      onOpen(row.id);
      return true;
    case 'ArrowDown':
      focusRow(rows[index + 1]?.id ?? row.id);
      return true;
    case 'ArrowUp':
      focusRow(rows[index - 1]?.id ?? row.id);
      return true;
    case 'ArrowLeft':
      focusRow(rows.slice(0, index).findLast(({ level }) => level < row.level)?.id ?? row.id);
      return true;
    case 'ArrowRight': {
      const next = rows[index + 1];
      focusRow(next && next.level > row.level ? next.id : row.id);
      return true;
    }
    case 'Home':
      focusRow(rows[0]?.id);
      return true;
    case 'End':
      focusRow(rows.at(-1)?.id);
      return true;
    case 'F2':
      onRename(row.id);
      return true;
    case 'Delete':
      onDelete(row.id);
      return true;
    default:
      return false;
  }
}

type Layer = ReturnType<typeof layerType>;
function layerType(svg: SVGSVGElement) {
  return select(svg).append('g');
}

function drawAxis(layer: Layer, { ticks, height }: ForkScene): void {
  layer
    .selectAll<SVGGElement, ForkScene['ticks'][number]>('g')
    .data(ticks, ({ label }) => label)
    .join((enter) => {
      const tick = enter.append('g');
      tick.append('line');
      tick.append('text').attr('text-anchor', 'middle').attr('y', 12);
      return tick;
    })
    .each(function drawTick({ x, label }) {
      const tick = select(this);
      tick.select('line').attr('x1', x).attr('x2', x).attr('y1', 17).attr('y2', height);
      tick.select('text').attr('x', x).text(label);
    });
}

function drawRows(layer: Layer, scene: ForkScene): void {
  layer
    .selectAll<SVGGElement, ForkRow>('g.fork')
    .data(scene.rows, ({ id }) => id)
    .join((enter) => {
      const row = enter.append('g').attr('role', 'treeitem');
      row.append('rect').attr('class', 'fork-ground').attr('rx', 5);
      row.append('path').attr('class', 'fork-line');
      row.append('path').attr('class', 'fork-lit');
      row.append('g').attr('class', 'fork-dots');
      row.append('g').attr('class', 'fork-flags');
      row.append('text').attr('class', 'fork-name').attr('dy', '0.35em');
      row.append('text').attr('class', 'fork-count').attr('dy', '0.35em');
      row.append('title');
      return row;
    })
    .order()
    .attr('class', ({ isCurrent }) => (isCurrent ? 'fork is-current' : 'fork'))
    .attr('aria-level', ({ level }) => level + 1)
    .attr('aria-selected', ({ isCurrent }) => isCurrent)
    .attr('aria-label', ({ text }) => text)
    .each(function drawOne(row) {
      drawRow(select(this), row, scene);
    });
}

function drawRow(group: ReturnType<typeof rowType>, row: ForkRow, scene: ForkScene): void {
  const { y, level, title, text, harm, luck } = row;
  group
    .select('.fork-ground')
    .attr('x', 2)
    .attr('y', y - scene.rowHeight / 2 + 1)
    .attr('width', scene.width - 4)
    .attr('height', scene.rowHeight - 2);
  group.select('.fork-line').attr('d', lineOf(row));
  group.select('.fork-lit').attr('d', row.lit ? litOf(row, row.lit) : null);
  group
    .select('.fork-dots')
    .selectAll('circle')
    .data(row.dots)
    .join('circle')
    .attr('r', 2)
    .attr('cx', (x) => x)
    .attr('cy', y);
  group
    .select('.fork-flags')
    .selectAll('path')
    .data(row.flags)
    .join('path')
    .attr('class', ({ isHarm }) => (isHarm ? 'is-harm' : 'is-luck'))
    .attr('d', ({ x }) => `M${x} ${y}V${y - 10}h6l-1.6 2.2l1.6 2.2h-6`);
  group
    .select('.fork-name')
    .attr('x', nameLeft + level * levelIndent)
    .attr('y', y)
    .text(title);
  group
    .select('.fork-count')
    .attr('x', scene.countLeft)
    .attr('y', y)
    .attr('class', harm > 0 ? 'fork-count is-harm' : 'fork-count')
    .text(harm > 0 ? `⚑ ${harm}` : luck > 0 ? `⚐ ${luck}` : '');
  group.select('title').text(text);
}

function rowType(layer: SVGGElement) {
  return select<SVGGElement, ForkRow>(layer);
}

/** From the line that a fork leaves down to its own, round the corner, and along it. */
function lineOf({ from, to, y, parentY }: ForkRow): string {
  if (parentY === null) return `M${from} ${y}H${to}`;
  return `M${from} ${parentY}V${y - corner}Q${from} ${y} ${from + corner} ${y}H${Math.max(to, from + corner)}`;
}

function litOf(row: ForkRow, { from, to }: { readonly from: number; readonly to: number }): string {
  return lineOf({ ...row, from, to });
}

/** Scrolls as little as shows a row. */
function reveal(element: HTMLElement, { y }: ForkRow, { rowHeight }: ForkScene): void {
  const top = y - rowHeight;
  const bottom = y + rowHeight;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (bottom > element.scrollTop + element.clientHeight)
    element.scrollTop = bottom - element.clientHeight;
}
