/** What the page says: what was wrong with a link, short messages, and each step in words for screen readers. */
import { printCursor } from '../history/cursor.ts';
import { agentName } from '../model/names.ts';
import { currentEntry, currentEvent, operationWords, ruleTitle } from '../session/derive.ts';
import type { SessionState } from '../session/sessionState.ts';
import { resultSentence } from '../script/resultWords.ts';
import { useSession, useSessionObject } from './useSession.ts';

/** Under the header, until it is dismissed. */
export function LinkProblems() {
  const session = useSessionObject();
  const problems = useSession((s) => s.problems);
  if (problems.length === 0) return null;
  return (
    <section className="notice" role="alert">
      <div>
        <h2>Not all of this link could be read</h2>
        <ul>
          {problems.map(({ key, value, message }, i) => (
            <li key={i}>
              {key !== '' && <code>{key}</code>} {value !== '' && <>“{value}” </>}
              {message}
            </li>
          ))}
        </ul>
        <p>
          Below is the nearest state that works. The address is put right as soon as you move on.
        </p>
      </div>
      <button
        type="button"
        className="button small"
        onClick={() => session.store.setState({ problems: [] })}
      >
        Dismiss
      </button>
    </section>
  );
}

export function Toast() {
  const toast = useSession((s) => s.toast);
  return (
    <div role="status" className={toast === '' ? 'hidden-text' : 'toast'}>
      {toast}
    </div>
  );
}

/** Reads every step aloud. */
export function LiveRegion() {
  const words = useSession(stepWords);
  return (
    <p className="hidden-text" aria-live="polite" aria-atomic="true">
      {words}
    </p>
  );
}

function stepWords(state: SessionState): string {
  const entry = currentEntry(state);
  const event = currentEvent(state);
  // While it plays words would pile up; a lecture speaks for itself.
  if (state.playing || state.lecture) return '';
  if (!entry) return `Before the first operation of ${state.history.entries.length}.`;
  const place = `Step ${printCursor(state.cursor)} of ${state.history.entries.length}.`;
  const isInside = state.cursor.micro !== null;
  const said = isInside
    ? `${event?.agent ?? agentName(entry.input.operation.agent)}: ${event?.label ?? ''}.`
    : `${operationWords(entry.input.operation).line}. ${resultSentence(entry.result)}.`;
  const broken = isInside ? (event?.violations ?? []) : entry.violations;
  const violations = broken.map(({ rule }) => ` Violation: ${ruleTitle(rule)}.`).join('');
  return `${place} ${said}${violations}`;
}
