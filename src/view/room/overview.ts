/**
 * The overview beside a picture that is higher than its place: all pages as a thin strip with the colours of
 * their owners and signs for what is dirty, stale, violated and happening, each in a lane of its own, and on it the
 * window that is in view. It scrolls the picture; a picture that fits has none.
 */
import type { Selection as D3Selection } from 'd3-selection';
import type { RoomScene } from '../../scene/roomTypes.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { isNewLook } from './look.ts';
import { overviewOf, windowWords, type SignKind } from './overviewMarks.ts';
import { flagPath } from './shapes.ts';
import type { Range1 } from './window.ts';

export interface OverviewPicture {
  readonly scene: RoomScene;
  readonly layout: RoomLayout;
  /** In CSS pixels: where the strip begins, and how high it is. */
  readonly top: number;
  readonly height: number;
  readonly visible: Range1;
}

export interface Overview {
  /** Null: there is nothing to show, for everything is in view. */
  readonly draw: (picture: OverviewPicture | null) => void;
  /** The picture was scrolled. */
  readonly show: (visible: Range1) => void;
  readonly destroy: () => void;
}

/** Of the strip, in CSS pixels; `overviewWidth` is with the gap before it. */
const stripWidth = 40;

type Root = D3Selection<HTMLDivElement, unknown, null, undefined>;
type Group = D3Selection<SVGGElement, unknown, null, undefined>;

/** Draws into `root`; `scrollTo` brings a place of the layout to the top of the window. */
export function createOverview(
  root: Root,
  gridId: string,
  scrollTo: (y: number) => void,
): Overview {
  const svg = root.append('svg').attr('aria-hidden', 'true');
  const pages: Group = svg.append('g');
  const signs: Group = svg.append('g');
  const frame = svg
    .append('rect')
    .attr('class', 'overview-window')
    .attr('rx', 3)
    .attr('x', 1)
    .attr('width', stripWidth - 2);
  root
    .attr('role', 'scrollbar')
    .attr('aria-label', 'Overview of all pages')
    .attr('aria-controls', gridId)
    .attr('aria-orientation', 'vertical');
  let picture: OverviewPicture | null = null;

  const show = (visible: Range1): void => {
    if (!picture) return;
    picture = { ...picture, visible };
    const { scene, layout, height } = picture;
    const share = height / layout.height;
    const most = Math.max(1, layout.height - (visible.end - visible.start));
    root
      .attr('aria-valuenow', Math.round((100 * Math.max(0, visible.start)) / most))
      .attr('aria-valuetext', windowWords(scene, layout, visible));
    frame
      .attr('y', Math.max(1, visible.start * share))
      .attr('height', Math.max(8, (visible.end - visible.start) * share - 2));
  };

  const draw = (next: OverviewPicture | null): void => {
    picture = next;
    root.attr('hidden', next ? null : '').attr('tabindex', next ? 0 : null);
    if (!next) return;
    root.style('margin-top', `${next.top}px`);
    svg.attr('width', stripWidth).attr('height', next.height);
    drawStrip(pages, signs, next, stripWidth);
    show(next.visible);
  };

  const stop = listen(root, () => picture, scrollTo);
  return { draw, show, destroy: stop };
}

/** Lanes of the signs, in shares of the strip: a sign is known by its place and its shape, too. */
const lanes: Readonly<Record<SignKind, readonly [from: number, to: number]>> = {
  chosen: [0.12, 1],
  stale: [0.2, 0.44],
  dirty: [0.46, 0.64],
  touched: [0.66, 0.8],
  violated: [0.76, 1],
};

function drawStrip(pages: Group, signs: Group, picture: OverviewPicture, width: number): void {
  const { scene, layout, height } = picture;
  const shown = overviewOf(scene, layout);
  const share = height / layout.height;
  const node = pages.node();
  if (!node || !isNewLook(node, [shown, share, width])) return;
  pages.selectAll('*').remove();
  signs.selectAll('*').remove();
  const rect = (
    group: Group,
    className: string,
    [from, to]: readonly [number, number],
    { start, end }: Range1,
  ): void => {
    group
      .append('rect')
      .attr('class', className)
      .attr('x', from * width)
      .attr('width', (to - from) * width)
      .attr('y', start * share)
      .attr('height', Math.max(1.5, (end - start) * share));
  };
  for (const { start, end, roles } of shown.pages) {
    rect(pages, `ground role-${roles[0] ?? 'none'}`, [0, 1], { start, end });
    roles.forEach((role, i) => {
      const part = (end - start) / roles.length;
      const range = { start: start + i * part, end: start + (i + 1) * part };
      rect(pages, `edge role-${role}`, [0, 0.1], range);
    });
  }
  for (const { kind, start, end } of shown.signs) {
    rect(signs, `sign is-${kind}`, lanes[kind], { start, end });
    if (kind === 'violated')
      signs
        .append('path')
        .attr('class', 'flag')
        .attr('d', flagPath)
        .attr('transform', `translate(${width * lanes.violated[0]},${start * share - 5})`);
  }
}

function listen(
  root: Root,
  shown: () => OverviewPicture | null,
  scrollTo: (y: number) => void,
): () => void {
  const node = root.node();
  if (!node) return () => undefined;
  /** Where the pointer holds the window, from its start. */
  let held: number | null = null;
  const pointed = (event: PointerEvent, picture: OverviewPicture): number => {
    const y = event.clientY - node.getBoundingClientRect().top;
    return (y / picture.height) * picture.layout.height;
  };
  const onDown = (event: PointerEvent): void => {
    const picture = shown();
    if (!picture || event.button !== 0) return;
    const at = pointed(event, picture);
    const { start, end } = picture.visible;
    const isOn = at >= start && at <= end;
    held = isOn ? at - start : (end - start) / 2;
    node.setPointerCapture(event.pointerId);
    if (!isOn) scrollTo(at - held);
  };
  const onMove = (event: PointerEvent): void => {
    const picture = shown();
    if (held !== null && picture) scrollTo(pointed(event, picture) - held);
  };
  const onUp = (): void => {
    held = null;
  };
  const onKey = (event: KeyboardEvent): void => {
    const picture = shown();
    if (!picture || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const to = goalOf(event.key, picture);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    scrollTo(to);
  };
  node.addEventListener('pointerdown', onDown);
  node.addEventListener('pointermove', onMove);
  node.addEventListener('pointerup', onUp);
  node.addEventListener('pointercancel', onUp);
  node.addEventListener('keydown', onKey);
  return () => {
    node.removeEventListener('pointerdown', onDown);
    node.removeEventListener('pointermove', onMove);
    node.removeEventListener('pointerup', onUp);
    node.removeEventListener('pointercancel', onUp);
    node.removeEventListener('keydown', onKey);
  };
}

/** Where a key scrolls to; null: it is none of the overview's. */
function goalOf(key: string, { visible, layout }: OverviewPicture): number | null {
  const size = visible.end - visible.start;
  switch (key) {
    case 'ArrowDown':
      return visible.start + size / 8;
    case 'ArrowUp':
      return visible.start - size / 8;
    case 'PageDown':
      return visible.start + 0.9 * size;
    case 'PageUp':
      return visible.start - 0.9 * size;
    case 'Home':
      return 0;
    case 'End':
      return layout.height;
    default:
      return null;
  }
}
