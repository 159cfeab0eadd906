/**
 * Where two rooms show the same place otherwise: copies, translations and owners. Rows and pages may be folded
 * apart in the two, so places are held against each other by lines and pages, not by rows. Addresses do
 * not count: they differ between machines without meaning anything.
 */
import { placeKey } from './selection.ts';
import type { PageMark, RoomCell, RoomPage, RoomScene } from './roomTypes.ts';

/** One place, or neighbouring lines or pages of one, that the two rooms show otherwise. */
export interface RoomDifference {
  readonly kind: 'owner' | 'copy' | 'translation' | 'column';
  /** `line 2 in memory`. */
  readonly where: string;
  /** `A`, `stale 0`, `no copy`. */
  readonly here: string;
  readonly there: string;
  /** Keys of the marks concerned, in each room. */
  readonly keysHere: readonly string[];
  readonly keysThere: readonly string[];
}

/** A mark over lines or pages, both ends included. */
interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly key: string;
  /** Equal where the marks look the same. */
  readonly look: string;
  /** What it shows, in a few words. */
  readonly words: string;
  /** Where that is, without lines or pages. */
  readonly where: string;
}

type Stretches = ReadonlyMap<string, readonly Stretch[]>;

/** All differences: owners first, then copies, then translations, then columns of one room alone. */
export function roomDifferences(here: RoomScene, there: RoomScene): readonly RoomDifference[] {
  return [
    ...compare('owner', 'page', owners(here), owners(there)),
    ...compare('copy', 'line', copies(here), copies(there)),
    ...compare('translation', 'page', translations(here), translations(there)),
    ...columnDifferences(here, there),
  ];
}

/** The room with the marks outlined that another run has otherwise, and the legend saying so. */
export function withDifferences(scene: RoomScene, keys: readonly string[]): RoomScene {
  if (keys.length === 0) return scene;
  const text = 'dashed ring: otherwise in the other run';
  return {
    ...scene,
    differs: keys,
    legend: [...scene.legend, { key: 'differs', symbol: 'differs', role: 'here', text }],
  };
}

function pagesOf({ buffers }: RoomScene): readonly RoomPage[] {
  return buffers.flatMap(({ pages }) => pages);
}

/** Names the buffer where there are several. */
function inBuffer({ buffers }: RoomScene, buffer: number): string {
  return buffers.length > 1 ? ` of ${buffers[buffer]?.title ?? 'buffer'}` : '';
}

function collect(items: readonly (readonly [string, Stretch])[]): Stretches {
  const found = new Map<string, Stretch[]>();
  for (const [key, stretch] of items) {
    const list = found.get(key);
    if (list) list.push(stretch);
    else found.set(key, [stretch]);
  }
  return found;
}

function owners(scene: RoomScene): Stretches {
  return collect(
    pagesOf(scene).map((page) => {
      const words = [page.ownerWords, page.ownerDetail].filter((text) => text !== '').join(', ');
      const { first, last, key, buffer } = page;
      const where = inBuffer(scene, buffer);
      return [`b${buffer}`, { first, last, key, look: words, words, where }] as const;
    }),
  );
}

function copies(scene: RoomScene): Stretches {
  return collect(
    pagesOf(scene).flatMap(({ rows }) =>
      rows.flatMap(({ buffer, firstLine, lastLine, cells }) =>
        cells.map((cell) => {
          const stretch = {
            first: firstLine,
            last: lastLine,
            key: cell.key,
            look: cellLook(cell),
            words: cellWords(cell),
            where: `${inBuffer(scene, buffer)} in ${placeWords(cell.name)}`,
          };
          return [`b${buffer}/${cell.part}`, stretch] as const;
        }),
      ),
    ),
  );
}

function translations(scene: RoomScene): Stretches {
  return collect(
    pagesOf(scene).flatMap(({ buffer, first, last, marks }) =>
      marks.map((mark) => {
        const lines = mark.lines === null ? '' : `/${mark.lines.join('-')}`;
        const where = `${inBuffer(scene, buffer)}, ${markPlace(mark)}`;
        const { state, title, detail, key } = mark;
        const words = [title, detail].filter((text) => text !== '').join(', ') || 'nothing';
        const look = JSON.stringify([state, title, detail]);
        const id = `b${buffer}/${mark.part}/${placeKey(mark.place)}${lines}`;
        return [id, { first, last, key, look, words, where }] as const;
      }),
    ),
  );
}

