/**
 * A lecture says one idea at a time: what is said at a point of the run, cut into beats. A function of the
 * run and the script's own notes.
 */
import { printCursor } from '../history/cursor.ts';
import { explainEvent } from '../model/explain.ts';
import type { Fix, Violation } from '../model/violation.ts';
import { rules } from '../model/violations/rules.ts';
import { printOperation } from '../script/printOperation.ts';
import { asSentence, resultSentence } from '../script/resultWords.ts';
import {
  currentEntry,
  currentEvent,
  currentNotes,
  currentState,
  isAtStart,
  operationWords,
  placedViolations,
} from './derive.ts';
import type { SessionState } from './sessionState.ts';
import { sentence } from './words.ts';

export interface Beat {
  readonly kind: 'title' | 'words' | 'violation' | 'fix' | 'question';
  /** A few words above the text; empty: none. */
  readonly head: string;
  readonly text: string;
  /** Script lines of a fix. */
  readonly lines: readonly string[];
}

/** Violations of one point that are told; the rest is in the workbench. */
const mostViolations = 2;

/** What is said at the cursor, in order; at least one beat. */
export function beatsOf(state: SessionState): readonly Beat[] {
  if (isAtStart(state)) return [titleOf(state)];
  const { statement, question } = cutQuestion(currentNotes(state).join(' '));
  const isInside = state.cursor.micro !== null;
  const told = isInside || statement === '' ? wordsOf(state) : statement;
  const beats = [beat('words', '', told), ...violationBeats(state)];
  return isInside || question === '' ? beats : [...beats, beat('question', '', question)];
}

/** Index of the beat that is shown. */
export function currentBeat(state: SessionState, beats: readonly Beat[]): number {
  const { beat: shown, cursor } = state;
  const wanted = shown?.at === printCursor(cursor) ? shown.index : 0;
  return Math.min(wanted, beats.length - 1);
}

/** A note whose last sentence asks something is told in two: what is so, and what is asked. */
export function cutQuestion(note: string): {
  readonly statement: string;
  readonly question: string;
} {
  if (!note.endsWith('?')) return { statement: note, question: '' };
  const end = Math.max(note.lastIndexOf('. '), note.lastIndexOf('! '), note.lastIndexOf('? '));
  return { statement: note.slice(0, end + 1), question: note.slice(end + 1).trim() };
}

function beat(kind: Beat['kind'], head: string, text: string, lines: readonly string[] = []): Beat {
  return { kind, head, text, lines };
}

function titleOf({ scenario }: SessionState): Beat {
  return beat('title', scenario.title || 'Untitled script', scenario.summary);
}

/** Inside an operation what the micro-event means, at its end what came of it. */
function wordsOf(state: SessionState): string {
  const entry = currentEntry(state);
  const event = currentEvent(state);
  if (state.cursor.micro !== null && event) return explainEvent(currentState(state), event).text;
  if (!entry) return '';
  return asSentence(
    `${operationWords(entry.input.operation).told}: ${resultSentence(entry.result)}`,
  );
}

function violationBeats(state: SessionState): readonly Beat[] {
  const event = currentEvent(state);
  const isInside = state.cursor.micro !== null;
  const broken = (isInside ? event?.violations : currentEntry(state)?.violations) ?? [];
  const effectsFirst = broken.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostViolations);
  const names = currentState(state).setup.devices.map(({ name }) => name);
  const told = effectsFirst.map(({ rule, outcome }) =>
    beat('violation', rules[rule].title, sentence(outcome, names)),
  );
  const fix = effectsFirst
    .map((violation) => fixOf(state, violation))
    .find((each) => each !== null);
  return fix ? [...told, beat('fix', 'What was missing', fix.text, fixLines(fix))] : told;
}

function rank(violation: Violation): number {
  return violation.class === 'effect' ? 0 : 1;
}

/** The fix of a violation, or of what made it possible. */
function fixOf({ history }: SessionState, violation: Violation): Fix | null {
  if (violation.fix) return violation.fix;
  const causes = placedViolations(history).filter((each) =>
    violation.causes.includes(each.violation.id),
  );
  return causes.find((each) => each.violation.fix !== null)?.violation.fix ?? null;
}

function fixLines({ before, after, settings }: Fix): readonly string[] {
  return [
    ...before.map(printOperation),
    ...after.map(printOperation),
    ...settings.map(
      ({ declaration, name, key, value }) => `${declaration} ${name} ${key}=${value}`,
    ),
  ];
}
