/** What is wrong with a text and where; one for every mistake, in the order of the text. */
import { nearest } from './nearest.ts';

/** A mistake in a text: what is wrong, where, and what would have been right. */
export interface Diagnostic {
  /** From 1. */
  readonly line: number;
  /** First character concerned, from 1, in UTF-16 units. */
  readonly column: number;
  /** One past the last character concerned; equal to `column` where something is missing. */
  readonly endColumn: number;
  readonly severity: 'error' | 'warning';
  /** One sentence, without the place. */
  readonly message: string;
  /** Words or kinds of words that would have been right here; may be empty. */
  readonly expected: readonly string[];
  /** The nearest right word, to put in place of the wrong one. */
  readonly suggestion: string | null;
}

/** A stretch of a line. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

export interface Hints {
  /** What would have been right. */
  readonly expected?: readonly string[];
  /** The wrong word: the nearest of the expected ones becomes the suggestion. */
  readonly word?: string;
  /** A suggestion that is known already. */
  readonly suggestion?: string | null;
}

/** Mistakes that are told of one text; nobody reads more, and a hostile text has one in every word. */
export const mostDiagnostics = 500;

/** Collects diagnostics. */
export interface Report {
  error(span: Span, message: string, hints?: Hints): void;
  readonly diagnostics: readonly Diagnostic[];
}

export function createReport(): Report {
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    error(span, message, hints = {}) {
      if (diagnostics.length > mostDiagnostics) return;
      const { line, column, endColumn } = span;
      if (diagnostics.length === mostDiagnostics) {
        const more = `there are more than ${mostDiagnostics} mistakes: no more are told`;
        const place = { line, column, endColumn };
        diagnostics.push({
          ...place,
          severity: 'error',
          message: more,
          expected: [],
          suggestion: null,
        });
        return;
      }
      const expected = hints.expected ?? [];
      const guess = hints.word === undefined ? null : nearest(hints.word, expected);
      const suggestion = hints.suggestion ?? guess;
      diagnostics.push({
        line,
        column,
        endColumn,
        severity: 'error',
        message,
        expected,
        suggestion,
      });
    },
  };
}

/** A diagnostic as one line for a terminal: `12:3: message (did you mean ‘map’?)`. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { line, column, message, suggestion, expected } = diagnostic;
  const place = `${line}:${column}: ${diagnostic.severity}: ${message}`;
  if (suggestion !== null) return `${place}; did you mean ‘${suggestion}’?`;
  return expected.length === 0 ? place : `${place}; expected ${listed(expected)}`;
}

function listed(words: readonly string[]): string {
  const shown = words.length > 12 ? [...words.slice(0, 12), '…'] : words;
  return shown.join(', ');
}
