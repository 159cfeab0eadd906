/**
 * Where a machine's boxes, arrows and labels stand. Computed by `npm run layouts` with dagre, stored
 * in `generated/`, so that no page has to load a layout library; a test says when it is stale.
 */
import { Graph, layout } from '@dagrejs/dagre';
import type { DrawnMachine } from '../model/machines/drawnMachines.ts';
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

export interface LaidGroup extends LaidBox {
  /** Where its title stands, in a corner that is free. */
  readonly title: LaidBox;
}

export interface MachineLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly LaidBox[];
  readonly groups: readonly LaidGroup[];
  readonly edges: readonly LaidEdge[];
}

const charWidth = 6.3;
const labelLine = 14;
const boxLine = 12;
const margin = 8;

/** States beyond which not every order is tried. */
const mostTried = 6;

/**
 * Lays out a machine from the top down. Which arrows point up decides how wide the picture gets, so
 * every order of the states is tried, the first state first, and the narrowest picture is taken.
 */
export function layoutMachine(definition: DrawnMachine): MachineLayout {
  const graph = machineGraph(definition);
  const [first = '', ...rest] = graph.nodes.map(({ id }) => id);
  const orders = graph.nodes.length > mostTried ? [rest] : permutations(rest);
  return orders
    .map((order) => layoutInOrder(definition, graph, [first, ...order]))
    .reduce((best, each) => (cost(each) < cost(best) ? each : best));
}

/** Narrow is good; the first state belongs on top, and arrows that point up are harder to read. */
function cost({ width, height, nodes, edges }: MachineLayout): number {
  const upward = edges.filter(({ points }) => (points.at(-1)?.y ?? 0) < (points[0]?.y ?? 0)).length;
  const isFirstOnTop = nodes.slice(1).every((node) => node.y > (nodes[0]?.y ?? 0));
  return width + 0.3 * height + 8 * upward + (isFirstOnTop ? 0 : 400);
}

function permutations(items: readonly string[]): readonly (readonly string[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((others) => [item, ...others]),
  );
}

function layoutInOrder(
  definition: DrawnMachine,
  graph: MachineGraph,
  order: readonly string[],
): MachineLayout {
  const laid = new Graph({ compound: true, multigraph: true });
  laid.setGraph({
    rankdir: 'TB',
    nodesep: 12,
    edgesep: 6,
    ranksep: 18,
    marginx: margin,
    marginy: margin,
  });
  for (const group of graph.groups) laid.setNode(group.id, {});
  for (const id of order) {
    const node = graph.nodes.find((each) => each.id === id);
    if (!node) continue;
    const texts = [
      node.title.length * 7.2 + 20,
      ...node.lines.map((line) => line.length * 5.4 + 12),
    ];
    const height = 30 + (node.lines.length > 0 ? 4 : 0) + node.lines.length * boxLine;
    laid.setNode(node.id, { width: Math.max(76, ...texts), height });
    if (node.group !== null) laid.setParent(node.id, node.group);
  }
  for (const edge of graph.edges) {
    const lines = edgeLines(edge, definition);
    const { from, to } = endsOf(edge, order);
    const width = Math.max(...lines.map((line) => line.length)) * charWidth + 8;
    laid.setEdge(from, to, { width, height: lines.length * labelLine + 2, labelpos: 'c' }, edge.id);
  }
  layout(laid);
  return read(graph, laid, order);
}

/**
 * The ends of an arrow as dagre gets them. It joins leaves only, so an arrow of a group leaves from the
 * nearest of its states and is cut at its edge; and all point downward, in the given order.
 */
function endsOf(
  { from, to }: GraphEdge,
  order: readonly string[],
): { readonly from: string; readonly to: string; readonly isUpward: boolean } {
  const target = order.indexOf(to);
  const inside = order.filter((id) => id === from || id.startsWith(`${from}.`));
  const above = inside.findLast((id) => order.indexOf(id) < target);
  const leaf = above ?? inside[0] ?? from;
  return above === undefined
    ? { from: to, to: leaf, isUpward: true }
    : { from: leaf, to, isUpward: false };
}

function read(graph: MachineGraph, laid: Graph, order: readonly string[]): MachineLayout {
  const box = (id: string): LaidBox => {
    const { x, y, width, height } = laid.node(id);
    return { id, x: round(x), y: round(y), width: round(width), height: round(height) };
  };
  const boxes = graph.groups.map(({ id }) => box(id));
  const edges = graph.edges.map((edge): LaidEdge => {
    const { from, to, isUpward } = endsOf(edge, order);
    const { points: down, x, y, width, height } = laid.edge(from, to, edge.id);
    const points = isUpward ? down.toReversed() : down;
    const group = boxes.find(({ id }) => id === edge.from);
    const rounded = points.map((point: LaidPoint) => ({ x: round(point.x), y: round(point.y) }));
    return {
      id: edge.id,
      points: group ? cutAt(rounded, group) : rounded,
      label: { id: edge.id, x: round(x), y: round(y), width: round(width), height: round(height) },
    };
  });
  const { width = 0, height = 0 } = laid.graph();
  const nodes = graph.nodes.map(({ id }) => box(id));
  const taken = [...nodes, ...edges.map(({ label }) => label)];
  const groups = boxes.map((each, index) => ({
    ...each,
    title: titleBox(each, graph.groups[index]?.title ?? '', taken, edges),
  }));
  // A title may stand below its group, at the bottom of the picture.
  const bottoms = groups.map(({ title }) => title.y + title.height / 2 + 2);
  return {
    width: round(width),
    height: round(Math.max(height, ...bottoms)),
    nodes,
    groups,
    edges,
  };
}

/** The first corner of a group in or at which its title meets no box and no arrow; else the first. */
function titleBox(
  group: LaidBox,
  title: string,
  taken: readonly LaidBox[],
  edges: readonly LaidEdge[],
): LaidBox {
  const [width, height] = [title.length * charWidth + 6, labelLine];
  const aside = group.width / 2 - width / 2 - 6;
  const up = group.height / 2 - height / 2 - 4;
  const corners = [
    [-aside, -up],
    [aside, -up],
    [-aside, up],
    [aside, up],
    // Outside, where the inside is full.
    [-aside, group.height / 2 + height / 2],
    [aside, group.height / 2 + height / 2],
    [-aside, -group.height / 2 - height / 2],
    [aside, -group.height / 2 - height / 2],
  ].map(([x = 0, y = 0]) => ({
    id: group.id,
    x: round(group.x + x),
    y: round(group.y + y),
    width: round(width),
    height,
  }));
  const isFree = (corner: LaidBox) =>
    corner.y >= height / 2 &&
    !taken.some((each) => overlap(corner, each)) &&
    !edges.some(({ points }) => crosses(points, corner));
  return corners.find(isFree) ?? corners[0] ?? group;
}

/** Whether two boxes share more than an edge. */
export function overlap(a: LaidBox, b: LaidBox): boolean {
  return (
    Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height
  );
}

/** Whether a path meets a box, looked at closely enough for boxes of a line of text. */
function crosses(points: readonly LaidPoint[], box: LaidBox): boolean {
  return points.some((point, index) => {
    const next = points[index + 1] ?? point;
    return Array.from({ length: 21 }, (_, step) => between(point, next, step / 20)).some((each) =>
      overlap(box, { ...box, ...each, width: 2, height: 2 }),
    );
  });
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
