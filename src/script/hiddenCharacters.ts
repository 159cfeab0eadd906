/**
 * Finds characters that nobody sees, and those that change the order in which others are shown: a text with them
 * does not say what it seems to say.
 */
import type { Report } from './diagnostic.ts';

/**
 * Controls but tab and line ends; marks, embeddings and isolates of the bidirectional algorithm [Unicode, UAX #9]; line
 * and paragraph separators; zero-width spaces; invisible operators. Joiners stay: scripts and emoji need them.
 */
const hidden =
  /(?![\t\n\r])\p{Cc}|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufff9-\ufffb]/gu;

/** Reports each one with its place. */
export function reportHidden(text: string, report: Report): void {
  if (text.search(hidden) < 0) return;
  for (const [index, line] of text.split('\n').entries())
    for (const { 0: character, index: at } of line.matchAll(hidden)) {
      const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      const span = { line: index + 1, column: at + 1, endColumn: at + 2 };
      report.error(span, `the character U+${code} cannot be seen: leave it out`);
    }
}
