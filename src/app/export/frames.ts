/** The pictures of a part of a run, and for how long each is looked at: as the player shows them. */
import { compareCursors, isSameCursor, type Cursor } from '../../history/cursor.ts';
import { nextMicro, nextOperation } from '../../history/move.ts';
import { restMs } from '../../session/actions.ts';
import type { SessionState } from '../../session/sessionState.ts';
import type { ExportRequest } from './exportRequest.ts';
import { pagePicture } from './pagePicture.ts';

/** Pictures of an animation: what a browser makes in a minute or two, and a page can carry. */
export const mostFrames = 400;

export interface Frame {
  readonly svg: string;
  readonly restMs: number;
}

/** The points that are shown; a string where they are too many. */
export function framePoints(
  { history }: Pick<SessionState, 'history'>,
  { from, to, each }: Pick<ExportRequest, 'from' | 'to' | 'each'>,
): readonly Cursor[] | string {
  const points: Cursor[] = [from];
  const next = each === 'micro' ? nextMicro : nextOperation;
  for (let at = from; compareCursors(at, to) < 0;) {
    const after = next(history, at);
    if (isSameCursor(after, at)) break;
    at = compareCursors(after, to) > 0 ? to : after;
    points.push(at);
    if (points.length > mostFrames) return tooMany(each);
  }
  return points;
}

function tooMany(each: ExportRequest['each']): string {
  const instead =
    each === 'micro' ? 'one picture an operation, or a smaller part' : 'a smaller part';
  return `that is more than ${mostFrames} pictures: take ${instead} of the run`;
}

/** The picture of a point, and how long the player rests there. */
export function frameAt(state: SessionState, cursor: Cursor, request: ExportRequest): Frame | null {
  const svg = pagePicture(state, cursor, request);
  return svg === null ? null : { svg, restMs: restMs({ ...state, cursor }) };
}
