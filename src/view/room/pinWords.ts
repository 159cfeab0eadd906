/**
 * Words of pages and marks that are higher than what is in view: they go along while the picture scrolls, so that
 * one always sees whose rows these are.
 */
import { select } from 'd3-selection';
import type { GridItem } from './gridItem.ts';
import type { Skeleton } from './skeleton.ts';
import type { Range1 } from './window.ts';

/** Only what is higher than this has words that go along. */
export const tallFrom = 260;
/** Words stay so far away from the ends. */
const inset = 46;

/** How words in the middle of [start, end) move to be in the middle of what is in view of it. */
export function middleShift({ start, end }: Range1, visible: Range1): number {
  const middle = (start + end) / 2;
  const seen = (Math.max(start, visible.start) + Math.min(end, visible.end)) / 2;
  const most = Math.max(0, (end - start) / 2 - inset);
  return Math.min(most, Math.max(-most, Math.round(seen - middle)));
}

/** How words at the top of [start, end) that are `height` high move to stay in view. */
export function topShift({ start, end }: Range1, height: number, visible: Range1): number {
  const most = Math.max(0, end - start - height);
  return Math.min(most, Math.max(0, Math.round(visible.start - start)));
}

/** Moves all such words to where they are seen. */
export function pinWords(parts: Skeleton, visible: Range1): void {
  parts.body.selectAll<SVGGElement, unknown>('.item > .pinned').each(function pinMiddle() {
    const item = this.parentElement;
    const y = item ? (select<Element, GridItem | undefined>(item).datum()?.y ?? 0) : 0;
    const range = { start: y, end: y + Number(this.getAttribute('data-height') ?? 0) };
    this.setAttribute('transform', `translate(0,${middleShift(range, visible)})`);
  });
  parts.rail.selectAll<SVGGElement, unknown>('.pinned').each(function pinTop() {
    const number = (name: string): number => Number(this.getAttribute(name) ?? 0);
    const start = number('data-start');
    const range = { start, end: start + number('data-height') };
    this.setAttribute(
      'transform',
      `translate(0,${topShift(range, number('data-words'), visible)})`,
    );
  });
}
