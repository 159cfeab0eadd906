// The search page: finds sections that have all the words asked for, in the texts of pages.js. Nothing is fetched, and
// nothing that somebody typed becomes markup.
'use strict';

(() => {
  const mostResults = 50;
  const excerptBefore = 60;
  const excerptLength = 220;

  /** The words of a question; identifiers stay whole. */
  const wordsOf = (question) =>
    question.toLowerCase().match(/[\p{L}\p{N}_][\p{L}\p{N}_.-]*/gu) ?? [];

  /** How well a word fits a text: at its beginning, at the beginning of a word, anywhere; 0: not at all. */
  const fit = (text, word) => {
    const at = text.indexOf(word);
    if (at < 0) return 0;
    if (at === 0) return 4;
    return /[\s([{<"'`/:]/.test(text[at - 1]) ? 3 : 1;
  };

  /** A word, or its singular where only that is found. */
  const forms = (word) =>
    word.length > 3 && word.endsWith('s') ? [word, word.slice(0, -1)] : [word];

  const bestFit = (text, word) => Math.max(...forms(word).map((form) => fit(text, form)));

  /** Points of a section; 0 where a word is missing. */
  const score = (pageTitle, { title, text }, words) => {
    let points = 0;
    for (const word of words) {
      const inTitle = bestFit(title.toLowerCase(), word) * 10;
      const inPage = bestFit(pageTitle.toLowerCase(), word) * 4;
      const inText = bestFit(text.toLowerCase(), word);
      const often = Math.min(6, text.toLowerCase().split(word).length - 1);
      if (inTitle + inPage + inText === 0) return 0;
      points += inTitle + inPage + inText + often;
    }
    return points;
  };

  /** What explains goes before what lists. */
  const weightOf = (path) =>
    path.startsWith('concepts/') ? 1.5 : path.startsWith('api/') ? 0.4 : 1;

  const find = (words) => {
    const found = [];
    for (const { path, sections } of globalThis.bufscopePages) {
      const [{ title: pageTitle }] = sections;
      for (const [index, section] of sections.entries()) {
        const points = score(pageTitle, section, words) * weightOf(path);
        // A page as a whole goes before its sections.
        if (points > 0)
          found.push({ points: points + (index === 0 ? 8 : 0), path, pageTitle, section, index });
      }
    }
    return found.sort((a, b) => b.points - a.points);
  };

  /** Text with the words in it marked. */
  const marked = (text, words) => {
    const escaped = words.flatMap(forms).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const pattern = new RegExp(`(${escaped.sort((a, b) => b.length - a.length).join('|')})`, 'giu');
    return text.split(pattern).map((part, index) => {
      if (index % 2 === 0) return part;
      const mark = document.createElement('mark');
      mark.textContent = part;
      return mark;
    });
  };

  const excerpt = (text, words) => {
    const lower = text.toLowerCase();
    const places = words
      .flatMap(forms)
      .map((word) => lower.indexOf(word))
      .filter((at) => at >= 0);
    const first = Math.max(0, Math.min(...(places.length > 0 ? places : [0])) - excerptBefore);
    const from = first === 0 ? 0 : text.indexOf(' ', first) + 1;
    const isWhole = from + excerptLength >= text.length;
    const part = text.slice(from, from + excerptLength);
    const kept = isWhole ? part : part.slice(0, part.lastIndexOf(' '));
    return `${from > 0 ? '…\u00A0' : ''}${kept}${isWhole ? '' : '\u00A0…'}`;
  };

  const itemOf = ({ path, pageTitle, section, index }, words) => {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = index === 0 ? path : `${path}#${section.id}`;
    link.textContent = section.title;
    item.append(link);
    if (index > 0) {
      const where = document.createElement('span');
      where.className = 'where';
      where.textContent = pageTitle;
      item.append(' ', where);
    }
    const text = document.createElement('p');
    text.append(...marked(excerpt(section.text, words), words));
    item.append(text);
    return item;
  };

  document.addEventListener('DOMContentLoaded', () => {
    const question = new URLSearchParams(location.search).get('q') ?? '';
    for (const input of document.querySelectorAll('input[name="q"]')) input.value = question;
    const words = wordsOf(question);
    const status = document.getElementById('search-status');
    if (words.length === 0) {
      status.textContent =
        'Type words into the field; pages that have all of them are listed here.';
      return;
    }
    const found = find(words);
    const shown = found.slice(0, mostResults);
    const count = found.length === 1 ? '1 section found' : `${found.length} sections found`;
    const rest = found.length > shown.length ? `, the best ${shown.length} are shown` : '';
    status.textContent = found.length === 0 ? `Nothing has “${question}”.` : `${count}${rest}.`;
    document
      .getElementById('search-results')
      .replaceChildren(...shown.map((one) => itemOf(one, words)));
  });
})();
