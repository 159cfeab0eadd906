/**
 * The caches by set and way: what stands in each way, which way is the next to go, and the set of the selected
 * line. Lines that compete for one set light up together where the pointer or the focus is on one of them.
 */
import { select } from 'd3-selection';
import type { RoomCell, RoomScene, RoomWay } from '../../scene/roomTypes.ts';
import type { Svg } from './drawBody.ts';
import { dirtyPath, dominantRole, drawRuns, place, type Group } from './drawCell.ts';
import type { Span1 } from './layoutColumns.ts';
import { layoutSets, setsBottom, setsHead, setsTop, setsType, wayBox } from './layoutSets.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { isNewLook } from './look.ts';
import { flagPath, fitText, textWidth } from './shapes.ts';

export interface WayBox {
  /** Number of its set. */
  readonly set: number;
  readonly width: number;
  readonly height: number;
  readonly lineSize: number;
  /** Id of the hatch pattern. */
  readonly hatch: string;
  /** Enlarges the words. */
  readonly type: number;
}

const tagSize = 10.5;
const valueSize = 12.5;
const side = 6;

/** Draws a way into an empty group whose origin is its top left corner. */
export function drawWay(group: Group, way: RoomWay, box: WayBox): void {
  const { cell } = way;
  if (!cell) {
    group
      .append('rect')
      .attr('class', 'absent')
      .attr('data-set', box.set)
      .call(place, box.width, box.height);
    return;
  }
  drawRuns(group, cell, box, box.height);
  const looks = `${cell.newest ? ' newest' : ''}${cell.apart ? ' apart' : ''}`;
  const role = dominantRole(cell);
  group
    .append('rect')
    .attr('class', `outline role-${role}${looks}`)
    .attr('data-set', box.set)
    .call(place, box.width, box.height);
  if (cell.dirty)
    group.append('path').attr('class', `dirty role-${role}`).attr('d', dirtyPath(box, box.height));
  drawWords(group, way, cell, box);
  if (way.victim)
    group
      .append('path')
      .attr('class', 'victim')
      .attr('d', `M${box.width + 1},${box.height / 2 - 5}l5,5l-5,5Z`);
  drawRings(group, way, cell, box);
}

function drawRings(group: Group, way: RoomWay, cell: RoomCell, box: WayBox): void {
  const ring = (name: string, outset: number): void => {
    group.append('rect').attr('class', `ring ${name}`).call(place, box.width, box.height, outset);
  };
  if (cell.violation !== '') {
    ring('violated', 1.5);
    group
      .append('path')
      .attr('class', 'flag')
      .attr('d', flagPath)
      .attr('transform', `translate(${box.width / 2 - 4},${box.height - 13})`);
  } else if (cell.touched) ring('touched', 1.5);
  if (way.selected) ring('chosen', 2.5);
}

/** The tag above; the value and the MESI state below it. */
function drawWords(
  group: Group,
  way: RoomWay,
  cell: RoomCell,
  { width, height, type }: WayBox,
): void {
  const role = dominantRole(cell);
  const size = tagSize * Math.min(type, 1.15);
  const room = width - 2 * side - (cell.dirty ? 6 : 0);
  const text = fitTag(way.tag, room + 4, size);
  const word = (words: string, className: string, x: number, y: number, fontSize: number): void => {
    group
      .append('text')
      .attr('class', `${className} role-${role}`)
      .attr('x', x)
      .attr('y', y)
      .attr('font-size', fontSize)
      .text(words);
  };
  if (text !== '') word(text, 'way-tag', side, height * 0.3, size);
  const labels = [...new Set(cell.runs.map(({ label }) => label))].filter((each) => each !== '');
  const value = fitText(labels.join('·'), width - 2 * side - 14, valueSize * type);
  if (value !== '') word(value, 'label', side, height * 0.7, valueSize * type);
  if (width > 22) word(way.mesi, 'way-state', width - side, height * 0.7, size);
}

/** A tag in fewer letters where there is no room: the number of the line stays, names give way. */
export function fitTag(tag: string, width: number, size: number): string {
  const short = tag.replace(/line /u, '');
  const whole = [tag, short].find((words) => textWidth(words, size) <= width);
  if (whole !== undefined) return whole;
  const [, names = '', number = ''] = /^(.*?) ?([\d_]+(?: · .*)?)$/u.exec(short) ?? [];
  for (let letters = names.length - 1; letters > 0; letters--) {
    const cut = `${names.slice(0, letters)}… ${number}`;
    if (textWidth(cut, size) <= width) return cut;
  }
  return number === '' ? fitText(short, width, size) : fitText(number, width, size);
}

