/** The arrows of a machine's pictures: a shaft, which ends where its head begins. */
import { curveBasis, curveLinear, line } from 'd3-shape';
import type { LaidPoint } from '../../scene/machineLayout.ts';

const headLength = 7;
const headHalf = 4;
const cornerRadius = 7;

const smooth = line<LaidPoint>(
  (point) => point.x,
  (point) => point.y,
).curve(curveBasis);
const straight = line<LaidPoint>(
  (point) => point.x,
  (point) => point.y,
).curve(curveLinear);

/** The line of an arrow through `points`, as a path. */
export function shaft(points: readonly LaidPoint[]): string {
  const neck = neckOf(points);
  return neck ? (smooth([...points.slice(0, -1), neck]) ?? '') : '';
}

/** The same along right angles with round corners; `hasHead`: it ends where a head begins. */
export function elbow(points: readonly LaidPoint[], hasHead: boolean): string {
  const [start, corner, end] = points;
  const last = hasHead ? neckOf(points) : end;
  if (!start || !corner || !end || !last) return straight([...points]) ?? '';
  const down = `M${fixed(start.x)} ${fixed(start.y)}V${fixed(corner.y - cornerRadius)}`;
  const round = `Q${fixed(corner.x)} ${fixed(corner.y)} ${fixed(corner.x + cornerRadius)} ${fixed(corner.y)}`;
  return `${down}${round}H${fixed(last.x)}`;
}

/** The head at the end of an arrow, as a path. */
export function head(points: readonly LaidPoint[]): string {
  const end = points.at(-1);
  const neck = neckOf(points);
  if (!end || !neck) return '';
  const x = (end.x - neck.x) / headLength;
  const y = (end.y - neck.y) / headLength;
  const left = `${fixed(neck.x - y * headHalf)} ${fixed(neck.y + x * headHalf)}`;
  const right = `${fixed(neck.x + y * headHalf)} ${fixed(neck.y - x * headHalf)}`;
  return `M${fixed(end.x)} ${fixed(end.y)}L${left}L${right}Z`;
}

/** Where the head of an arrow begins; null where it has no direction. */
function neckOf(points: readonly LaidPoint[]): LaidPoint | null {
  const end = points.at(-1);
  const back = points.at(-2);
  if (!end || !back) return null;
  const length = Math.hypot(end.x - back.x, end.y - back.y) || 1;
  return {
    x: end.x - ((end.x - back.x) / length) * headLength,
    y: end.y - ((end.y - back.y) / length) * headLength,
  };
}

function fixed(value: number): number {
  return Math.round(value * 10) / 10;
}
