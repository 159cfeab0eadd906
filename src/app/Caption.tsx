/** The words under the picture: the note at a turning point, else what just happened. */
import { currentEntry, currentEvent, currentNotes, isAtEnd, isAtStart } from '../session/derive.ts';
import { printCursor } from '../history/cursor.ts';
import type { SessionState } from '../session/sessionState.ts';
import { resultSentence } from '../session/words.ts';
import { useSession } from './useSession.ts';

export function Caption() {
  const state = useSession((s) => s);
  const notes = currentNotes(state);
  const hasNote = notes.length > 0;
  return (
    <section className={hasNote ? 'caption has-note scroll' : 'caption scroll'} aria-label="Caption">
      <span className="step-badge">{printCursor(state.cursor)}</span>
      <p className="caption-text">
        {isAtStart(state) ? <Invitation state={state} /> : hasNote ? notes.join(' ') : plainWords(state)}
      </p>
    </section>
  );
}

function Invitation({ state }: { readonly state: SessionState }) {
  return (
    <>
      <span className="invite">
        Press <kbd>→</kbd> to step
      </span>
      , <kbd>Shift</kbd> <kbd>→</kbd> to look inside a step, <kbd>Space</kbd> to play.{' '}
      {state.scenario.summary}
    </>
  );
}

/** The micro-event's label inside an operation, what came of it at its end. */
function plainWords(state: SessionState): string {
  const entry = currentEntry(state);
  const event = currentEvent(state);
  if (!entry) return '';
  if (state.cursor.micro !== null) return event ? `${event.agent}: ${event.label}` : '';
  const end = isAtEnd(state) ? ' This is the end of the run.' : '';
  return `${resultSentence(entry.result)}.${end}`;
}
