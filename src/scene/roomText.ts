/** The room in words: what the selected row or page holds, and what the current step did. */
import type { RoomColumn, RoomMove, RoomPage, RoomRow, RoomScene } from './roomTypes.ts';
import { summaryOf } from './rowSummary.ts';

export interface RoomText {
  /** Sentences about the selected row or page; empty where nothing in the room is selected. */
  readonly selected: readonly string[];
  /** Sentences about the current step; empty before the first. */
  readonly changed: readonly string[];
}

export function roomText(scene: RoomScene): RoomText {
  return { selected: selectedText(scene), changed: changedText(scene) };
}

function selectedText(scene: RoomScene): readonly string[] {
  for (const buffer of scene.buffers)
    for (const page of buffer.pages) {
      const row = summaryOf(page.rows).chosen;
      if (row) return rowText(scene, buffer.title, page, row);
      if (page.selected || page.marks.some(({ selected }) => selected))
        return [
          sentence(`${buffer.title}, ${page.name}`),
          ...page.marks.map(({ name }) => sentence(name)),
        ];
    }
  return [];
}

function rowText(
  scene: RoomScene,
  buffer: string,
  page: RoomPage,
  row: RoomRow,
): readonly string[] {
  const shown = new Set(scene.columns.flatMap(({ parts }) => parts.map(({ key }) => key)));
  const empty = row.cells
    .filter(({ absent, part }) => absent && shown.has(part))
    .map(({ part }) => partName(scene, part));
  const lines = row.lastLine > row.firstLine ? `lines ${row.title}` : `line ${row.title}`;
  return [
    sentence(`${buffer}, ${page.title}, ${lines}: ${page.ownerWords}`),
    ...row.cells.filter(({ absent }) => !absent).map(({ name }) => sentence(name)),
    ...(empty.length === 0 ? [] : [sentence(`no copy in ${empty.join(', ')}`)]),
    ...setText(scene),
  ];
}

/** Where caches are shown by set: who competes with the selected line for its ways, in every cache. */
function setText(scene: RoomScene): readonly string[] {
  const set = scene.sets.find(({ chosen }) => chosen);
  return (set?.caches ?? []).flatMap(({ part, ways }) => {
    const cache = partName(scene, part);
    const held = ways.filter(({ cell }) => cell !== null);
    const words = held.map(
      ({ tag, mesi, victim }) => `${tag} (${mesi})${victim ? ', next out' : ''}`,
    );
    const free = ways.length - held.length;
    if (free > 0) words.push(`${free} empty ${free === 1 ? 'way' : 'ways'}`);
    return [sentence(`set ${set?.title} of ${cache}, last used first: ${words.join('; ')}`)];
  });
}

function changedText(scene: RoomScene): readonly string[] {
  const pages = scene.buffers.flatMap((buffer) => buffer.pages);
  const marks = pages.flatMap((page) => page.marks);
  return [
    ...scene.moves.map((move) => sentence(moveText(scene, move))),
    ...marks.filter(({ touched }) => touched).map(({ name }) => sentence(name)),
    ...pages.flatMap(({ rows }) => summaryOf(rows).touched).map(({ name }) => sentence(name)),
  ];
}

function moveText(scene: RoomScene, move: RoomMove): string {
  const said = [
    move.label,
    move.from === null ? '' : `from ${partName(scene, move.from)}`,
    move.to === null ? '' : `to ${partName(scene, move.to)}`,
  ].filter((text) => text !== '');
  return `${said.join(' ')}${move.violation === '' ? '' : `, violation: ${move.violation}`}`;
}

/** `CPU 0's cache`, `memory`, `gpu`: a part, or a column, in words. */
function partName(scene: RoomScene, key: string): string {
  const column = scene.columns.find(
    (other) => other.key === key || other.parts.some((part) => part.key === key),
  );
  if (!column) return key;
  const part = column.parts.find((other) => other.key === key);
  if (!part || !isPartOfMany(column)) return part?.title ?? column.title;
  return `${column.title}'s ${part.title}`;
}

function isPartOfMany(column: RoomColumn): boolean {
  return column.kind === 'cpu' || column.kind === 'process';
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
