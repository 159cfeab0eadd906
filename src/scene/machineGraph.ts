/**
 * A machine's definition as a graph for drawing: its leaf states, the states around them, and an arrow
 * for each pair of states that a transition joins. A transition that the definition gives to a whole
 * group is one arrow from the group's edge; one that stays where it is belongs to its state's box.
 */
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

/** Read from the xstate definition. Events that only restore order after a broken rule are left out. */
export function machineGraph({ machine, initial, words }: MachineDefinition): MachineGraph {
  const all = descendants(machine.root);
  const leaves = all.filter((node) => node.type === 'atomic');
  const stays = new Map<string, string[]>(leaves.map((node) => [nameOf(node), []]));
  const edges = new Map<string, { readonly from: string; readonly to: string; readonly events: string[] }>();
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
      const sources = node.type === 'atomic' || !isWithin(target, node) ? [node] : descendants(node);
      for (const source of sources) {
        // An inner transition hides the group's own.
        if (source !== node && source.transitions.has(event)) continue;
        if (source.type === 'atomic' && nameOf(source) === to) stays.get(to)?.push(event);
        else join(nameOf(source), to, event);
      }
    }
  }
  return {
    initial,
    nodes: leaves.map((node) => ({
      id: nameOf(node),
      title: words.states[nameOf(node)]?.title ?? nameOf(node),
      group: node.path.length > 1 ? node.path.slice(0, -1).join('.') : null,
      stays: stays.get(nameOf(node)) ?? [],
    })),
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
