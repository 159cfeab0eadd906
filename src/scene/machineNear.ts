/**
 * A machine seen from where it stands: the state that it came from, the one that it is in, and each that it
 * can go to, with the events that lead there. What a narrow panel shows of a machine that is too large for it;
 * `machineScene.ts` has the whole.
 */
import type { Transition } from '../model/microEvent.ts';
import type { MachineDefinition } from '../model/machines/machines.ts';
import type { LaidBox, LaidPoint } from './machineLayout.ts';
import { machineText, type EventMark, type ShownInstance } from './machineScene.ts';

export interface NearState extends LaidBox {
  readonly title: string;
  /** The group that it is in, where that is worth a line; else empty. */
  readonly group: string;
  /** What it means. */
  readonly doc: string;
}

/** How it came to be where it is. */
export interface NearCame {
  readonly state: NearState;
  readonly event: string;
  readonly title: string;
  /** Where the event's title stands: left edge, middle of the line. */
  readonly label: LaidPoint;
  readonly points: readonly LaidPoint[];
  /** Whether that is what just happened. */
  readonly isTaken: boolean;
  /** Whether the rules allow it; else it was taken after one was broken. */
  readonly isLegal: boolean;
}

/** A way on: all events that lead to one state. */
export interface NearWay {
  readonly id: string;
  /** Null: it stays where it is. */
  readonly to: NearState | null;
  /** Where the words stand that say so. */
  readonly stays: LaidPoint | null;
  readonly points: readonly LaidPoint[];
  readonly label: LaidBox;
  readonly events: readonly EventMark[];
}

export interface NearScene {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly came: NearCame | null;
  readonly current: NearState;
  readonly isContested: boolean;
  readonly ways: readonly NearWay[];
  /** The picture in words. */
  readonly text: string;
}

/** What the last micro-events did to an instance. */
export interface NearMoves {
  /** The transition that led to the present state; null: it never moved. */
  readonly came: Transition | null;
  /** The transition just taken, which may have stayed; null: none. */
  readonly taken: Transition | null;
}

/** Height of a line of events. */
export const nearLine = 17;

const margin = 8;
const titleWidth = 7.1;
const wordWidth = 6.6;
const groupWidth = 6.1;
/** Of the flag before the title of a contested state. */
const flagWidth = 18;
const boxHeight = 28;
const groupedHeight = 40;
const comeGap = 34;
const trunk = margin + 16;
const labelLeft = trunk + 12;
const shaftAfter = 22;
const rowGap = 8;
const staysWords = '↻ it stays';

/** The surroundings of an instance's state. */
export function nearScene(
  definition: MachineDefinition,
  instance: ShownInstance,
  { came, taken }: NearMoves,
): NearScene {
  const { words } = definition;
  const from = came && { ...came, ...describe(definition, came.from, groupOf(came.to)) };
  const now = describe(definition, instance.state, null);
  const fromBox = from && boxAt(from, margin, margin);
  const top = fromBox ? fromBox.y + fromBox.height / 2 + comeGap : margin;
  const current = boxAt(now, margin, top, instance.contested ? flagWidth : 0);
  const { ways, right, bottom } = waysFrom(definition, instance.state, taken, current);
  const comeTitle = came ? (words.events[came.event]?.title ?? came.event) : '';
  const comeRight = trunk + 14 + comeTitle.length * wordWidth;
  const boxes = [current, ...(fromBox ? [fromBox] : [])];
  const rights = boxes.map((box) => box.x + box.width / 2);
  return {
    label: instance.label,
    width: Math.ceil(Math.max(right, comeRight, ...rights) + margin),
    height: Math.ceil(bottom + margin),
    came: came && fromBox ? cameMark(definition, came, taken, fromBox, current, comeTitle) : null,
    current,
    isContested: instance.contested,
    ways,
    text: machineText(definition, instance, taken),
  };
}

function cameMark(
  definition: MachineDefinition,
  came: Transition,
  taken: Transition | null,
  from: NearState,
  current: NearState,
  title: string,
): NearCame {
  const start = from.y + from.height / 2;
  const end = current.y - current.height / 2;
  const isTaken =
    taken !== null &&
    taken.from === came.from &&
    taken.to === came.to &&
    taken.event === came.event;
  const isLegal =
    definition.words.events[came.event]?.afterBrokenRule !== true &&
    definition.table.rows.get(came.from)?.get(came.event) === came.to;
  return {
    state: from,
    event: came.event,
    title,
    label: { x: trunk + 12, y: (start + end) / 2 - 1 },
    points: [
      { x: trunk, y: start },
      { x: trunk, y: end },
    ],
    isTaken,
    isLegal,
  };
}