/** What the bytes are, without where they came from in this step. */
function cellLook({ absent, runs, dirty, stale, ghost, apart }: RoomCell): string {
  return JSON.stringify([
    absent,
    dirty,
    stale,
    ghost,
    apart,
    runs.map(({ start, length, label, role, stale: old }) => [start, length, label, role, old]),
  ]);
}

/** `A, dirty`, `stale 0`, `no copy`. */
function cellWords({ absent, runs, dirty, stale, ghost, apart }: RoomCell): string {
  if (absent) return 'no copy';
  const held = runs.filter(({ role }) => role !== 'none');
  const values = [...new Set(held.map(runWords))];
  const shown = values.length > 3 ? [...values.slice(0, 3), '…'] : values;
  return [
    `${stale ? 'stale ' : ''}${shown.join(' ')}`,
    dirty ? 'dirty' : '',
    ghost ? 'in a freed slot' : '',
    apart ? 'no bytes of the buffer' : '',
  ]
    .filter((words) => words !== '')
    .join(', ');
}

function runWords({ label, role }: RoomCell['runs'][number]): string {
  if (label !== '') return label;
  return role === 'initial' ? '0' : '–';
}

/** `memory` of `line 2 in memory: A`. */
function placeWords(name: string): string {
  const start = name.indexOf(' in ');
  const end = name.indexOf(': ');
  return start < 0 ? name : name.slice(start + ' in '.length, end < 0 ? undefined : end);
}

/** `TLB of CPU 0` of `page 0, TLB of CPU 0: rw`. */
function markPlace({ name }: PageMark): string {
  const end = name.indexOf(': ');
  return (end < 0 ? name : name.slice(0, end)).replace(/^pages? [\d–]+, /, '');
}

function compare(
  kind: RoomDifference['kind'],
  unit: string,
  here: Stretches,
  there: Stretches,
): readonly RoomDifference[] {
  return [...here].flatMap(([key, own]) => {
    const others = there.get(key);
    return others ? joined(kind, unit, differing(own, others)) : [];
  });
}

interface Piece {
  readonly first: number;
  readonly last: number;
  readonly here: Stretch;
  readonly there: Stretch;
}

/** Where the stretches of one place overlap and look different. */
function differing(here: readonly Stretch[], there: readonly Stretch[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0, k = 0; i < here.length && k < there.length;) {
    const [own, other] = [here[i], there[k]];
    if (!own || !other) break;
    const first = Math.max(own.first, other.first);
    const last = Math.min(own.last, other.last);
    if (first <= last && own.look !== other.look)
      pieces.push({ first, last, here: own, there: other });
    if (own.last <= other.last) i++;
    if (other.last <= own.last) k++;
  }
  return pieces;
}

/** Neighbours that differ in the same way are one difference. */
function joined(
  kind: RoomDifference['kind'],
  unit: string,
  pieces: readonly Piece[],
): readonly RoomDifference[] {
  const groups: Piece[][] = [];
  for (const piece of pieces) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const goesOn =
      before?.last === piece.first - 1 &&
      before.here.words === piece.here.words &&
      before.there.words === piece.there.words;
    if (group && goesOn) group.push(piece);
    else groups.push([piece]);
  }
  return groups.flatMap((group): RoomDifference[] => {
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last) return [];
    const range =
      first.first === last.last
        ? `${unit} ${first.first}`
        : `${unit}s ${first.first} to ${last.last}`;
    return [
      {
        kind,
        where: `${range}${first.here.where}`,
        here: first.here.words,
        there: first.there.words,
        keysHere: [...new Set(group.map(({ here }) => here.key))],
        keysThere: [...new Set(group.map(({ there }) => there.key))],
      },
    ];
  });
}

/** Columns that one of the rooms does not have: an IOMMU, bounce slots. */
function columnDifferences(here: RoomScene, there: RoomScene): readonly RoomDifference[] {
  const keysOf = (scene: RoomScene) => new Set(scene.columns.map(({ key }) => key));
  const [own, others] = [keysOf(here), keysOf(there)];
  const only = (columns: RoomScene['columns'], known: ReadonlySet<string>, isHere: boolean) =>
    columns
      .filter(({ key }) => !known.has(key))
      .map(({ title, subtitle }): RoomDifference => ({
        kind: 'column',
        where: [title, subtitle].filter((text) => text !== '').join(', '),
        here: isHere ? 'there is one' : 'none',
        there: isHere ? 'none' : 'there is one',
        keysHere: [],
        keysThere: [],
      }));
  return [...only(here.columns, others, true), ...only(there.columns, own, false)];
}
