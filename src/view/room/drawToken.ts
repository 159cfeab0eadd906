/** What runs along a row or a page: a piece of the line with its value, or an entry of a table. */
import type { RoomMove, RoomToken } from '../../scene/roomTypes.ts';
import type { Svg } from './drawBody.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { fitText } from './shapes.ts';

const entryHeight = 24;
const textSize = 12;

/** It runs along the rows of lines, but has none of their bytes. */
export function isQuestion({ text }: RoomToken): boolean {
  return text === '?' || text === '!';
}

/** Draws it with its middle at the origin of a group of its own. */
export function drawToken(
  body: Svg,
  token: RoomToken,
  move: RoomMove,
  width: number,
  layout: RoomLayout,
): SVGGElement | null {
  const isLine = move.kind === 'data' && !isQuestion(token);
  const { role, text, stale } = token;
  const height = isLine ? layout.cellHeight : Math.min(entryHeight, layout.cellHeight);
  const size = Math.min(textSize * layout.type, height - 3);
  const group = body
    .select<SVGGElement>('g.tokens')
    .append('g')
    .attr('class', `token ${isLine ? 'line' : 'entry'} role-${role}`);
  const box = (name: string): void => {
    group
      .append('rect')
      .attr('class', name)
      .attr('x', -width / 2)
      .attr('y', -height / 2)
      .attr('width', width)
      .attr('height', height)
      .attr('rx', isLine ? 4 : height / 2);
  };
  box('token-face');
  if (stale) {
    box('hatch');
    const hatch = body.select('defs pattern').attr('id');
    group.select('.hatch').attr('fill', `url(#${hatch})`);
  }
  group
    .append('text')
    .attr('font-size', size)
    .text(fitText(text, width - 4, size));
  return group.node();
}
