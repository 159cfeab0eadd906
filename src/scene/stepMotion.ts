/**
 * What is seen to happen between two pictures: which items wait for what moves to them, which go, which come,
 * and which pages change hands. Read backward it is how the step is undone. Where the later picture has no
 * item of the same key, because lines are folded otherwise, nothing of it is held back.
 */
import type {
  PageMark,
  RoomCell,
  RoomMove,
  RoomPage,
  RoomRow,
  RoomScene,
  RoomSpan,
} from './roomTypes.ts';

/** A page whose band passes to another owner. */
export interface Sweep {
  /** The page as it is afterwards. */
  readonly page: RoomPage;
  /** Whether the new owner's column is to the right of the old one's. */
  readonly isToRight: boolean;
}

export interface StepMotion {
  /** The later picture, but what is yet to move there, go or change hands is as it was before. */
  readonly stage: RoomScene;
  /** Keys of items in it that go. */
  readonly leaving: readonly string[];
  /** Keys of items in it that come to be where they are. */
  readonly coming: readonly string[];
  readonly sweeps: readonly Sweep[];
}

/** From the picture before a step to the one after it, whose moves say what happens. */
export function stepMotion(before: RoomScene, after: RoomScene): StepMotion {
  const parts = new Set(
    after.moves.flatMap(({ to, leaving, coming }) => [to, ...leaving, ...coming]),
  );
  const past = itemsOf(before, after, parts);
  const present = itemsOf(after, before, parts);
  const isChanged = (key: string): boolean => lookOf(past.get(key)) !== lookOf(present.get(key));
  const changedIn = (items: Items, of: readonly string[]): readonly string[] =>
    [...items].flatMap(([key, item]) =>
      of.includes(item.part) && lookOf(item) !== '' && isChanged(key) ? [key] : [],
    );
  const arriving = after.moves.flatMap((move) => arrivalsOf(move, after, past)).filter(isChanged);
  const leaving = changedIn(
    past,
    after.moves.flatMap((move) => move.leaving),
  );
  const coming = after.moves.flatMap((move) => {
    const changed = changedIn(present, move.coming);
    // What comes empty looks as what was not there, but for its mark of this step.
    return changed.length > 0 ? changed : touchedIn(move, present);
  });
  const sweeps = after.moves.flatMap((move) => sweepsOf(move, before, after));
  const held = new Set([...arriving, ...leaving]);
  const owners = pagesByKey(before);
  const swept = new Set(sweeps.map(({ page }) => page.key));
  return {
    stage:
      held.size === 0 && swept.size === 0
        ? after
        : withPast(after, past, held, (page) =>
            swept.has(page.key) ? owners.get(page.key) : undefined,
          ),
    leaving,
    coming,
    sweeps,
  };
}

type Item = RoomCell | PageMark | RoomSpan;
type Items = ReadonlyMap<string, Item>;

/** The items in some parts, by key; pages that are the same in another picture are left out. */
function itemsOf(
  { buffers, spans, sets }: RoomScene,
  other: RoomScene,
  parts: ReadonlySet<string | null>,
): Items {
  const items = new Map<string, Item>();
  const add = (item: Item): void => {
    if (parts.has(item.part)) items.set(item.key, item);
  };
  const twins = pagesByKey(other);
  for (const { pages } of buffers)
    for (const { key, marks, rows } of pages) {
      const twin = twins.get(key);
      if (twin?.marks === marks && twin.rows === rows) continue;
      marks.forEach(add);
      for (const { cells } of rows) cells.forEach(add);
    }
  for (const { caches } of sets)
    for (const { ways } of caches) for (const { cell } of ways) if (cell) add(cell);
  spans.forEach(add);
  return items;
}

/** What of an item a step can change, as a text to compare; empty: nothing is there. */
function lookOf(item: Item | undefined): string {
  if (!item) return '';
  if ('runs' in item) {
    const { absent, runs, dirty, ghost, apart } = item;
    return absent ? '' : JSON.stringify([runs, dirty, ghost, apart]);
  }
  if (item.state === 'none' && item.code === '') return '';
  if ('title' in item) return [item.state, item.title, item.detail, item.code].join('\n');
  return [item.state, item.label, item.code, item.start, item.end].join('\n');
}

/** The rows of a move, in the parts where something comes to be. */
function touchedIn({ coming, rows }: RoomMove, present: Items): readonly string[] {
  return coming
    .flatMap((part) => rows.map((row) => `${row}/${part}`))
    .filter((key) => present.has(key));
}

/** Items that a move changes where it lands. */
function arrivalsOf(move: RoomMove, { spans }: RoomScene, past: Items): readonly string[] {
  const { from, to, rows, pages } = move;
  if (from === null || to === null || from === to || move.kind === 'owner') return [];
  const along = [...rows, ...pages].map((key) => `${key}/${to}`);
  const listed = spans.flatMap(({ key, part }) => (part === to && !past.has(key) ? [key] : []));
  return pages.length === 0 ? along : [...along, ...listed];
}

