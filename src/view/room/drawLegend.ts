/** The legend under the room: a small picture and words for each sign that is on screen. */
import { select, type Selection as D3Selection } from 'd3-selection';
import type { LegendEntry } from '../../scene/roomTypes.ts';
import { boxPath, flagPath } from './shapes.ts';
import type { Group } from './drawCell.ts';
import { isNewLook } from './look.ts';

type List = D3Selection<HTMLUListElement, unknown, null, undefined>;

/** `hatch`: id of the hatch pattern of this view. */
export function drawLegend(list: List, entries: readonly LegendEntry[], hatch: string): void {
  list
    .selectAll<HTMLLIElement, LegendEntry>('li')
    .data(entries, (entry) => entry.key)
    .join((enter) => {
      const item = enter.append('li');
      item
        .append('svg')
        .attr('width', 20)
        .attr('height', 16)
        .attr('viewBox', '0 0 20 16')
        .attr('aria-hidden', 'true')
        .append('g');
      item.append('span');
      return item;
    })
    .order()
    .each(function drawEntry(entry) {
      if (!isNewLook(this, entry)) return;
      const group = select(this).select<SVGGElement>('g');
      group.selectAll('*').remove();
      const node = group.node();
      if (node) drawSymbol(select(node), entry, hatch);
      select(this).select('span').text(entry.text);
    });
}

function drawSymbol(group: Group, { symbol, role, text }: LegendEntry, hatch: string): void {
  const box = boxPath(1, 1.5, 18, 13, 4, 4);
  const path = (className: string, d = box): void => {
    group.append('path').attr('class', className).attr('d', d);
  };
  switch (symbol) {
    case 'copy':
      path(`run role-${role}`);
      path(`outline role-${role}`);
      return;
    case 'dirty':
      path(`run role-${role}`);
      path(`outline role-${role}`);
      path(`dirty role-${role}`, 'M9,1.5H15.5a3.5,3.5 0 0 1 3.5,3.5V11Z');
      return;
    case 'stale':
      path('run role-initial');
      group.append('path').attr('class', 'hatch').attr('d', box).attr('fill', `url(#${hatch})`);
      path('outline role-initial');
      return;
    case 'apart':
      path(`run role-${role}`);
      path(`outline role-${role} apart`);
      return;
    case 'owner':
      path(`ground role-${role}`);
      path(`edge role-${role}`, boxPath(1, 1, 4, 14, 2, 0));
      return;
    case 'leaving':
      path('mark is-leaving role-bad');
      return;
    case 'stale-mark':
      path('mark is-stale role-bad');
      group
        .append('path')
        .attr('class', 'hatch role-bad')
        .attr('d', box)
        .attr('fill', `url(#${hatch})`);
      return;
    case 'move':
      path('arrow role-here', 'M1,8H12');
      path('arrow-head role-here', 'M19,8l-8,-4.5v9Z');
      return;
    case 'violation':
      group
        .append('path')
        .attr('class', 'flag')
        .attr('d', flagPath)
        .attr('transform', 'translate(6,3)');
      return;
    case 'differs':
      path('ring differs');
      return;
    case 'way':
      path(`run role-${role}`);
      path(`outline role-${role}`);
      group
        .append('text')
        .attr('class', `way-state is-sign role-${role}`)
        .attr('x', 10)
        .attr('y', 8.5)
        .attr('font-size', 10)
        .text(text.slice(0, 1));
      return;
    case 'victim':
      path('absent', boxPath(1, 1.5, 13, 13, 4, 4));
      path('victim', 'M15,3.5l4.5,4.5l-4.5,4.5Z');
      return;
    case 'fence':
      path('fence-chip', boxPath(1, 2.5, 18, 11, 5.5, 5.5));
      path('fence-dot', 'M6,8h.01');
      return;
    case 'selected':
      path('ring chosen');
      return;
    default:
      path('absent');
  }
}
