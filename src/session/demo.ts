/**
 * What the commands for demos do. A demo is a run with pauses, at which playing stops until somebody goes on, as from
 * slide to slide; where they are says `range.ts`. It comes with the engine.
 */
import { compareCursors, isSameCursor, type Cursor } from '../history/cursor.ts';
import { pauseLimit } from '../history/linkFormat.ts';
import { clampCursor } from '../history/points.ts';
import { done, refuse, type Outcome } from './commandTypes.ts';
import { isAtEnd } from './derive.ts';
import { startPlaying } from './playing.ts';
import { playedRange, stopCursors } from './range.ts';
import type { Session } from './session.ts';

/** While it plays, at once to the next pause or the end of what is played; else it plays on to there. */
function goOn(session: Session): Outcome {
  const state = session.store.getState();
  if (state.playing) {
    const isAhead = (at: Cursor) => compareCursors(at, state.cursor) > 0;
    const next = stopCursors(state).find(isAhead) ?? playedRange(state).to;
    return standAt(session, next);
  }
  if (isAtEnd(state) && !state.loop) return refuse('this is the end of the run');
  startPlaying(session);
  return done;
}

/** To the last pause, or the beginning of what is played. */
function goBack(session: Session): Outcome {
  const state = session.store.getState();
  const isBehind = (at: Cursor) => compareCursors(at, state.cursor) < 0;
  const last = stopCursors(state).findLast(isBehind) ?? playedRange(state).from;
  return isBehind(last) ? standAt(session, last) : refuse('this is the beginning of the demo');
}

function standAt({ store, player }: Session, cursor: Cursor): Outcome {
  player.pause();
  store.setState({ cursor, sought: true });
  return done;
}

/** Pauses at the cursor, or does so no more. */
function togglePause({ store, say }: Session): Outcome {
  const { pauses, cursor, history } = store.getState();
  const others = pauses.filter(({ at }) => !isSameCursor(clampCursor(history, at), cursor));
  const isNew = others.length === pauses.length;
  // More of them no link would carry.
  if (isNew && others.length >= pauseLimit) return refuse(`there are ${pauseLimit} pauses already`);
  const changed = isNew ? [...others, { at: cursor, seconds: null }] : others;
  store.setState({ pauses: changed.toSorted((a, b) => compareCursors(a.at, b.at)) });
  say(isNew ? 'A demo pauses here' : 'No pause here any more');
  return done;
}

export const demo = { goOn, goBack, togglePause };
