// What a page does beside showing itself: where the reader is, drawers by keyboard, what scrolls can be reached by
// keyboard.
'use strict';

document.documentElement.classList.remove('no-js');

/** Marks the heading that is being read in the list of headings. */
function followHeadings() {
  const entries = new Map();
  for (const link of document.querySelectorAll('.toc-tree a[href^="#"]')) {
    const id = decodeURIComponent(link.hash.slice(1));
    const heading = id === '' ? document.querySelector('article h1') : document.getElementById(id);
    if (heading) entries.set(heading, link.closest('li'));
  }
  const mark = () => {
    let current;
    for (const [heading, item] of entries) {
      item.classList.remove('scroll-current');
      if (heading.getBoundingClientRect().top < 120) current = item;
    }
    current?.classList.add('scroll-current');
  };
  let asked = false;
  document.addEventListener(
    'scroll',
    () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();
}

/** The drawers of narrow windows are labels of hidden boxes: keys must open and close them too. */
function openDrawersByKey() {
  for (const label of document.querySelectorAll('label.nav-overlay-icon, label.toc-overlay-icon')) {
    const box = document.getElementById(label.htmlFor);
    label.tabIndex = 0;
    label.setAttribute('role', 'button');
    const say = () => label.setAttribute('aria-expanded', String(box.checked));
    say();
    box.addEventListener('change', say);
    label.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      box.click();
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const id of ['__navigation', '__toc']) {
      const box = document.getElementById(id);
      if (box?.checked) box.click();
    }
  });
}

/** What scrolls sideways takes the focus, and says what it is. */
function reachWhatScrolls() {
  for (const element of document.querySelectorAll('.table-wrapper, article pre')) {
    if (element.scrollWidth <= element.clientWidth) continue;
    element.tabIndex = 0;
    element.setAttribute('role', 'region');
    element.setAttribute('aria-label', element.matches('pre') ? 'Code' : 'Table');
  }
}

/** A question is an address: where a policy forbids forms to be sent, it is opened all the same. */
function searchByAddress() {
  for (const form of document.querySelectorAll('form[role="search"]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const question = form.querySelector('input[name="q"]').value;
      location.assign(`${form.getAttribute('action')}?q=${encodeURIComponent(question)}`);
    });
  }
}

document.addEventListener('DOMContentLoaded', () => {
  searchByAddress();
  followHeadings();
  openDrawersByKey();
  reachWhatScrolls();
});
