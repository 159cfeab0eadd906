/** The caption of a player: the words of the step, the rules that it broke, and the sign that a demo waits here. */
import { waitsHere } from '../session/range.ts';
import { captionWords, type BrokenRule, type CaptionWords } from './captionWords.ts';
import { element, icon } from './elements.ts';
import { iconPaths } from './iconPaths.ts';
import type { BarOptions, PlayerPart } from './playerBar.ts';

export function createCaption(run: BarOptions['run']): PlayerPart {
  const badge = element('span', { class: 'step-badge' });
  const text = element('p', { class: 'caption-text' });
  const root = element('div', { class: 'caption', role: 'group', 'aria-label': 'Caption' });
  const goOn = createGoOn(run);
  root.append(badge, text, goOn);
  return {
    root,
    update(state) {
      const words = captionWords(state);
      badge.textContent = words.badge;
      root.classList.toggle('has-note', words.isNote);
      text.replaceChildren(...agentOf(words), words.text, ...words.broken.map(signOf));
      if (words.question !== '')
        text.append(element('span', { class: 'question' }, words.question));
      showGoOn(goOn, waitsHere(state));
    },
  };
}

/** The one thing to press where a demo pauses until somebody goes on, also in a figure without a bar. */
function createGoOn(run: BarOptions['run']): HTMLElement {
  const button = element('button', {
    type: 'button',
    class: 'button small strong go-on',
    title: 'The demo pauses here: Space or Page Down goes on',
    hidden: '',
  });
  button.append(icon(iconPaths.play), 'Go on', element('kbd', {}, 'Space'));
  button.addEventListener('click', () => run('demo.next'));
  return button;
}

/** When it goes away it hands the focus to the figure, whose keys go on working. */
function showGoOn(button: HTMLElement, waits: boolean): void {
  if (!waits && button.matches(':focus'))
    button.closest<HTMLElement>('.player')?.focus({ preventScroll: true });
  button.hidden = !waits;
}

function agentOf({ agent }: CaptionWords): readonly (Node | string)[] {
  return agent ? [element('b', { class: `who-${agent.who}` }, agent.name), ': '] : [];
}

/** A flag and words: the rule, and whether it did harm. */
function signOf({ title, verdict }: BrokenRule): HTMLElement {
  const words = verdict === 'harm' ? title : `${title} (luck: nothing went wrong)`;
  const sign = element('span', { class: `broken is-${verdict}` });
  sign.append(icon(iconPaths.flag), words);
  return sign;
}
