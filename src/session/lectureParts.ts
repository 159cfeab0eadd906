/** What a lecture needs besides the workbench, in a chunk of its own. */
import { printCursor } from '../history/cursor.ts';
import { nextOperation, previousOperation } from '../history/move.ts';
import type { Change } from './actions.ts';
import { beatsOf, currentBeat } from './beats.ts';
import { isAtEnd, isAtStart } from './derive.ts';
import type { SessionState } from './sessionState.ts';

/** Says the next idea of this point, or goes on to the next operation; in words why it cannot. */
function nextIdea(state: SessionState): Change | string {
  const beats = beatsOf(state);
  const index = currentBeat(state, beats) + 1;
  if (index < beats.length) return { beat: { at: printCursor(state.cursor), index } };
  if (isAtEnd(state)) return 'this is the end of the run';
  return { cursor: nextOperation(state.history, state.cursor), beat: null };
}

/** Takes the last idea back, or the operation. */
function lastIdea(state: SessionState): Change | string {
  const index = currentBeat(state, beatsOf(state)) - 1;
  if (index >= 0) return { beat: { at: printCursor(state.cursor), index } };
  if (isAtStart(state)) return 'this is the beginning of the run';
  const cursor = previousOperation(state.history, state.cursor);
  const last = beatsOf({ ...state, cursor }).length - 1;
  return { cursor, beat: { at: printCursor(cursor), index: last } };
}

export const lectureParts = { beatsOf, currentBeat, nextIdea, lastIdea };

export type LectureParts = typeof lectureParts;