/** The ground of the caches: it is none of the pages beside it. With the numbers of the sets, and what is empty. */
export function drawSets(svg: Svg, scene: RoomScene, layout: RoomLayout): void {
  const parts = scene.columns
    .flatMap((column) => column.parts)
    .filter(({ kind }) => kind === 'ways');
  svg
    .select<SVGGElement>('g.bands')
    .selectAll<SVGGElement, (typeof parts)[number]>('g.set-ground')
    .data(scene.sets.length > 0 ? parts : [], (part) => part.key)
    .join('g')
    .attr('class', 'set-ground')
    .raise()
    .each(function drawGround(part) {
      const box = layout.parts.get(part.key);
      const boxes = layoutSets(scene.sets, layout);
      const sets = scene.sets.map(({ key, title, chosen }) => [title, chosen, boxes.get(key)]);
      if (!isNewLook(this, [box, sets, part.ways, layout.type])) return;
      const group = select<SVGGElement, unknown>(this);
      group.selectAll('*').remove();
      if (!box) return;
      const own: Group = select(this);
      const [top, type] = [setsTop(layout), setsType(layout)];
      const panel = own.append('rect').attr('class', 'set-panel').attr('rx', 8);
      panel
        .attr('x', box.x - 3)
        .attr('width', box.width + 6)
        .attr('y', top + 0.5)
        .attr('height', setsBottom(scene, layout) - top - 1);
      drawSetHead(own, box, top, type);
      for (const set of scene.sets) {
        const at = boxes.get(set.key);
        if (!at) continue;
        const isFold = set.caches.length === 0;
        if (set.chosen)
          own
            .append('rect')
            .attr('class', 'row-chosen')
            .attr('x', box.x - 3)
            .attr('y', at.y - 1)
            .attr('width', box.width + 6)
            .attr('height', at.height - 2);
        own
          .append('text')
          .attr('class', isFold ? 'set-fold' : `set-number code${set.chosen ? ' is-chosen' : ''}`)
          .attr('data-set', isFold ? null : set.first)
          .attr('x', isFold ? box.x + 4 : wayBox(box, part.ways ?? 1, 0).x - 6)
          .attr('y', at.y + (at.height - 4) / 2)
          .attr('font-size', tagSize * type)
          .text(set.title);
      }
    });
}

/** Which end of a row was used last, and which is the next to go. */
function drawSetHead(group: Group, { x, width }: Span1, top: number, type: number): void {
  const size = tagSize * type;
  const y = top + (setsHead * type) / 2;
  const word = (words: string, className: string, at: number): void => {
    group
      .append('text')
      .attr('class', className)
      .attr('x', at)
      .attr('y', y)
      .attr('font-size', size)
      .text(words);
  };
  word('set', 'set-word', x + 2);
  if (width > textWidth('setnext out', size) + 20)
    word('next out', 'set-word is-end', x + width - 6);
  if (width < textWidth('setused lastnext out', size) + 40) return;
  word('used last', 'set-word', x + 28);
  const [from, to] = [
    28 + textWidth('used last', size) + 2,
    width - textWidth('next out', size) - 16,
  ];
  group
    .append('path')
    .attr('class', 'set-order')
    .attr('d', `M${x + from},${y}H${x + to}`);
  group
    .append('path')
    .attr('class', 'set-order-head')
    .attr('d', `M${x + to + 4},${y}l-5,-3.5v7Z`);
}

/** Lights what competes for one set, as long as the pointer or the focus is on a part of it. */
export function lightPartners(root: Element): () => void {
  let lit: readonly Element[] = [];
  const light = (set: string | null): void => {
    for (const each of lit) each.classList.remove('is-partner');
    lit = set === null ? [] : [...root.querySelectorAll(`[data-set="${set}"]`)];
    for (const each of lit) each.classList.add('is-partner');
  };
  const enter = (event: Event): void => light(setAt(event));
  const leave = (): void => light(null);
  root.addEventListener('pointerover', enter);
  root.addEventListener('pointerleave', leave);
  root.addEventListener('focusin', enter);
  root.addEventListener('focusout', leave);
  return () => {
    root.removeEventListener('pointerover', enter);
    root.removeEventListener('pointerleave', leave);
    root.removeEventListener('focusin', enter);
    root.removeEventListener('focusout', leave);
  };
}

/** The set that the thing under an event belongs to. */
function setAt(event: Event): string | null {
  const [target] = event.composedPath();
  if (!isElement(target)) return null;
  const marked =
    target.closest('[data-set]') ?? target.closest('.item')?.querySelector('[data-set]');
  return marked?.getAttribute('data-set') ?? null;
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && 'closest' in value;
}
