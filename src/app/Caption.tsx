/** The words under the picture: the note at a turning point, else what just happened. */
import {
  currentEntry,
  currentEvent,
  currentNotes,
  isAtEnd,
  isAtStart,
  operationWords,
  stepOf,
} from '../session/derive.ts';
import { printCursor } from '../history/cursor.ts';
import type { SessionState } from '../session/sessionState.ts';
import { whoOfName } from '../session/scriptLines.ts';
import { resultSentence } from '../script/resultWords.ts';
import { icons } from './icons.tsx';
import { commandTitle, useRun, useSession } from './useSession.ts';

export function Caption() {
  const state = useSession((s) => s);
  const run = useRun();
  // The notes speak of the run as it was before the fix.
  const isFixed = state.undo !== null;
  const notes = isFixed ? [] : currentNotes(state);
  const hasNote = notes.length > 0;
  const question = isFixed ? '' : questionAhead(state);
  const isEmpty = state.history.entries.length === 0;
  return (
    <section
      className={hasNote ? 'caption has-note scroll' : 'caption scroll'}
      aria-label="Caption"
    >
      <span className="step-badge">{printCursor(state.cursor)}</span>
      <p className="caption-text">
        {isEmpty ? (
          'Nothing happens in this script yet.'
        ) : isAtStart(state) ? (
          <Invitation />
        ) : hasNote ? (
          notes.join(' ')
        ) : (
          <PlainWords state={state} />
        )}
        {question !== '' && <span className="question">{question}</span>}
      </p>
      <button
        type="button"
        className="button small do-button"
        aria-haspopup="dialog"
        title={commandTitle('do.menu')}
        onClick={() => run('do.menu')}
      >
        {icons.fork}
        Do something else
      </button>
    </section>
  );
}

function Invitation() {
  return (
    <>
      <span className="for-keys">
        <span className="invite">
          Press <kbd>→</kbd> to step
        </span>
        , <kbd>Shift</kbd> <kbd>→</kbd> to look inside, <kbd>Space</kbd> to play, <kbd>?</kbd> for
        all keys.
      </span>
      <span className="for-touch">
        <span className="invite">Tap {icons.operationForward} to step</span>, {icons.microForward}{' '}
        to look inside, {icons.play} to play.
      </span>
    </>
  );
}

/** A question that the script asks before the next operation, to be thought about before it is done. */
function questionAhead(state: SessionState): string {
  if (state.cursor.micro !== null) return '';
  const notes = stepOf(state, state.cursor.operation + 1)?.notes ?? [];
  return notes.find((note) => note.endsWith('?')) ?? '';
}

/** The micro-event's label inside an operation, what came of it at its end. */
function PlainWords({ state }: { readonly state: SessionState }) {
  const entry = currentEntry(state);
  const event = currentEvent(state);
  if (!entry) return null;
  if (state.cursor.micro !== null) {
    if (!event) return null;
    const who = whoOfName(event.agent, state.history.setup);
    return (
      <>
        <b className={`who-${who}`}>{event.agent}</b>: {event.label}
      </>
    );
  }
  const deed = operationWords(entry.input.operation).told;
  const end = isAtEnd(state) ? ' This is the end of the run.' : '';
  return `${deed}: ${resultSentence(entry.result)}.${end}`;
}
