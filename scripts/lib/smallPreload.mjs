// A Vite plugin: what fetches the styles and the further chunks of a chunk that is imported later. Vite's own is
// several times as long, for browsers and settings that do not occur here, and every page has it in its first load.

const helper = `
const asked = new Map();

function ask(href) {
  const isStyle = href.endsWith('.css');
  if (isStyle && [...document.styleSheets].some((sheet) => sheet.href === href)) return null;
  const link = document.createElement('link');
  link.rel = isStyle ? 'stylesheet' : 'modulepreload';
  link.crossOrigin = '';
  link.href = href;
  document.head.append(link);
  if (!isStyle) return null;
  return new Promise((done, fail) => {
    link.onload = done;
    link.onerror = () => {
      asked.delete(href);
      link.remove();
      fail(new Error(href));
    };
  });
}

export async function __vitePreload(load, files, from) {
  await Promise.all((files ?? []).map((file) => {
    const { href } = new URL(file, from);
    if (!asked.has(href)) asked.set(href, ask(href));
    return asked.get(href);
  }));
  return load();
}
`;

/** @returns {import('vite').Plugin} */
export function smallPreload() {
  return {
    name: 'small-preload',
    apply: 'build',
    enforce: 'pre',
    load: (id) => (id === '\0vite/preload-helper.js' ? helper : null),
  };
}
