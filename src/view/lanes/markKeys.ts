/** The keys of a mark that has the focus: from mark to mark, along a lane and between lanes. */
import { select } from 'd3-selection';
import type { LaneMark } from '../../scene/laneMarks.ts';
import { endOfLane, neighbour } from '../../scene/laneWalk.ts';
import type { LanesRun } from '../../scene/lanesRun.ts';

const ways = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
} as const;

/** The mark that an event comes from. */
export function markOfEvent({ target }: Event): LaneMark | null {
  const element = target instanceof Element ? target.closest<SVGGElement>('.lanes-mark') : null;
  return element && select<SVGGElement, LaneMark>(element).datum();
}

/** Where a key leads from a mark: another mark, the same where there is none; null: the key means nothing here. */
export function markOfKeyPress(
  run: LanesRun,
  mark: LaneMark,
  near: boolean,
  { key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent,
): LaneMark | null {
  if (shiftKey || ctrlKey || metaKey || altKey) return null;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
    case 'ArrowUp':
    case 'ArrowDown':
      return neighbour(run, mark, near, ways[key]) ?? mark;
    case 'Home':
    case 'End':
      return endOfLane(run, mark.lane, near, key === 'End') ?? mark;
    default:
      return null;
  }
}
