/** An explanation of a word as a small card: for hovers, the key that asks, and completions. */
import type { WordDoc } from '../../script/documentation.ts';

/** The card. What it says is text, never markup. */
export function wordCard({ title, kind, text, source }: WordDoc): HTMLElement {
  const card = document.createElement('div');
  card.className = 'word';
  const add = (name: string, words: string): void => {
    if (words === '') return;
    const line = document.createElement('div');
    line.className = name;
    line.textContent = words;
    card.append(line);
  };
  add('word-title', title);
  add('word-kind', kind);
  add('word-text', text);
  add('word-source', source);
  return card;
}

/** The same in a sentence, for screen readers. */
export function wordSentence({ title, kind, text, source }: WordDoc): string {
  return [title, kind, text, source].filter((part) => part !== '').join('. ');
}
