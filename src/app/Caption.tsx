/** The words under the picture: the note at a turning point, else what just happened. */
import { nothingHappens, plainWords } from '../player/captionWords.ts';
import { currentNotes, isAtStart, questionAhead } from '../session/derive.ts';
import { printCursor } from '../history/cursor.ts';
import type { SessionState } from '../session/sessionState.ts';
import { waitsHere } from '../session/range.ts';
import { icons } from './icons.tsx';
import { lazyPart } from './lazyPart.ts';
import { commandTitle, useRun, useSession } from './useSession.ts';

const GoOn = lazyPart(async () => (await import('./GoOn.tsx')).GoOn);

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
          nothingHappens
        ) : isAtStart(state) ? (
          <Invitation />
        ) : hasNote ? (
          notes.join(' ')
        ) : (
          <PlainWords state={state} />
        )}
        {question !== '' && <span className="question">{question}</span>}
      </p>
      {waitsHere(state) && <GoOn />}
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

function PlainWords({ state }: { readonly state: SessionState }) {
  const { agent, text } = plainWords(state);
  if (!agent) return text;
  return (
    <>
      <b className={`who-${agent.who}`}>{agent.name}</b>: {text}
    </>
  );
}
