/**
 * Light or dark as the page around a figure is: by its switch where it has one that is seen from here, else by its
 * `color-scheme`, else by what the figure stands on, else by the reader's system. Calls back when that changes.
 */

type PageTheme = 'light' | 'dark';

/** Attributes by which pages say it: Furo, Docusaurus, Bootstrap, MkDocs Material. */
const attributes = ['data-theme', 'data-bs-theme', 'data-color-mode', 'data-md-color-scheme'];

/** Values and classes that mean dark, and light: VitePress, Tailwind, MkDocs Material. */
const darkWords = new Set(['dark', 'slate']);
const lightWords = new Set(['light', 'default']);

function wordOf(text: string): PageTheme | null {
  if (darkWords.has(text)) return 'dark';
  return lightWords.has(text) ? 'light' : null;
}

function saidBy(node: Element): PageTheme | null {
  for (const name of attributes) {
    const said = wordOf(node.getAttribute(name) ?? '');
    if (said) return said;
  }
  if (node.classList.contains('dark')) return 'dark';
  return node.classList.contains('light') ? 'light' : null;
}

/** The element and what it is in, from the inside to the root, out of shadow trees too. */
function* around(from: Element): Generator<Element> {
  for (let node: Element | null = from; node;) {
    yield node;
    const parent: Node | null = node.assignedSlot ?? node.parentNode;
    node = parent instanceof ShadowRoot ? parent.host : parent instanceof Element ? parent : null;
  }
}

/** Light or dark by what shows behind the element; null where nothing is painted there. */
function behind(element: Element): PageTheme | null {
  for (const node of around(element)) {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (
      getComputedStyle(node).backgroundColor.match(/[\d.]+/g) ?? []
    ).map(Number);
    const isPainted = getComputedStyle(node).backgroundColor.startsWith('rgb') && alpha > 0.5;
    if (isPainted) return 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? 'dark' : 'light';
  }
  return null;
}

/** The theme of the page around an element; null: the reader's system decides. */
export function pageThemeAround(element: Element): PageTheme | null {
  for (const node of around(element)) {
    const said = saidBy(node);
    if (said) return said;
  }
  const scheme = getComputedStyle(element.parentElement ?? element).colorScheme;
  if (scheme === 'dark' || scheme === 'light') return scheme;
  return behind(element) ?? (scheme === 'normal' ? 'light' : null);
}

/** How long pages take to fade from one theme to the other, about. */
const fadeMs = 350;

/** Calls back now, and whenever the page may have changed its theme; returns what stops that. */
export function watchPageTheme(changed: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    changed();
    clearTimeout(timer);
    timer = setTimeout(changed, fadeMs);
  };
  const observer = new MutationObserver(look);
  for (const node of document.querySelectorAll('html, body'))
    observer.observe(node, { attributeFilter: [...attributes, 'class', 'style'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', look);
  changed();
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    system.removeEventListener('change', look);
  };
}
