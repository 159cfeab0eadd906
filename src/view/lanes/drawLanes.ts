/** One picture of the lanes: every layer, for what is in sight. */
import type { LaneMark, MicroMark, Pill } from '../../scene/laneMarks.ts';
import { marksOf, pillsOf } from '../../scene/laneMicros.ts';
import { operationAt } from '../../scene/laneTime.ts';
import { markAt, markOfKey } from '../../scene/laneWalk.ts';
import { drawArrows, drawThreads } from './drawArrows.ts';
import { densityBelow, drawDensity, drawFlags } from './drawDensity.ts';
import { drawGrid } from './drawGrid.ts';
import { drawMicros, seenMicros } from './drawMicros.ts';
import { drawPills, type Controls } from './drawPills.ts';
import { drawRange } from './drawRange.ts';
import { drawSpans } from './drawSpans.ts';
import { rightAir } from './lanesLayout.ts';
import type { Skeleton } from './skeleton.ts';
import type { Picture } from './timeWindow.ts';

/** Draws all that does not move by itself. `stop` is the mark that Tab reaches; null: the cursor's. */
export function drawLanes(
  parts: Skeleton,
  picture: Picture,
  stop: string | null,
  onSeek: Controls['onSeek'],
): void {
  const { scene, near } = picture;
  const current = markAt(scene.run, scene.cursor, near);
  const first = marksOf(scene.run, 1, near)[0]?.key ?? '';
  const controls = {
    current,
    stop: stop ?? (scene.cursor.operation === 0 ? first : current),
    onSeek,
  };
  drawFrame(parts, picture);
  drawGrid(parts.grid, picture);
  drawThreads(parts.threads, picture);
  drawArrows(parts.arrows, picture);
  drawSpans(parts.spans, picture);
  drawDensity(parts.density, picture);
  const { pills, micros } = seenMarks(picture, controls);
  drawMicros(parts.micros, micros, picture, controls);
  drawPills(parts.pills, pills, picture, controls);
  drawFlags(parts.flags, picture);
  drawRange(parts.band, parts.handles, picture);
}

/** Sizes, and the bar that says which part of the run is in sight. */
function drawFrame(parts: Skeleton, { scene, layout, unit, left }: Picture): void {
  const whole = layout.labels + scene.run.width * unit + rightAir;
  const width = Math.min(layout.viewport, whole);
  parts.svg.attr('width', width).attr('height', layout.height);
  parts.curtain.attr('width', layout.labels - 6).attr('height', layout.height);
  parts.ground.attr('width', width).attr('height', layout.height);
  parts.ruler.attr('x', layout.labels).attr('width', Math.max(0, width - layout.labels));
  const room = width - layout.labels;
  const share = room / Math.max(1, whole - layout.labels);
  parts.overview
    .attr('display', share < 0.999 ? null : 'none')
    .attr('x', layout.labels + left * share)
    .attr('y', layout.height - 4)
    .attr('width', Math.max(12, room * share));
}

interface Seen {
  readonly pills: readonly Pill[];
  readonly micros: readonly MicroMark[];
}

/** The marks in sight; those that the focus can be on are there even out of it. */
function seenMarks(picture: Picture, controls: Controls): Seen {
  const { scene, near, from, to, unit } = picture;
  const { run } = scene;
  const seen = new Map<string, LaneMark>();
  const isFar = unit < densityBelow;
  const last = isFar ? 0 : operationAt(run.slots, to);
  for (let at = Math.max(1, operationAt(run.slots, from)); at <= last; at++)
    for (const mark of near ? marksOf(run, at, true) : pillsOf(run, at)) seen.set(mark.key, mark);
  for (const key of [controls.current, controls.stop]) {
    const mark = seen.has(key) ? undefined : markOfKey(run, key, near);
    if (mark) seen.set(key, mark);
  }
  const marks = [...seen.values()];
  return {
    pills: marks.filter((mark): mark is Pill => mark.kind !== 'micro'),
    micros: seenMicros(
      marks.filter((mark): mark is MicroMark => mark.kind === 'micro'),
      picture,
      controls,
    ),
  };
}
