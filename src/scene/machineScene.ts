/**
 * The diagram of one instance of a machine: the boxes and arrows of its definition, which state it is
 * in, which arrow was just taken, and which are open to it now.
 */
import type { MachineInstance } from '../model/machines/instances.ts';
import type { MachineDefinition } from '../model/machines/machines.ts';
import type { MachineId, Transition } from '../model/microEvent.ts';
import layouts from './generated/machineLayouts.json' with { type: 'json' };
import type { GraphEdge, PicturedMachine } from './machineGraph.ts';
import type { LaidBox, LaidGroup, LaidPoint, MachineLayout } from './machineLayout.ts';

export interface StateMark extends LaidBox {
  readonly title: string;
  /** Events that change nothing or lead to the first state, line by line. */
  readonly lines: readonly string[];
  readonly isCurrent: boolean;
  /** Whether the event just taken stayed here. */
  readonly isTaken: boolean;
  /** Whether the bytes were touched by somebody who did not own them; the current state alone. */
  readonly isContested: boolean;
  /** What it means. */
  readonly doc: string;
}

export interface GroupMark extends LaidGroup {
  readonly name: string;
  readonly isCurrent: boolean;
}

export interface EventMark {
  readonly event: string;
  readonly title: string;
  /** What it means. */
  readonly doc: string;
  /** Whether it is legal in the current state, by this arrow. */
  readonly isPossible: boolean;
  /** Whether it was the last to happen. */
  readonly isTaken: boolean;
}

export interface EdgeMark {
  readonly id: string;
  readonly points: readonly LaidPoint[];
  readonly label: LaidBox;
  readonly events: readonly EventMark[];
  readonly isPossible: boolean;
  readonly isTaken: boolean;
}

export interface DirectMark {
  readonly from: LaidBox;
  readonly to: LaidBox;
  readonly title: string;
  /** Whether the rules allow it; else it was taken after one was broken. */
  readonly isLegal: boolean;
}

export interface MachineScene {
  readonly id: MachineId;
  /** Name of the machine, and of what it is the machine of. */
  readonly title: string;
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly states: readonly StateMark[];
  readonly groups: readonly GroupMark[];
  readonly edges: readonly EdgeMark[];
  /** The transition just taken where the diagram has no arrow for it: from box to box. */
  readonly direct: DirectMark | null;
  /** The picture in words. */
  readonly text: string;
}

const stored: Readonly<Record<MachineId, MachineLayout>> = layouts;
/** What of an instance the diagram shows. */
export type ShownInstance = Pick<MachineInstance, 'label' | 'state' | 'contested'>;

/** `taken`: the transition of this instance that the last micro-event made, or null. */
export function machineScene(
  definition: PicturedMachine,
  instance: ShownInstance,
  taken: Transition | null,
): MachineScene {
  const { words } = definition;
  const { graph } = definition;
  const layout = stored[definition.id];
  const states = graph.nodes.flatMap((node, index): readonly StateMark[] => {
    const box = layout.nodes[index];
    if (!box) return [];
    const isCurrent = node.id === instance.state;
    return [
      {
        ...box,
        title: node.title,
        lines: node.lines,
        isCurrent,
        isTaken: taken !== null && taken.from === node.id && taken.to === node.id,
        isContested: isCurrent && instance.contested,
        doc: words.states[node.id]?.doc ?? '',
      },
    ];
  });
  const edges = graph.edges.flatMap((edge, index): readonly EdgeMark[] => {
    const laid = layout.edges[index];
    return laid ? [edgeMark(definition, edge, laid, instance.state, taken)] : [];
  });
  return {
    id: definition.id,
    title: definition.title,
    label: instance.label,
    width: layout.width,
    height: layout.height,
    states,
    groups: graph.groups.flatMap((group, index): readonly GroupMark[] => {
      const box = layout.groups[index];
      return box ? [{ ...box, name: group.title, isCurrent: isIn(instance.state, group.id) }] : [];
    }),
    edges,
    direct: directOf(definition, states, edges, taken),
    text: machineText(definition, instance, taken),
  };
}

function edgeMark(
  definition: PicturedMachine,
  edge: GraphEdge,
  laid: MachineLayout['edges'][number],
  state: string,
  taken: Transition | null,
): EdgeMark {
  const { words, table } = definition;
  const open = state === edge.from || isIn(state, edge.from);
  const leaves =
    taken !== null &&
    taken.to === edge.to &&
    (taken.from === edge.from || isIn(taken.from, edge.from));
  const events = edge.events.map((event): EventMark => ({
    event,
    title: words.events[event]?.title ?? event,
    doc: words.events[event]?.doc ?? '',
    isPossible: open && table.rows.get(state)?.get(event) === edge.to,
    isTaken: leaves && taken.event === event,
  }));
  return {
    id: edge.id,
    points: laid.points,
    label: laid.label,
    events,
    isPossible: events.some((event) => event.isPossible),
    isTaken: events.some((event) => event.isTaken),
  };
}

function directOf(
  { table, words }: PicturedMachine,
  states: readonly StateMark[],
  edges: readonly EdgeMark[],
  taken: Transition | null,
): DirectMark | null {
  if (taken === null || taken.from === taken.to || edges.some((edge) => edge.isTaken)) return null;
  const from = states.find(({ id }) => id === taken.from);
  const to = states.find(({ id }) => id === taken.to);
  if (!from || !to) return null;
  const event = words.events[taken.event];
  const isLegal =
    event?.afterBrokenRule !== true && table.rows.get(taken.from)?.get(taken.event) === taken.to;
  return { from, to, title: event?.title ?? taken.event, isLegal };
}

function isIn(state: string, group: string): boolean {
  return state.startsWith(`${group}.`);
}

/** `frame page 0 · gpu: device owns, unchanged. Just now: map.` */
export function machineText(
  definition: MachineDefinition,
  instance: ShownInstance,
  taken: Transition | null,
): string {
  const { words } = definition;
  const [group] = instance.state.split('.');
  const groupTitle =
    group === undefined || group === instance.state ? undefined : words.groups[group];
  const state = words.states[instance.state];
  const name = [groupTitle, state?.title ?? instance.state]
    .filter((part) => part !== undefined)
    .join(', ');
  const contested = instance.contested ? ', contested' : '';
  const just = taken ? ` Just now: ${words.events[taken.event]?.title ?? taken.event}.` : '';
  return `${definition.title} of ${instance.label}: ${name}${contested}.${just}`;
}
