/**
 * What lasts: who owns each buffer, which mappings stand, and the CPU's access windows between SYNC
 * START and END, as spans of time.
 */
import type { DmaMapping, State } from '../model/state.ts';
import { deviceRole } from './laneInput.ts';
import type { LaneEntry, LaneInput, LaneRole } from './laneInput.ts';
import { microX } from './laneTime.ts';
import type { Slot } from './laneTime.ts';
import { ownerOfBuffer } from './owner.ts';

export interface Span {
  readonly key: string;
  /** Columns. */
  readonly from: number;
  readonly to: number;
  /** Operation (from 1) that began it; 0: it was so from the beginning. */
  readonly operation: number;
  readonly look: LaneRole | 'several' | 'contested';
  /** Whose colours it has where they are several. */
  readonly shares: readonly LaneRole[];
  /** What is written in it. */
  readonly text: string;
  /** What it says to those who do not see it. */
  readonly label: string;
}

export interface SpanRow {
  readonly key: string;
  readonly label: string;
  readonly kind: 'owner' | 'mapping' | 'window';
  readonly spans: readonly Span[];
}

/** Something that lasts, as it is in one state. */
interface Lasting {
  readonly id: string;
  readonly row: Omit<SpanRow, 'spans'>;
  readonly look: Span['look'];
  readonly shares: readonly LaneRole[];
  readonly text: string;
  /** Buffer that it is about. */
  readonly buffer: number;
}

interface Open {
  readonly lasting: Lasting;
  readonly from: number;
  readonly fromOperation: number;
}

/** All rows that have a span, mappings first, owners last. */
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
    const same =
      state.mappings === before.mappings &&
      state.processes === before.processes &&
      state.buffers === before.buffers;
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
      rows.close(known, after?.from ?? slot.start + slot.width, index + 1);
    }
    open = now;
  });
  const last = slots.at(-1);
  const end = last ? last.start + last.width : 0;
  for (const known of open.values()) rows.close(known, end, null);
  return rows.inOrder();
}

/** Number of micro-events after which something about a buffer was as the operation left it. */
function changeMicro({ events }: LaneEntry, { buffer, look, row }: Lasting): number {
  if (row.kind !== 'owner') return events.length;
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

function lastingIn(state: State): readonly Lasting[] {
  const several = state.setup.buffers.length > 1;
  return [
    ...state.mappings
      .filter(({ live }) => live)
      .map((mapping) => mappingSpan(state, mapping, several)),
    ...state.processes.flatMap(({ name, windows }) =>
      windows.map((buffer): Lasting => {
        const id = `window/${name}/${buffer}`;
        const label = several ? `${name} · ${bufferName(state, buffer)}` : `${name} access`;
        return {
          id,
          row: { key: id, label, kind: 'window' },
          look: 'cpu',
          shares: [],
          text: 'SYNC',
          buffer,
        };
      }),
    ),
    ...state.buffers.map((_, buffer) => ownerSpan(state, buffer, several)),
  ];
}

function mappingSpan(state: State, mapping: DmaMapping, several: boolean): Lasting {
  const device = state.setup.devices[mapping.device]?.name ?? '';
  const label = several ? `${device} · ${bufferName(state, mapping.buffer)}` : `${device} maps`;
  const what = mapping.kind === 'coherent' ? 'coherent' : mapping.direction;
  return {
    id: `mapping/${mapping.id}`,
    row: { key: `mapping/${mapping.device}/${mapping.buffer}`, label, kind: 'mapping' },
    look: deviceRole(mapping.device),
    shares: [],
    text: mapping.name === null ? what : `${mapping.name} ${what}`,
    buffer: mapping.buffer,
  };
}

function ownerSpan(state: State, buffer: number, several: boolean): Lasting {
  const label = several ? `${bufferName(state, buffer)} owner` : 'owner';
  const row = { key: `owner/${buffer}`, label, kind: 'owner' } as const;
  return { id: row.key, row, buffer, ...ownerLook(state, buffer) };
}

function ownerLook(state: State, buffer: number): Pick<Lasting, 'look' | 'shares' | 'text'> {
  const owner = ownerOfBuffer(state, buffer);
  const name = (device: number) => state.setup.devices[device]?.name ?? `device ${device}`;
  const plain = (look: Span['look'], text: string) => ({ look, shares: [], text });
  switch (owner.kind) {
    case 'device':
      return plain(deviceRole(owner.device), name(owner.device));
    case 'devices':
      return {
        look: 'several',
        shares: owner.devices.map(deviceRole),
        text: owner.devices.map(name).join(' + '),
      };
    case 'parts':
      return {
        look: 'several',
        shares: ['cpu', ...owner.devices.map(deviceRole)],
        text: ['CPU', ...owner.devices.map(name)].join(' + '),
      };
    case 'contested':
      return plain('contested', 'contested');
    case 'coherent':
      return plain('other', 'coherent');
    default:
      return plain('cpu', 'CPU');
  }
}

function bufferName(state: State, buffer: number): string {
  return state.setup.buffers[buffer]?.name ?? `buffer ${buffer}`;
}

/** Rows as they fill; spans that overlap go to further rows of the same label. */
class RowList {
  readonly #rows: { readonly row: Omit<SpanRow, 'spans'>; readonly spans: Span[] }[] = [];

  close({ lasting, from, fromOperation }: Open, to: number, toOperation: number | null): void {
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
    };
    const fitting = this.#rows.find(
      (each) =>
        each.row.key === lasting.row.key &&
        each.spans.every((other) => other.to <= from || other.from >= to),
    );
    if (fitting) fitting.spans.push(span);
    else this.#rows.push({ row: lasting.row, spans: [span] });
  }

  inOrder(): readonly SpanRow[] {
    const rank = { mapping: 0, window: 1, owner: 2 };
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
