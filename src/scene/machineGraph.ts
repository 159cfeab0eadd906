/**
 * A machine's definition as a graph for drawing: its leaf states, the states around them, and an arrow
 * for each pair of states that a transition joins. A transition that the definition gives to a whole
 * group is one arrow from the group's edge; one that stays where it is belongs to its state's box.
 */
import type { DrawnMachine } from '../model/machines/drawnMachines.ts';
import type { MachineDefinition } from '../model/machines/machines.ts';
import type { AnyStateNode } from '../model/machines/xstate.ts';

export interface GraphNode {
  /** Leaf state, with dots. */
  readonly id: string;
  readonly title: string;
  /** Group that it is in, or null. */
  readonly group: string | null;
  /** Legal events that change nothing. */
  readonly stays: readonly string[];
  /** Legal events that lead to the first state, where too many do for an arrow each. */
  readonly ends: readonly string[];
  /** The titles of both as they are written in the box, a few a line. */
  readonly lines: readonly string[];
}

export interface GraphGroup {
  readonly id: string;
  readonly title: string;
}

export interface GraphEdge {
  /** `from>to`. */
  readonly id: string;
  /** A leaf or a group. */
  readonly from: string;
  /** A leaf. */
  readonly to: string;
  readonly events: readonly string[];
}

export interface MachineGraph {
  readonly initial: string;
  readonly nodes: readonly GraphNode[];
  readonly groups: readonly GraphGroup[];
  readonly edges: readonly GraphEdge[];
}

/** A machine with its graph: what a diagram is made of. */
export interface PicturedMachine extends MachineDefinition {
  readonly graph: MachineGraph;
}

/** Read from the xstate definition. Events that only restore order after a broken rule are left out. */
export function machineGraph({ machine, initial, words }: DrawnMachine): MachineGraph {
  const all = descendants(machine.root);
  const leaves = all.filter((node) => node.type === 'atomic');
  const stays = new Map<string, string[]>(leaves.map((node) => [nameOf(node), []]));
  const edges: Edges = new Map();
  const titleOf = (event: string) => words.events[event]?.title ?? event;
  const join = (from: string, to: string, event: string) => {
    const id = `${from}>${to}`;
    const edge = edges.get(id) ?? { from, to, events: [] };
    edges.set(id, edge);
    edge.events.push(event);
  };
  for (const node of all) {
    for (const [event, transitions] of node.transitions) {
      const target = transitions[0]?.target?.[0];
      if (!target || words.events[event]?.afterBrokenRule) continue;
      const to = nameOf(initialLeaf(target));
      const sources =
        node.type === 'atomic' || !isWithin(target, node) ? [node] : descendants(node);
      for (const source of sources) {
        // An inner transition hides the group's own.
        if (source !== node && source.transitions.has(event)) continue;
        if (source.type === 'atomic' && nameOf(source) === to) stays.get(to)?.push(event);
        else join(nameOf(source), to, event);
      }
    }
  }
  const ends = takeEnds(edges, initial, leaves);
  const initialTitle = words.states[initial]?.title ?? initial;
  return {
    initial,
    nodes: leaves.map((node) => {
      const id = nameOf(node);
      const events = stays.get(id) ?? [];
      return {
        id,
        title: words.states[id]?.title ?? id,
        group: node.path.length > 1 ? node.path.slice(0, -1).join('.') : null,
        stays: events,
        ends: ends.get(id) ?? [],
        lines: [
          ...inLines('↻', events.map(titleOf)),
          ...inLines(`→ ${initialTitle}:`, (ends.get(id) ?? []).map(titleOf)),
        ],
      };
    }),
    groups: all
      .filter((node) => node.type !== 'atomic')
      .map((node) => ({ id: nameOf(node), title: words.groups[nameOf(node)] ?? nameOf(node) })),
    edges: [...edges].map(([id, edge]) => ({ id, ...edge })),
  };
}

/** What an arrow says: the titles of its events, a line each. */
export function edgeLines(edge: GraphEdge, { words }: MachineDefinition): readonly string[] {
  return edge.events.map((event) => words.events[event]?.title ?? event);
}

type Edges = Map<string, { readonly from: string; readonly to: string; readonly events: string[] }>;

/** More arrows than this to the first state hide the rest of a diagram. */
const mostReturns = 4;

/** Takes the arrows to the first state out of a diagram that has too many; their events, by leaf. */
function takeEnds(
  edges: Edges,
  initial: string,
  leaves: readonly AnyStateNode[],
): ReadonlyMap<string, readonly string[]> {
  const returns = [...edges].filter(([, edge]) => edge.to === initial);
  const ends = new Map<string, string[]>();
  if (returns.length <= mostReturns) return ends;
  for (const [id, { from, events }] of returns) {
    edges.delete(id);
    for (const leaf of leaves) {
      const name = nameOf(leaf);
      if (name !== from && !name.startsWith(`${from}.`)) continue;
      const inherited = events.filter((event) => name === from || !leaf.transitions.has(event));
      ends.set(name, [...(ends.get(name) ?? []), ...inherited]);
    }
  }
  return ends;
}

const lineLength = 21;

/** Joins titles to lines of about the width of a box. */
function inLines(head: string, titles: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const title of titles) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(`${head} ${title}`);
    else if (last.length + title.length + 3 > lineLength) lines.push(title);
    else lines[lines.length - 1] = `${last} · ${title}`;
  }
  return lines;
}

function nameOf(node: AnyStateNode): string {
  return node.path.join('.');
}

function descendants(node: AnyStateNode): readonly AnyStateNode[] {
  return Object.values(node.states).flatMap((child) => [child, ...descendants(child)]);
}

function isWithin(node: AnyStateNode, outer: AnyStateNode): boolean {
  return outer.path.every((step, depth) => node.path[depth] === step);
}

function initialLeaf(node: AnyStateNode): AnyStateNode {
  if (node.type === 'atomic') return node;
  const inner = node.initial.target[0];
  return inner ? initialLeaf(inner) : node;
}