function sweepsOf(move: RoomMove, before: RoomScene, after: RoomScene): readonly Sweep[] {
  if (move.kind !== 'owner') return [];
  const owned = pagesByKey(before);
  const isToRight = indexOf(after, move.from) < indexOf(after, move.to);
  return after.buffers
    .flatMap(({ pages }) => pages)
    .filter(({ key, bandRoles }) => {
      const old = owned.get(key);
      return (
        move.pages.includes(key) && old !== undefined && old.bandRoles.join() !== bandRoles.join()
      );
    })
    .map((page) => ({ page, isToRight }));
}

/** Position of a part or a column, counted from the left; before all where it is none. */
function indexOf({ columns }: RoomScene, key: string | null): number {
  return columns.findIndex(
    (column) => column.key === key || column.parts.some((part) => part.key === key),
  );
}

function pagesByKey({ buffers }: RoomScene): ReadonlyMap<string, RoomPage> {
  return new Map(buffers.flatMap(({ pages }) => pages.map((page) => [page.key, page] as const)));
}

/** The picture, but with items of `held` and the owners of some pages as they were. */
function withPast(
  scene: RoomScene,
  past: Items,
  held: ReadonlySet<string>,
  ownedBefore: (page: RoomPage) => RoomPage | undefined,
): RoomScene {
  const spans = scene.spans.flatMap((span) => (held.has(span.key) ? spanOf(past, span.key) : span));
  const kept = [...held].filter((key) => !spans.some((span) => span.key === key));
  return {
    ...scene,
    buffers: scene.buffers.map((buffer) => ({
      ...buffer,
      pages: buffer.pages.map((page) => pastPage(page, past, held, ownedBefore(page))),
    })),
    sets: scene.sets.map((set) => ({
      ...set,
      caches: set.caches.map(({ part, ways }) => ({
        part,
        ways: ways.map((way) => ({ ...way, cell: way.cell && pastCell(way.cell, past, held) })),
      })),
    })),
    spans: [...spans, ...kept.flatMap((key) => spanOf(past, key))],
  };
}

function pastPage(
  page: RoomPage,
  past: Items,
  held: ReadonlySet<string>,
  owned: RoomPage | undefined,
): RoomPage {
  const isHeld =
    page.marks.some(({ key }) => held.has(key)) ||
    page.rows.some((row) => row.cells.some(({ key }) => held.has(key)));
  const gone = [...held].flatMap((key) => {
    const item = key.startsWith(`${page.key}/`) ? past.get(key) : undefined;
    return item && 'title' in item && !page.marks.some((mark) => mark.key === key) ? [item] : [];
  });
  // What stays the same object is not drawn again.
  if (!isHeld && gone.length === 0 && !owned) return page;
  return {
    ...page,
    ...(owned && ownerParts(owned)),
    marks: [...page.marks.map((mark) => pastMark(mark, past, held)), ...gone],
    rows: page.rows.map((row) => pastRow(row, past, held, owned)),
  };
}

type OwnerParts = Pick<RoomPage, 'owner' | 'ownerWords' | 'ownerDetail' | 'bandRoles'>;

function ownerParts({ owner, ownerWords, ownerDetail, bandRoles }: RoomPage): OwnerParts {
  return { owner, ownerWords, ownerDetail, bandRoles };
}

function pastRow(
  row: RoomRow,
  past: Items,
  held: ReadonlySet<string>,
  owned: RoomPage | undefined,
): RoomRow {
  const owner = owned?.rows.find(({ key }) => key === row.key)?.owner ?? row.owner;
  return { ...row, owner, cells: row.cells.map((cell) => pastCell(cell, past, held)) };
}

function pastMark(mark: PageMark, past: Items, held: ReadonlySet<string>): PageMark {
  const old = held.has(mark.key) ? past.get(mark.key) : undefined;
  if (!held.has(mark.key)) return mark;
  if (!old || !('title' in old)) return { ...mark, state: 'none', title: '', detail: '', code: '' };
  const { touched, selected } = mark;
  return { ...old, touched, selected };
}

function pastCell(cell: RoomCell, past: Items, held: ReadonlySet<string>): RoomCell {
  const old = held.has(cell.key) ? past.get(cell.key) : undefined;
  if (!held.has(cell.key)) return cell;
  const { touched, selected } = cell;
  if (!old || !('runs' in old)) return { ...cell, absent: true, runs: [], dirty: false, note: '' };
  return { ...old, touched, selected };
}

function spanOf(past: Items, key: string): readonly RoomSpan[] {
  const old = past.get(key);
  return old && 'label' in old ? [old] : [];
}
