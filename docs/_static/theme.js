// Runs before anything is drawn: light or dark, as chosen before or as the system has it. `data-theme` on the body is
// what the page's and the figures' style sheets look at; `data-choice` is what the reader asked for.
'use strict';

(() => {
  const body = document.body;
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const paper = window.matchMedia('print');
  const key = 'bufscope-docs-theme';

  const stored = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // Storage is closed to this page: the choice lasts as long as the page.
    }
  };

  const show = (choice) => {
    body.dataset.choice = choice;
    const wanted = choice === 'auto' ? (system.matches ? 'dark' : 'light') : choice;
    body.dataset.theme = paper.matches ? 'light' : wanted;
  };

  const choose = (choice) => {
    show(choice);
    try {
      localStorage.setItem(key, choice);
    } catch {
      // As above.
    }
  };

  const known = stored();
  show(known === 'light' || known === 'dark' ? known : 'auto');
  for (const media of [system, paper])
    media.addEventListener('change', () => show(body.dataset.choice));

  // The first press always changes what is seen.
  const next = () => {
    const opposite = system.matches ? 'light' : 'dark';
    const same = system.matches ? 'dark' : 'light';
    return { auto: opposite, [opposite]: same, [same]: 'auto' }[body.dataset.choice];
  };

  document.addEventListener('DOMContentLoaded', () => {
    for (const button of document.querySelectorAll('.theme-toggle')) {
      const name = button.querySelector('.visually-hidden');
      const say = () => {
        name.textContent = `Colours: ${body.dataset.choice}`;
      };
      say();
      button.addEventListener('click', () => {
        choose(next());
        say();
      });
    }
  });
})();
