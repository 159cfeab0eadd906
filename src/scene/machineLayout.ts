/**
 * Where a machine's boxes, arrows and labels stand. Computed by `npm run layouts` with dagre, stored
 * in `generated/`, so that no page has to load a layout library; a test says when it is stale.
 */
import { Graph, layout } from '@dagrejs/dagre';
import type { MachineDefinition } from '../model/machines/machines.ts';
import { edgeLines, machineGraph } from './machineGraph.ts';
import type { GraphEdge, MachineGraph } from './machineGraph.ts';

/** Pixels at full size; `x`, `y` is the middle. */
export interface LaidBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LaidPoint {
  readonly x: number;
  readonly y: number;
}

export interface LaidEdge {
  readonly id: string;
  /** From the edge of the first box to the edge of the second. */
  readonly points: readonly LaidPoint[];
  readonly label: LaidBox;
}

export interface MachineLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly LaidBox[];
  readonly groups: readonly LaidBox[];
  readonly edges: readonly LaidEdge[];
}

const charWidth = 6.3;
const labelLine = 14;
const margin = 10;

/** Lays out a machine from the top down. */
export function layoutMachine(definition: MachineDefinition): MachineLayout {
  const graph = machineGraph(definition);
  const laid = new Graph({ compound: true, multigraph: true });
  laid.setGraph({ rankdir: 'TB', nodesep: 22, edgesep: 12, ranksep: 26, marginx: margin, marginy: margin });
  for (const group of graph.groups) laid.setNode(group.id, {});
  for (const node of graph.nodes) {
    const width = Math.max(84, node.title.length * 7.2 + 24);
    laid.setNode(node.id, { width, height: node.stays.length > 0 ? 44 : 32 });
    if (node.group !== null) laid.setParent(node.id, node.group);
  }
  for (const edge of graph.edges) {
    const lines = edgeLines(edge, definition);
    laid.setEdge(
      standIn(graph, edge),
      edge.to,
      {
        width: Math.max(...lines.map((line) => line.length)) * charWidth + 8,
        height: lines.length * labelLine + 2,
        labelpos: 'c',
      },
      edge.id,
    );
  }
  layout(laid);
  return read(graph, laid);
}

/** dagre joins leaves only: an arrow of a group leaves from one of its states and is cut at its edge. */
function standIn(graph: MachineGraph, edge: GraphEdge): string {
  const inside = graph.nodes.filter((node) => node.group === edge.from);
  return inside[0]?.id ?? edge.from;
}

function read(graph: MachineGraph, laid: Graph): MachineLayout {
  const box = (id: string): LaidBox => {
    const { x, y, width, height } = laid.node(id);
    return { id, x: round(x), y: round(y), width: round(width), height: round(height) };
  };
  const groups = graph.groups.map(({ id }) => box(id));
  const edges = graph.edges.map((edge): LaidEdge => {
    const { points, x, y, width, height } = laid.edge(standIn(graph, edge), edge.to, edge.id);
    const group = groups.find(({ id }) => id === edge.from);
    const rounded = points.map((point: LaidPoint) => ({ x: round(point.x), y: round(point.y) }));
    return {
      id: edge.id,
      points: group ? cutAt(rounded, group) : rounded,
      label: { id: edge.id, x: round(x), y: round(y), width: round(width), height: round(height) },
    };
  });
  const { width = 0, height = 0 } = laid.graph();
  return {
    width: round(width),
    height: round(height),
    nodes: graph.nodes.map(({ id }) => box(id)),
    groups,
    edges,
  };
}

function round(value: number): number {
  return Math.round(value * 2) / 2;
}

/** The part of a path outside a box, from where it leaves it for good. */
function cutAt(points: readonly LaidPoint[], box: LaidBox): readonly LaidPoint[] {
  const isInside = ({ x, y }: LaidPoint) =>
    Math.abs(x - box.x) < box.width / 2 && Math.abs(y - box.y) < box.height / 2;
  const last = points.findLastIndex(isInside);
  const [inner, outer] = [points[last], points[last + 1]];
  if (!inner || !outer) return points;
  let [low, high] = [0, 1];
  for (let i = 0; i < 20; i += 1) {
    const middle = (low + high) / 2;
    if (isInside(between(inner, outer, middle))) low = middle;
    else high = middle;
  }
  const exit = between(inner, outer, high);
  return [{ x: round(exit.x), y: round(exit.y) }, ...points.slice(last + 1)];
}

function between(a: LaidPoint, b: LaidPoint, part: number): LaidPoint {
  return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
}
