/** What is wrong, in the place of the picture: mistakes of a script with their places, as text. */
import type { OpenedFragment } from './openedFragment.ts';
import { element } from './elements.ts';

export type Wrong = Exclude<OpenedFragment, { kind: 'run' }>;

/** Mistakes that are shown; a text that is no script has one a line. */
const mostShown = 10;

/** Characters of a line, or of words about it, that are shown. */
const mostCharacters = 400;

/** A text from outside, short and on one line; what is in it and cannot be seen turns nothing around. */
function plain(text: string): string {
  const shown = text
    .slice(0, mostCharacters)
    .replaceAll('\t', ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD');
  return text.length > mostCharacters ? `${shown}…` : shown;
}

/** For those who listen: `line 3, column 12: …`, a mistake a line, as many as are shown. */
export function wrongWords(wrong: Wrong): string {
  if (wrong.kind === 'failed') return wrong.message;
  const { diagnostics } = wrong;
  const words = diagnostics
    .slice(0, mostShown)
    .map(({ line, column, message }) => `line ${line}, column ${column}: ${plain(message)}`);
  const others = diagnostics.length - words.length;
  return [...words, ...(others > 0 ? [`and ${others} more`] : [])].join('\n');
}

export function writeWrong(place: HTMLElement, wrong: Wrong): void {
  if (wrong.kind === 'failed') {
    place.replaceChildren(element('p', {}, wrong.message));
    return;
  }
  const { diagnostics, script } = wrong;
  const lines = script.split('\n');
  const count = diagnostics.length === 1 ? 'a mistake' : `${diagnostics.length} mistakes`;
  const list = element('ol');
  for (const { line, column, message } of diagnostics.slice(0, mostShown)) {
    const where = element('span', { class: 'place' }, `line ${line}, column ${column}`);
    const code = element('code', {}, plain(lines[line - 1] ?? ''));
    list.append(element('li', {}, where, plain(message), code));
  }
  place.replaceChildren(element('p', {}, `This script has ${count}, so it is not run.`), list);
}
