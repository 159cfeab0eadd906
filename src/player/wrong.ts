/** What is wrong, in the place of the picture: mistakes of a script with their places, as text. */
import type { OpenedFragment } from './openedFragment.ts';
import { element } from './elements.ts';

export type Wrong = Exclude<OpenedFragment, { kind: 'run' }>;

/** Mistakes that are shown; a text that is no script has one a line. */
const mostShown = 10;

/** For those who listen: `line 3, column 12: …`, a mistake a line. */
export function wrongWords(wrong: Wrong): string {
  if (wrong.kind === 'failed') return wrong.message;
  return wrong.diagnostics
    .map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`)
    .join('\n');
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
    const code = element('code', {}, lines[line - 1] ?? '');
    list.append(element('li', {}, where, message, code));
  }
  place.replaceChildren(element('p', {}, `This script has ${count}, so it is not run.`), list);
}
