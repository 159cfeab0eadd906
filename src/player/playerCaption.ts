/** The caption of a player: the words of the step, and the rules that it broke. */
import { captionWords, type BrokenRule, type CaptionWords } from './captionWords.ts';
import { element, icon } from './elements.ts';
import { iconPaths } from './iconPaths.ts';
import type { PlayerPart } from './playerBar.ts';

export function createCaption(): PlayerPart {
  const badge = element('span', { class: 'step-badge' });
  const text = element('p', { class: 'caption-text' });
  const root = element('div', { class: 'caption', role: 'group', 'aria-label': 'Caption' });
  root.append(badge, text);
  return {
    root,
    update(state) {
      const words = captionWords(state);
      badge.textContent = words.badge;
      root.classList.toggle('has-note', words.isNote);
      text.replaceChildren(...agentOf(words), words.text, ...words.broken.map(signOf));
      if (words.question !== '')
        text.append(element('span', { class: 'question' }, words.question));
    },
  };
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
