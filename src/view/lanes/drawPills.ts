/** The pills of the lanes: an operation each, and what reaches other lanes. Where they are crowded they become ticks. */
import { select } from 'd3-selection';
import type { LaneMark, Pill } from '../../scene/laneMarks.ts';
import type { LanesScene } from '../../scene/lanesScene.ts';
import { textWidth } from '../room/shapes.ts';
import { hasBegun } from './drawArrows.ts';
import type { Layer } from './drawGrid.ts';
import { compactBelow, pillHeight, textSize } from './lanesLayout.ts';
import type { Picture } from './timeWindow.ts';

const plainPill = 28;
const leastPill = 20;
const pillGap = 3;
/** Pixels of a pill that has no room for words. */
export const tickHeight = 14;
/** A flag, from its foot. */
export const flagPath = 'M0 0V-12M0 -12H10L7.5 -8.5L10 -5H0';
/** Pixels of a column below which flags have a layer of their own, see `drawDensity.ts`. */
export const crowdedBelow = 20;

/** What makes a mark a control. */
export interface Controls {
  /** Key of the mark that stands for the cursor. */
  readonly current: string;
  /** Key of the one that Tab reaches. */
  readonly stop: string;
  readonly onSeek: (mark: LaneMark) => void;
}

export function drawPills(
  layer: Layer,
  pills: readonly Pill[],
  picture: Picture,
  controls: Controls,
): void {
  const { scene, layout, unit, timeX } = picture;
  const marks = layer
    .selectAll<SVGGElement, Pill>('g.lanes-pill')
    .data(pills, (pill) => pill.key)
    .join((enter) => {
      const mark = enter.append('g').attr('role', 'button');
      mark.append('rect').attr('class', 'lanes-body');
      return mark
        .on('click', (_, pill) => controls.onSeek(pill))
        .on('mouseenter', (event: MouseEvent, pill) => addTip(event.currentTarget, pill));
    })
    .attr('class', (pill) => pillClass(pill, scene, controls.current))
    .attr('tabindex', (pill) => (pill.key === controls.stop ? 0 : -1))
    .attr('aria-current', (pill) => (pill.key === controls.current ? 'step' : null))
    .attr('aria-label', markLabel)
    .attr('transform', (pill) => `translate(${timeX(pill.x)} ${layout.laneY(pill.lane)})`);
  marks.each(function drawPill(pill) {
    const { text, width } = pillSize(pill, picture, controls.current);
    const isTick = width < leastPill;
    const height = isTick ? tickHeight : pillHeight;
    const mark = select(this);
    mark
      .select('rect')
      .attr('x', -width / 2)
      .attr('y', -height / 2)
      .attr('width', width)
      .attr('height', height)
      .attr('rx', isTick ? Math.min(3, width / 2) : height / 2);
    mark
      .selectAll('text')
      .data(text === '' ? [] : [text])
      .join((enter) =>
        enter
          .append('text')
          .attr('dy', '0.35em')
          .attr('text-anchor', 'middle')
          .attr('aria-hidden', 'true'),
      )
      .text((words) => words);
    mark
      .selectAll('path')
      .data(pill.flag && unit >= crowdedBelow ? [pill.flag] : [])
      .join('path')
      .attr('class', (flag) => `lanes-flag verdict-${flag.verdict}`)
      .attr('d', flagPath)
      .attr('transform', `translate(${width / 2 - 11} ${-pillHeight / 2 + 2})`);
  });
}

interface PillSize {
  readonly text: string;
  readonly width: number;
}

/** Pills may be wider than their column where their lane is free beside them; else their words are cut. */
function pillSize(pill: Pill, picture: Picture, current: string): PillSize {
  const { scene, unit } = picture;
  const { byLane, places, width: columns } = scene.run;
  const own = wantedWidth(pill, picture);
  const pills = byLane[pill.lane] ?? [];
  const place = places.get(pill.key) ?? 0;
  const room = [pills[place - 1], pills[place + 1]].map((other) => {
    if (!other) return own;
    const distance = Math.abs(other.x - pill.x) * unit - pillGap;
    return (2 * distance * own) / (own + wantedWidth(other, picture));
  });
  const edge = 2 * Math.min(pill.x, columns - pill.x) * unit + 12;
  const width = Math.floor(Math.min(own, edge, ...room));
  // Two at the same time overlap rather than vanish.
  const words = wordsOf(pill, picture, current);
  if (width < leastPill && unit >= crowdedBelow) return cut(words, leastPill, picture);
  if (width < leastPill) return { text: '', width: Math.max(2, Math.min(width, unit - 2)) };
  return cut(words, width, picture);
}

/** What came of it is said once it has happened: before, it is a question. Its width is the same. */
function wordsOf(pill: Pill, picture: Picture, current: string): string {
  const isAhead = whenOf(pill, picture.scene, current) === 'is-future';
  return nameOf(isAhead ? { text: pill.ahead, failed: false } : pill, picture);
}

function wantedWidth(pill: Pill, picture: Picture): number {
  const { type } = picture.layout;
  const air = isCompact(picture) ? 8 : 16;
  return Math.max(plainPill, textWidth(nameOf(pill, picture), textSize * type) + air);
}

function isCompact({ unit, layout }: Picture): boolean {
  return unit < compactBelow * layout.type;
}

/** In a device's own lane the word DMA can be spared. */
function nameOf({ text, failed }: Pick<Pill, 'text' | 'failed'>, picture: Picture): string {
  const name = isCompact(picture) ? text.replace(/^DMA /u, '') : text;
  return failed ? `${name} ✕` : name;
}

function cut(text: string, width: number, picture: Picture): PillSize {
  const size = textSize * picture.layout.type;
  const fits = (words: string): boolean => textWidth(words, size) <= width - 3;
  if (fits(text)) return { text, width };
  for (let letters = text.length - 1; letters > 1; letters--) {
    const shorter = `${text.slice(0, letters).trimEnd()}…`;
    if (fits(shorter)) return { text: shorter, width };
  }
  return { text: text.slice(0, 1), width };
}

/** Before, at or after the cursor. */
export function whenOf(mark: LaneMark, scene: LanesScene, current: string): string {
  if (mark.key === current) return 'is-current';
  return hasBegun(mark, scene) ? 'is-past' : 'is-future';
}

function pillClass(pill: Pill, scene: LanesScene, current: string): string {
  const when = whenOf(pill, scene, current);
  return `lanes-mark lanes-pill role-${pill.role} kind-${pill.kind} ${when}${pill.failed ? ' is-failed' : ''}`;
}

/** The words under the pointer, which come with it: most marks are never pointed at. */
export function addTip(element: EventTarget | null, mark: LaneMark): void {
  if (!(element instanceof SVGElement)) return;
  const tip = select(element).selectAll('title').data([0]).join('title');
  tip.text(markLabel(mark));
}

/** What a mark says to those who do not see it. */
export function markLabel({ label, flag }: LaneMark): string {
  if (!flag) return label;
  const verdict = flag.verdict === 'harm' ? 'harm' : 'luck on this platform';
  return `${label}. Breaks a rule: ${flag.rules.join(', ')} (${verdict})`;
}
