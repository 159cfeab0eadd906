/** What the objects panel lists: rows of words in sections, plain data made from a state. */
import type { MachineId } from '../../model/microEvent.ts';
import type { State } from '../../model/state.ts';
import type { Selection } from '../../scene/selection.ts';

/** Words, or an address in the monospaced face. */
export type Fact = string | { readonly code: string };

export interface ObjectRow {
  readonly key: string;
  /** What kind of object it is, or its name. */
  readonly what: string;
  readonly facts: readonly Fact[];
  /** What a click selects, where the object has a machine; null: nothing. */
  readonly selection: Selection | null;
  /** Something is wrong with it, or it is not what it seems. */
  readonly tone: 'plain' | 'bad';
  /** Whether it belongs to the row above it. */
  readonly inner: boolean;
}

export interface ObjectSection {
  readonly key: string;
  readonly title: string;
  /** A few words beside the title. */
  readonly note: string;
  readonly rows: readonly ObjectRow[];
}

/** A row with what it has in common with others left out. */
export function row(
  key: string,
  what: string,
  facts: readonly (Fact | null | false)[],
  more: Partial<Pick<ObjectRow, 'selection' | 'tone' | 'inner'>> = {},
): ObjectRow {
  const said = facts.filter((fact): fact is Fact => fact !== null && fact !== false && fact !== '');
  return { key, what, facts: said, selection: null, tone: 'plain', inner: false, ...more };
}

export function machineOf(machine: MachineId, instance: string): Selection {
  return { kind: 'machine', machine, instance };
}

/** `1 page`, `3 pages`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function hexFact(value: number): Fact {
  return { code: `0x${value.toString(16)}` };
}

export function deviceNameIn({ setup }: State, device: number): string {
  return setup.devices[device]?.name ?? `device ${device}`;
}

export function bufferNameIn({ setup }: State, buffer: number): string {
  return setup.buffers[buffer]?.name ?? `buffer ${buffer}`;
}
