/** What came of a step or a run: a sign and a word, as in the workbench; never a colour alone. */
import type { StepVerdict } from '../history/stepVerdict.ts';
import { html, type Html } from './html.ts';

const flag = 'M3.5 14.5v-13M3.5 2h9l-2.5 3.25L12.5 8.5h-9z';

const paths: Readonly<Record<StepVerdict, Html>> = {
  right: html`<path d="m3.5 8.5 3 3 6-7" />`,
  luck: html`<path d="${flag}" />`,
  wrong: html`<path d="${flag}" fill="currentColor" />`,
};

/** The sign, then the word. */
export function verdictMark(verdict: StepVerdict): Html {
  return html`<span class="verdict ${verdict}"
    ><svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">${paths[verdict]}</svg
    >${verdict}</span
  >`;
}
