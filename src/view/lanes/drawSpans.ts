/** What lasts: spans in rows. Those too short to be seen one by one are drawn as one, with their number. */
import { select } from 'd3-selection';
import type { Span } from '../../scene/laneSpans.ts';
import { textWidth } from '../room/shapes.ts';
import { between } from './between.ts';
import type { Layer } from './drawGrid.ts';
import { spanHeight, textSize } from './lanesLayout.ts';
import type { Picture } from './timeWindow.ts';

/** Pixels below which a span is no longer drawn on its own. */
const leastWidth = 10;
/** Pixels between two short ones from which on they are drawn apart. */
const leastGap = 6;

/** A span, or several that stand together; what goes on past the cursor is filled up to it, and dashed beyond. */
interface Part extends Pick<Span, 'key' | 'look' | 'shares' | 'text' | 'label'> {
  readonly row: number;
  readonly kind: string;
  readonly future: boolean;
  readonly isHidden: boolean;
  readonly left: number;
  readonly right: number;
  /** Where a fence has signaled: at the right end. */
  readonly isOver: boolean;
}

export function drawSpans(layer: Layer, picture: Picture): void {
  const { scene, from, to } = picture;
  const parts = scene.run.rows.flatMap(({ spans, kind }, row) => {
    const seen = between(
      spans,
      from,
      to,
      (span) => span.to,
      (span) => span.from,
    );
    return partsOf(seen, row, kind, picture);
  });
  const marks = layer
    .selectAll<SVGGElement, Part>('g.lanes-span')
    .data(parts, (part) => part.key)
    .join((enter) => {
      const mark = enter.append('g').attr('role', 'img');
      mark.append('rect').attr('class', 'lanes-bar').attr('rx', 3);
      return mark;
    })
    .attr('class', partClass)
    .attr('aria-label', (part) => part.label)
    // A span that is under way has two parts and is told once.
    .attr('aria-hidden', (part) => (part.isHidden ? 'true' : null));
  marks.each(function drawPart(part) {
    placePart(select<SVGGElement, Part>(this), part, picture);
  });
}

function partClass({ look, future, kind }: Part): string {
  return `lanes-span look-${look} kind-${kind} ${future ? 'is-future' : 'is-past'}`;
}

function partsOf(
  spans: readonly Span[],
  row: number,
  kind: string,
  { scene, unit }: Picture,
): readonly Part[] {
  const parts: Part[] = [];
  let few: Span[] = [];
  const gather = (): void => {
    const [first] = few;
    const last = few.at(-1);
    if (first && last) parts.push(manyPart(few, first, last, row, scene.cursor.x));
    few = [];
  };
  for (const span of spans) {
    const before = few.at(-1);
    if (before && (span.from - before.to) * unit >= leastGap) gather();
    if ((span.to - span.from) * unit < leastWidth) few.push(span);
    else {
      gather();
      parts.push(...cutAtCursor(span, row, kind, scene.cursor.x));
    }
  }
  gather();
  return parts;
}

function manyPart(few: readonly Span[], first: Span, last: Span, row: number, now: number): Part {
  const isAlone = few.length === 1;
  return {
    key: `${row} ${first.key} many`,
    row,
    kind: 'many',
    look: few.every(({ look }) => look === first.look) ? first.look : 'several',
    shares: [],
    text: isAlone ? '' : `×${few.length}`,
    label: isAlone ? first.label : `${first.label}, and ${few.length - 1} more`,
    future: first.from >= now,
    isHidden: false,
    left: first.from,
    right: last.to,
    isOver: false,
  };
}

function cutAtCursor(span: Span, row: number, kind: string, now: number): readonly Part[] {
  const { look, shares, label } = span;
  const middle = Math.min(span.to, Math.max(span.from, now));
  // The name is written once, in the longer part.
  const isFirst = middle - span.from >= span.to - middle;
  const whole = { row, kind, look, shares, label };
  const past: Part = {
    ...whole,
    key: `${row} ${span.key} past`,
    text: isFirst ? span.text : '',
    future: false,
    isHidden: false,
    left: span.from,
    right: middle,
    isOver: span.isOver && middle === span.to,
  };
  const future: Part = {
    ...whole,
    key: `${row} ${span.key} future`,
    text: isFirst ? '' : span.text,
    future: true,
    isHidden: middle > span.from,
    left: middle,
    right: span.to,
    isOver: span.isOver,
  };
  return [past, future].filter((part) => part.right > part.left);
}

type Mark = ReturnType<typeof select<SVGGElement, Part>>;

function placePart(mark: Mark, part: Part, { layout, timeX }: Picture): void {
  // What is far out of sight needs no exact place.
  const left = Math.max(-4000, timeX(part.left));
  const right = Math.min(layout.viewport === Infinity ? Infinity : 12_000, timeX(part.right));
  const y = layout.rowY(part.row);
  const width = Math.max(1.5, right - left - 2);
  const share = spanHeight / part.shares.length;
  mark
    .selectAll('rect.lanes-share')
    .data(part.future ? [] : part.shares)
    .join((enter) => enter.insert('rect', '.lanes-bar'))
    .attr('class', (role) => `lanes-share role-${role}`)
    .attr('x', left + 1)
    .attr('y', (_, index) => y - spanHeight / 2 + index * share)
    .attr('width', width)
    .attr('height', share);
  mark
    .select('.lanes-bar')
    .attr('x', left + 1)
    .attr('y', y - spanHeight / 2)
    .attr('width', width)
    .attr('height', spanHeight);
  if (part.kind === 'fence' || part.kind === 'job') placePending(mark, part, left, right, y);
  // The name stays in sight where the span begins out of it.
  const words = textWidth(part.text, textSize * layout.type) + 14;
  const start = Math.max(left, layout.labels);
  mark
    .selectAll('text')
    .data(part.text !== '' && words < right - start ? [part.text] : [])
    .join((enter) => enter.append('text').attr('dy', '0.35em').attr('aria-hidden', 'true'))
    .attr('x', start + 8)
    .attr('y', y)
    .text((text) => text);
}

/** Hatched while it is pending, with a dot where it signals. */
function placePending(mark: Mark, part: Part, left: number, right: number, y: number): void {
  mark
    .selectAll('path')
    .data([part])
    .join((enter) => enter.append('path').attr('class', 'lanes-pending'))
    .attr('d', `M${left + 4} ${y}H${Math.max(left + 4, right - 4)}`);
  mark
    .selectAll('circle')
    .data(part.isOver ? [part] : [])
    .join((enter) => enter.append('circle').attr('class', 'lanes-over').attr('r', 4))
    .attr('cx', right - 1)
    .attr('cy', y);
}
