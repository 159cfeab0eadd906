/** The room in words: what the selected row or page holds, and what the current step did. */
import type { RoomColumn, RoomMove, RoomPage, RoomRow, RoomScene } from './roomTypes.ts';

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
      const row = page.rows.find(isChosenRow);
      if (row) return rowText(scene, buffer.title, page, row);
      if (page.selected || page.marks.some(({ selected }) => selected))
        return [
          sentence(`${buffer.title}, ${page.name}`),
          ...page.marks.map(({ name }) => sentence(name)),
        ];
    }
  return [];
}

function isChosenRow(row: RoomRow): boolean {
  return row.selected || row.cells.some(({ selected }) => selected);
}

function rowText(
  scene: RoomScene,
  buffer: string,
  page: RoomPage,
  row: RoomRow,
): readonly string[] {
  const empty = row.cells.filter(({ absent }) => absent).map(({ part }) => partName(scene, part));
  const lines = row.lastLine > row.firstLine ? `lines ${row.title}` : `line ${row.title}`;
  return [
    sentence(`${buffer}, ${page.title}, ${lines}: ${page.ownerWords}`),
    ...row.cells.filter(({ absent }) => !absent).map(({ name }) => sentence(name)),
    ...(empty.length === 0 ? [] : [sentence(`no copy in ${empty.join(', ')}`)]),
  ];
}

function changedText(scene: RoomScene): readonly string[] {
  const rows = scene.buffers.flatMap((buffer) => buffer.pages).flatMap((page) => page.rows);
  const marks = scene.buffers.flatMap((buffer) => buffer.pages).flatMap((page) => page.marks);
  return [
    ...scene.moves.map((move) => sentence(moveText(scene, move))),
    ...marks.filter(({ touched }) => touched).map(({ name }) => sentence(name)),
    ...rows
      .flatMap((row) => row.cells)
      .filter(({ touched }) => touched)
      .map(({ name }) => sentence(name)),
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
