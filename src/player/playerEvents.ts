/** What happened in a player between two states of its session, as it is told. */
import { compareCursors, isSameCursor } from '../history/cursor.ts';
import { violationsSoFar } from '../session/derive.ts';
import { publicState } from '../session/publicState.ts';
import { playedRange } from '../session/range.ts';
import type { Session } from '../session/session.ts';
import type { SessionState } from '../session/sessionState.ts';
import type { PlayerEvent } from './handle.ts';

export function eventsBetween(
  session: Session,
  before: SessionState,
  after: SessionState,
): readonly PlayerEvent[] {
  const isOther = before.history !== after.history;
  const hasMoved = isOther || !isSameCursor(before.cursor, after.cursor);
  if (!hasMoved && before.playing === after.playing) return [];
  const state = publicState(session);
  const events: PlayerEvent[] = [{ type: 'step', state }];
  if (!hasMoved) return events;
  const isForward = !isOther && compareCursors(after.cursor, before.cursor) > 0;
  if (isForward && !after.sought) {
    const known = new Set(violationsSoFar(before).map(({ id }) => id));
    for (const violation of state.violations)
      if (!known.has(violation.id)) events.push({ type: 'violation', violation, state });
  }
  const isEnd = isSameCursor(after.cursor, playedRange(after).to);
  if (isEnd && after.history.entries.length > 0) events.push({ type: 'end', state });
  return events;
}
