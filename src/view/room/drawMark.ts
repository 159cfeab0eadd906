/** Translations and mappings of a page: boxes with words, and narrow strips with words on their side. */
import type { PartKind } from '../../scene/roomPart.ts';
import type { PageMark, RoomSpan } from '../../scene/roomTypes.ts';
import type { Group } from './drawCell.ts';
import { tallFrom } from './pinWords.ts';
import { codeWidth, fitText, textWidth, wrapText } from './shapes.ts';

interface Box {
  readonly width: number;
  readonly height: number;
  readonly hatch: string;
  /** Enlarges the words. */
  readonly type: number;
}

const plainTitle = 12;
const plainDetail = 10.5;
/** Marks thinner than this have no words. */
const thinMark = 12;
/** Words on their side stay within the width of a strip. */
const mostSide = 12;

/** Draws into an empty group whose origin is the mark's top left corner. */
export function drawMark(group: Group, mark: PageMark, kind: PartKind, box: Box): void {
  frame(group, mark, box, kind === 'strip' ? 'strip' : 'box');
  const words = pinned(group, box);
  if (kind === 'strip') stripText(words, mark, box);
  else boxText(words, mark, box);
  if (mark.touched) ring(group, 'touched', box, 1.5);
  if (mark.selected) ring(group, 'chosen', box, 2.5);
}

/** Words of a high mark go along while it scrolls. */
function pinned(group: Group, { height }: Box): Group {
  if (height < tallFrom) return group;
  return group.append('g').attr('class', 'pinned').attr('data-height', height);
}

/** An entry of a list, over the rows that it covers. */
export function drawSpan(group: Group, span: RoomSpan, box: Box): void {
  frame(group, span, box, 'strip');
  const detailSize = sideSize(box);
  const label = span.merges === '' ? span.label : `${span.label} = ${span.merges}`;
  const fitting = [`${label}  ${span.code}`, label, `${span.label}  ${span.code}`].find(
    (words) => codeWidth(words, detailSize) <= box.height - 8,
  );
  const text = fitting ?? span.label;
  if (box.width >= thinMark && codeWidth(text, detailSize) <= box.height - 4)
    pinned(group, box)
      .append('text')
      .attr('class', `side code role-${span.role} is-${span.state}`)
      .attr('transform', `translate(${box.width / 2},${box.height / 2}) rotate(-90)`)
      .attr('font-size', detailSize)
      .text(text);
  if (span.selected) ring(group, 'chosen', box, 2.5);
}

function frame(
  group: Group,
  mark: Pick<PageMark, 'state' | 'role'>,
  box: Box,
  shape: 'strip' | 'box',
): void {
  const rect = (className: string): void => {
    group
      .append('rect')
      .attr('class', className)
      .attr('x', 0.75)
      .attr('y', 0.75)
      .attr('width', box.width - 1.5)
      .attr('height', box.height - 1.5)
      .attr('rx', 5);
  };
  rect(`mark ${shape} is-${mark.state} role-${mark.role}`);
  if (mark.state === 'stale')
    group
      .append('rect')
      .attr('class', `hatch role-${mark.role}`)
      .attr('x', 1.5)
      .attr('y', 1.5)
      .attr('width', box.width - 3)
      .attr('height', box.height - 3)
      .attr('rx', 4)
      .attr('fill', `url(#${box.hatch})`);
}

function ring(group: Group, name: string, box: Box, outset: number): void {
  group
    .append('rect')
    .attr('class', `ring ${name}`)
    .attr('x', -outset)
    .attr('y', -outset)
    .attr('width', box.width + 2 * outset)
    .attr('height', box.height + 2 * outset)
    .attr('rx', 5 + outset);
}

function sideSize({ type }: Box): number {
  return Math.min(mostSide, plainDetail * type);
}

function stripText(
  group: Group,
  { title, role, state }: Pick<PageMark, 'title' | 'role' | 'state'>,
  box: Box,
): void {
  const detailSize = sideSize(box);
  const short = title.split(' ').at(-1) ?? '';
  const text =
    textWidth(title, detailSize) <= box.height - 6
      ? title
      : textWidth(short, detailSize) <= box.height - 4
        ? short
        : '';
  if (text === '') return;
  group
    .append('text')
    .attr('class', `side role-${role} is-${state}`)
    .attr('transform', `translate(${box.width / 2},${box.height / 2}) rotate(-90)`)
    .attr('font-size', detailSize)
    .text(text);
}

/** As large as lets the longest word stand whole. */
function titleSizeIn(title: string, room: number, { type }: Box): number {
  const longest = Math.max(...title.split(' ').map((word) => textWidth(word, 1)));
  return Math.max(plainDetail, Math.min(plainTitle * type, room / longest));
}

function boxText(group: Group, mark: PageMark, box: Box): void {
  if (box.height < thinMark) return;
  const room = box.width - 6;
  const titleSize = titleSizeIn(mark.title, room, box);
  const detailSize = plainDetail * box.type;
  const pitch = 16 * box.type;
  const most = Math.max(1, Math.floor((box.height - 2) / pitch));
  const titles = wrapText(mark.title, room, titleSize);
  const lines = [
    ...(titles.length <= most ? titles : [fitText(mark.title, room, detailSize)]).map((text) =>
      line(text, 'mark-title', titles.length <= most ? titleSize : detailSize),
    ),
    ...wrapText(mark.detail, room, detailSize).map((text) => line(text, 'mark-detail', detailSize)),
    ...(mark.code !== '' && codeWidth(mark.code, plainDetail) <= room
      ? [
          line(
            mark.code,
            'mark-code',
            codeWidth(mark.code, detailSize) <= room ? detailSize : plainDetail,
          ),
        ]
      : []),
  ];
  const shown = lines.slice(0, most);
  const top = box.height / 2 - ((shown.length - 1) * pitch) / 2;
  shown.forEach(({ text, className, size }, index) => {
    group
      .append('text')
      .attr('class', `${className} role-${mark.role} is-${mark.state}`)
      .attr('x', box.width / 2)
      .attr('y', top + index * pitch)
      .attr('font-size', size)
      .text(text);
  });
}

interface TextLine {
  readonly text: string;
  readonly className: string;
  readonly size: number;
}

function line(text: string, className: string, size: number): TextLine {
  return { text, className, size };
}
