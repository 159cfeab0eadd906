/** What lasts (see `laneLasting.ts`) as spans of time, in rows. */
import type { LaneEntry, LaneInput } from './laneInput.ts';
import {
  isSameLasting,
  lastingIn,
  type Lasting,
  type LastingRow,
  type SpanLook,
} from './laneLasting.ts';
import { microX } from './laneTime.ts';
import type { Slot } from './laneTime.ts';

export interface Span {
  readonly key: string;
  /** Columns. */
  readonly from: number;
  readonly to: number;
  /** Operation (from 1) that began it; 0: it was so from the beginning. */
  readonly operation: number;
  readonly look: SpanLook;
  /** Whose colours it has where they are several. */
  readonly shares: Lasting['shares'];
  /** What is written in it. */
  readonly text: string;
  /** What it says to those who do not see it. */
  readonly label: string;
  /** Whether it ends in the run because what it shows is over, such as a fence that signals. */
  readonly isOver: boolean;
}

export interface SpanRow extends LastingRow {
  readonly spans: readonly Span[];
}

interface Open {
  readonly lasting: Lasting;
  readonly from: number;
  readonly fromOperation: number;
}

/** All rows that have a span: jobs and fences first, owners last. */
export function spansOf(
  { initial, entries }: LaneInput,
  slots: readonly Slot[],
): readonly SpanRow[] {
  const rows = new RowList();
  let open = new Map<string, Open>();
  let before = initial;
  for (const lasting of lastingIn(initial))
    open.set(lasting.id, { lasting, from: 0, fromOperation: 0 });
  entries.forEach((entry, index) => {
    const { state } = entry;
    const slot = slots[index];
    const same = isSameLasting(state, before);
    before = state;
    if (!slot || same) return;
    const now = new Map<string, Open>();
    for (const lasting of lastingIn(state)) {
      const known = open.get(lasting.id);
      if (known && known.lasting.text === lasting.text && known.lasting.look === lasting.look) {
        now.set(lasting.id, known);
        continue;
      }
      const from = microX(slot, changeMicro(entry, lasting));
      now.set(lasting.id, { lasting, from, fromOperation: index + 1 });
    }
    for (const [id, known] of open) {
      const after = now.get(id);
      if (after === known) continue;
      const to = after?.from ?? microX(slot, changeMicro(entry, known.lasting));
      rows.close(known, to, index + 1, !after);
    }
    open = now;
  });
  const last = slots.at(-1);
  const end = last ? last.start + last.width : 0;
  for (const known of open.values()) rows.close(known, end, null, false);
  return rows.inOrder();
}

/** Number of micro-events after which something about a buffer was as the operation left it. */
function changeMicro(
  { events }: LaneEntry,
  { buffer, look, row, instance, text }: Lasting,
): number {
  if (row.kind !== 'owner') {
    const turned = events.findLastIndex(
      ({ kind, facts, transitions }) =>
        transitions.some((each) => instance !== null && each.instance === instance) ||
        (kind === 'fence.create' &&
          row.kind !== 'window' &&
          facts['fence'] === text.replace(/ waits$/, '')),
    );
    return turned === -1 ? events.length : turned + 1;
  }
  const found =
    look === 'contested'
      ? events.findIndex((event) =>
          event.violations.some((violation) => violation.class === 'ownership'),
        )
      : events.findLastIndex(
          (event) => event.kind === 'owner.change' && event.range?.buffer === buffer,
        );
  return found === -1 ? events.length : found + 1;
}

/** Rows as they fill, in order of the spans' ends; spans that overlap go to further rows of the same label. */
class RowList {
  readonly #rows: { readonly row: LastingRow; readonly spans: Span[]; to: number }[] = [];

  close(
    { lasting, from, fromOperation }: Open,
    to: number,
    toOperation: number | null,
    isOver: boolean,
  ): void {
    if (to <= from) return;
    const until = toOperation === null ? 'to the end' : `to operation ${toOperation}`;
    const since = fromOperation === 0 ? 'from the beginning' : `from operation ${fromOperation}`;
    const span: Span = {
      key: `${lasting.id}@${from}`,
      from,
      to,
      operation: fromOperation,
      look: lasting.look,
      shares: lasting.shares,
      text: lasting.text,
      label: `${lasting.row.label}: ${lasting.text}, ${since} ${until}`,
      isOver,
    };
    const fitting = this.#rows.find((each) => each.row.key === lasting.row.key && each.to <= from);
    if (fitting) {
      fitting.spans.push(span);
      fitting.to = to;
    } else this.#rows.push({ row: lasting.row, spans: [span], to });
  }

  inOrder(): readonly SpanRow[] {
    const rank = { job: 0, fence: 1, mapping: 2, window: 3, owner: 4 };
    const counts = new Map<string, number>();
    return this.#rows
      .toSorted((a, b) => rank[a.row.kind] - rank[b.row.kind] || a.row.key.localeCompare(b.row.key))
      .map(({ row, spans }) => {
        const count = counts.get(row.key) ?? 0;
        counts.set(row.key, count + 1);
        const key = count === 0 ? row.key : `${row.key}/${count}`;
        return { ...row, key, spans: spans.toSorted((a, b) => a.from - b.from) };
      });
  }
}
