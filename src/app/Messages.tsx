/** What the page says: short messages, and each step in words for screen readers. */
import { printCursor } from '../history/cursor.ts';
import { agentName } from '../model/names.ts';
import { currentEntry, currentEvent, operationLine, ruleTitle } from '../session/derive.ts';
import { waitsHere } from '../session/range.ts';
import type { SessionState } from '../session/sessionState.ts';
import { resultSentence } from '../script/resultWords.ts';
import { useSession } from './useSession.ts';

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
    : `${operationLine(entry.input.operation)}. ${resultSentence(entry.result)}.`;
  const broken = isInside ? (event?.violations ?? []) : entry.violations;
  const violations = broken.map(({ rule }) => ` Violation: ${ruleTitle(rule)}.`).join('');
  const goOn = waitsHere(state) ? ' The demo pauses here: Space or Page Down goes on.' : '';
  return `${place} ${said}${violations}${goOn}`;
}
