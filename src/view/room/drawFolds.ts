/** Folding columns by their heads: the head as a button, and what is left of a folded column. */
import { select } from 'd3-selection';
import type { RoomColumn, RoomScene } from '../../scene/roomTypes.ts';
import type { Svg } from './drawBody.ts';
import type { Group } from './drawCell.ts';
import type { Span1 } from './layoutColumns.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { isNewLook } from './look.ts';

const titleMiddle = 44;
const hitTop = 32;
const hitHeight = 40;
const nameSize = 12;

/** Makes a head that can be clicked, and pressed with Enter or Space, to fold its column or to unfold it. */
export function makeFoldButton(
  group: Group,
  { key, title, subtitle, folded }: RoomColumn,
  { x, width }: Span1,
  onFold: (key: string) => void,
): void {
  group
    .attr('role', 'button')
    .attr('aria-expanded', String(!folded))
    .attr('aria-label', `${title}, ${subtitle}`)
    .on('click', () => onFold(key))
    .on('keydown', (event: KeyboardEvent) => {
      if (event.key === 'Enter' || event.key === ' ') onFold(key);
      else if (!walkHeads(group.node(), event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  group.selectAll('title').remove();
  group.append('title').text(folded ? `Unfold ${title}` : `Fold ${title}`);
  group
    .append('rect')
    .attr('class', 'head-hit')
    .attr('x', x - 4)
    .attr('y', hitTop)
    .attr('width', Math.max(24, width) + 2)
    .attr('height', hitHeight)
    .attr('rx', 6);
}

/** Goes to the next head or the one before; false for keys that mean something else. */
function walkHeads(
  head: SVGGElement | null,
  { key, ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent,
): boolean {
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (!head || step === 0 || ctrlKey || altKey || metaKey || shiftKey) return false;
  const all = [...(head.parentElement?.querySelectorAll<SVGGElement>('.head[role=button]') ?? [])];
  const next = all[all.indexOf(head) + step];
  if (next) {
    setHeadStop(all, next);
    next.focus();
  }
  return true;
}

/** Leaves one head in the tab order: `wanted`, the one that was, or the first. */
export function setHeadStop(heads: readonly SVGGElement[], wanted: SVGGElement | null): void {
  const stop = wanted ?? heads.find((each) => each.getAttribute('tabindex') === '0') ?? heads[0];
  for (const each of heads) each.setAttribute('tabindex', each === stop ? '0' : '-1');
}

/** Only a sign that it can be opened: the name stands upright in the strip below. */
export function drawFoldedHead(group: Group, { x, width }: Span1): void {
  const middle = x + width / 2;
  group
    .append('path')
    .attr('class', 'head-open')
    .attr('d', `M${middle - 2.5},${titleMiddle - 4}l5,4.5l-5,4.5`);
}

/** Strips of folded columns, over the whole height, with their names upright. */
export function drawFoldStrips(svg: Svg, scene: RoomScene, layout: RoomLayout): void {
  svg
    .select<SVGGElement>('g.bands')
    .selectAll<SVGGElement, RoomColumn>('g.fold-strip')
    .data(
      scene.columns.filter(({ folded }) => folded),
      (column) => column.key,
    )
    .join('g')
    .attr('class', 'fold-strip')
    .raise()
    .each(function drawStrip({ key, title, role }) {
      const box = layout.columns.get(key);
      if (!isNewLook(this, [box, layout.height, title, role, layout.type])) return;
      const group = select<SVGGElement, unknown>(this);
      group.selectAll('*').remove();
      if (!box) return;
      group
        .append('rect')
        .attr('class', 'fold-ground')
        .attr('x', box.x)
        .attr('width', box.width)
        .attr('height', layout.height)
        .attr('rx', 5);
      group
        .append('text')
        .attr('class', `fold-name role-${role}`)
        .attr('transform', `translate(${box.x + box.width / 2},12) rotate(90)`)
        .attr('font-size', nameSize * Math.min(layout.type, 1.15))
        .text(title);
    });
}