interface Ways {
  readonly ways: readonly NearWay[];
  readonly right: number;
  readonly bottom: number;
}

/** The ways on from a state, one below the other; those that stay come last. */
function waysFrom(
  definition: MachineDefinition,
  state: string,
  taken: Transition | null,
  current: NearState,
): Ways {
  const targets = targetsOf(definition, state);
  const titles = [...targets.values()].flat().map((event) => titleOf(definition, event));
  const labelWidth = Math.max(0, ...titles.map((title) => title.length)) * wordWidth + 6;
  const boxLeft = labelLeft + labelWidth + shaftAfter;
  let bottom = current.y + current.height / 2;
  let right = 0;
  const ways: NearWay[] = [];
  for (const [to, events] of targets) {
    const target = to === state ? null : describe(definition, to, groupOf(state));
    const boxed = target ? heightOf(target) : boxHeight - 6;
    const height = Math.max(boxed, events.length * nearLine);
    const y = bottom + rowGap + height / 2 + (ways.length === 0 ? 4 : 0);
    bottom = y + height / 2;
    const box = target && boxAt(target, boxLeft, y - heightOf(target) / 2);
    const end = box ? boxLeft : labelLeft + labelWidth + 4;
    right = Math.max(right, box ? box.x + box.width / 2 : end + staysWords.length * wordWidth);
    ways.push({
      id: `${state}>${to}`,
      to: box,
      stays: box ? null : { x: end, y },
      points: [
        { x: trunk, y: current.y + current.height / 2 },
        { x: trunk, y },
        { x: box ? boxLeft : labelLeft, y },
      ],
      label: {
        id: to,
        x: labelLeft + labelWidth / 2 - 3,
        y,
        width: labelWidth,
        height: events.length * nearLine,
      },
      events: events.map((event) => ({
        event,
        title: titleOf(definition, event),
        doc: definition.words.events[event]?.doc ?? '',
        isPossible: true,
        isTaken:
          to === state && taken?.event === event && taken.to === state && taken.from === state,
      })),
    });
  }
  return { ways, right, bottom };
}

/** The legal events of a state by where they lead: first those that leave it. */
function targetsOf(
  { table, words }: MachineDefinition,
  state: string,
): ReadonlyMap<string, readonly string[]> {
  const row = [...(table.rows.get(state) ?? [])].filter(
    ([event]) => words.events[event]?.afterBrokenRule !== true,
  );
  const leaving = row.filter(([, target]) => target !== state);
  const staying = row.filter(([, target]) => target === state);
  const targets = new Map<string, string[]>();
  for (const [event, target] of [...leaving, ...staying])
    targets.set(target, [...(targets.get(target) ?? []), event]);
  return targets;
}

type Described = Omit<NearState, 'x' | 'y' | 'width' | 'height'>;

/** A state in words; its group is left out where it is the one that is known. */
function describe({ words }: MachineDefinition, id: string, known: string | null): Described {
  const group = groupOf(id);
  return {
    id,
    title: words.states[id]?.title ?? id,
    group: group === known ? '' : (words.groups[group] ?? ''),
    doc: words.states[id]?.doc ?? '',
  };
}

function titleOf({ words }: MachineDefinition, event: string): string {
  return words.events[event]?.title ?? event;
}

/** The group of a state; empty where it is in none. */
function groupOf(state: string): string {
  return state.split('.').slice(0, -1).join('.');
}

function heightOf({ group }: Described): number {
  return group === '' ? boxHeight : groupedHeight;
}

function boxAt(state: Described, left: number, top: number, beforeTitle = 0): NearState {
  const width = Math.max(
    64,
    beforeTitle + state.title.length * titleWidth + 20,
    state.group.length * groupWidth + 20,
  );
  const height = heightOf(state);
  return {
    ...state,
    width: Math.ceil(width),
    height,
    x: left + Math.ceil(width) / 2,
    y: top + height / 2,
  };
}
