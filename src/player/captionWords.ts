/** The words under the picture: the note at a turning point, else what just happened; and the rules just broken. */
import { printCursor } from '../history/cursor.ts';
import type { Verdict } from '../history/verdicts.ts';
import { asSentence, resultSentence } from '../script/resultWords.ts';
import {
  currentEntry,
  currentEvent,
  currentNotes,
  isAtEnd,
  isAtStart,
  operationWords,
  questionAhead,
  ruleTitle,
  verdicts,
} from '../session/derive.ts';
import { whoOfName, type Who } from '../session/scriptLines.ts';
import type { SessionState } from '../session/sessionState.ts';

export interface CaptionWords {
  /** The step: `12.3`. */
  readonly badge: string;
  /** Whether `text` is a note of the script. */
  readonly isNote: boolean;
  /** Who does it, before the text. */
  readonly agent: { readonly name: string; readonly who: Who } | null;
  readonly text: string;
  /** To be thought about before the next step; empty: nothing. */
  readonly question: string;
  readonly broken: readonly BrokenRule[];
}

/** A rule that the step broke. */
export interface BrokenRule {
  readonly title: string;
  readonly verdict: Verdict;
}

/** In place of words where a script has no operations. */
export const nothingHappens = 'Nothing happens in this script yet.';

export function captionWords(state: SessionState): CaptionWords {
  const notes = currentNotes(state);
  const isEmpty = state.history.entries.length === 0;
  return {
    badge: printCursor(state.cursor),
    isNote: notes.length > 0,
    question: questionAhead(state),
    broken: brokenAt(state),
    ...(isEmpty
      ? { agent: null, text: nothingHappens }
      : notes.length > 0
        ? { agent: null, text: notes.join(' ') }
        : plainWords(state)),
  };
}

/** The title before the first step, the micro-event's label inside an operation, what came of it at its end. */
export function plainWords(state: SessionState): Pick<CaptionWords, 'agent' | 'text'> {
  const entry = currentEntry(state);
  const event = currentEvent(state);
  if (isAtStart(state) || !entry) return { agent: null, text: state.scenario.title };
  if (state.cursor.micro !== null && event) {
    const who = whoOfName(event.agent, state.history.setup);
    return { agent: { name: event.agent, who }, text: event.label };
  }
  const deed = operationWords(entry.input.operation).told;
  const end = isAtEnd(state) ? ' This is the end of the run.' : '';
  return { agent: null, text: `${asSentence(`${deed}: ${resultSentence(entry.result)}`)}${end}` };
}

/** Rules that the micro-event broke, or at its end the operation; each once, the worst verdict. */
function brokenAt(state: SessionState): readonly BrokenRule[] {
  const entry = currentEntry(state);
  const { micro } = state.cursor;
  const violations =
    (micro === null ? entry?.violations : entry?.events[micro - 1]?.violations) ?? [];
  const judged = verdicts(state.history);
  const found = new Map<string, Verdict>();
  for (const { id, rule } of violations) {
    const title = ruleTitle(rule);
    const verdict = judged.get(id) ?? 'luck';
    if (found.get(title) !== 'harm') found.set(title, verdict);
  }
  return [...found].map(([title, verdict]) => ({ title, verdict }));
}
