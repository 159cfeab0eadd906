/**
 * What there is among the rows of a page, found once for each array of rows: the rows of most pages stay the same
 * from step to step, and a buffer can have thousands.
 */
import type { Owner } from './owner.ts';
import type { Role, RoomCell, RoomRow } from './roomTypes.ts';

export interface RowSummary {
  /** Writers of the bytes there; `none` where a place has a copy of some bytes only. */
  readonly roles: ReadonlySet<Role>;
  readonly dirty: boolean;
  readonly stale: boolean;
  readonly apart: boolean;
  readonly absent: boolean;
  readonly violated: boolean;
  /** Cells that the current step takes from or puts into. */
  readonly touched: readonly RoomCell[];
  /** The selected row, or the one with the selected cell. */
  readonly chosen: RoomRow | null;
}

const known = new WeakMap<readonly RoomRow[], RowSummary>();

export function summaryOf(rows: readonly RoomRow[]): RowSummary {
  const summary = known.get(rows) ?? summarize(rows);
  known.set(rows, summary);
  return summary;
}

/** The same rows for another owner: what is in them stays. */
export function withOwner(rows: readonly RoomRow[], owner: Owner): readonly RoomRow[] {
  const owned = rows.map((row) => ({ ...row, owner }));
  const summary = summaryOf(rows);
  const chosen = summary.chosen && owned[rows.indexOf(summary.chosen)];
  known.set(owned, { ...summary, chosen: chosen ?? null });
  return owned;
}

function summarize(rows: readonly RoomRow[]): RowSummary {
  const cells = rows.flatMap((row) => row.cells);
  const roles = new Set<Role>();
  for (const { runs } of cells) for (const { role } of runs) roles.add(role);
  return {
    roles,
    dirty: cells.some(({ dirty }) => dirty),
    stale: cells.some(({ stale }) => stale),
    apart: cells.some(({ apart }) => apart),
    absent: cells.some(({ absent }) => absent),
    violated: cells.some(({ violation }) => violation !== ''),
    touched: cells.filter(({ touched }) => touched),
    chosen: rows.find((row) => row.selected || row.cells.some(({ selected }) => selected)) ?? null,
  };
}
