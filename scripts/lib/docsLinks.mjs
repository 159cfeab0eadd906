// Holds the built documentation against itself: every link and every resource of a page is there, every anchor too,
// nothing is loaded from elsewhere, and no page has code or style inside, which a strict policy forbids.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Tags whose address is fetched when the page is shown. */
const fetched = /^(?:img|script|link|source|iframe|video|audio|embed|object)$/;

/** An address of another place: `https:`, `mailto:`, `//host`. */
const elsewhere = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;

/** @param {string} text */
function unescape(text) {
  const known = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name) => Reflect.get(known, name));
}

/**
 * What a page refers to.
 * @param {string} html
 * @returns {{ tag: string, address: string }[]}
 */
export function addressesOf(html) {
  const text = html.replace(/<!--.*?-->/gs, '');
  const found = [];
  for (const [, tag = '', attributes = ''] of text.matchAll(/<([a-z][a-z0-9-]*)\s([^>]*)>/gi)) {
    for (const [, name = '', value = ''] of attributes.matchAll(/(href|srcset|src)="([^"]*)"/gi)) {
      // A link of the kind "next" or "search" is not fetched.
      const isResource =
        fetched.test(tag) && !/rel="(?:next|prev|search|index|alternate)"/.test(attributes);
      const parts =
        name === 'srcset'
          ? value.split(',').map((part) => part.trim().split(/\s/)[0] ?? '')
          : [value];
      for (const part of parts)
        found.push({ tag: isResource ? tag : 'a', address: unescape(part) });
    }
  }
  return found;
}

/**
 * What a style sheet asks for.
 * @param {string} css
 * @returns {{ tag: string, address: string }[]}
 */
function addressesOfCss(css) {
  const found = css.matchAll(
    /url\(\s*(?:'([^']*)'|"([^"]*)"|([^)'"]*))\s*\)|@import\s+["']([^"']+)/g,
  );
  return [...found].map(([, ...parts]) => ({ tag: 'link', address: parts.find(Boolean) ?? '' }));
}

/**
 * Code and style inside a page.
 * @param {string} html
 * @returns {string[]} the tags that hold them
 */
function inlineIn(html) {
  const text = html.replace(/<!--.*?-->/gs, '');
  const forbidden =
    /<script(?![^>]*\ssrc=)[^>]*>|<style[^>]*>|<[a-z][a-z0-9-]*\s(?:[^>]*\s)?(?:style|on[a-z]+)="[^>]*>/gi;
  return [...text.matchAll(forbidden)].map(([tag]) => tag);
}

/** @param {string} html */
function anchorsOf(html) {
  return new Set([...html.matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id = '']) => unescape(id)));
}

/**
 * What is wrong with the links of a folder of pages.
 * @param {string} folder
 * @param {{ skip?: string[] }} [options] `skip`: parts of the folder whose own pages are not looked at
 * @returns {string[]} a line each, with the page; empty when all is well
 */
export function brokenLinks(folder, { skip = [] } = {}) {
  const files = readdirSync(folder, { encoding: 'utf8', recursive: true }).filter(
    (name) => /\.(?:html|css)$/.test(name) && !skip.some((part) => name.startsWith(part)),
  );
  /** @type {Map<string, Set<string>>} */
  const anchors = new Map();
  /** @param {string} path */
  const anchorsAt = (path) => {
    const known = anchors.get(path);
    if (known) return known;
    const found = anchorsOf(readFileSync(path, 'utf8'));
    anchors.set(path, found);
    return found;
  };
  const problems = [];
  for (const file of files.sort()) {
    const text = readFileSync(join(folder, file), 'utf8');
    const inline = file.endsWith('.css') ? [] : inlineIn(text);
    problems.push(...inline.map((tag) => `${file}: code or style inside the page: ${tag}`));
    for (const { tag, address } of file.endsWith('.css')
      ? addressesOfCss(text)
      : addressesOf(text)) {
      const problem = problemOf(folder, file, tag, address, anchorsAt);
      if (problem) problems.push(`${file}: ${problem}: ${address}`);
    }
  }
  return problems;
}

/**
 * @param {string} folder
 * @param {string} file the page, from the folder
 * @param {string} tag
 * @param {string} address
 * @param {(path: string) => Set<string>} anchorsAt
 * @returns {string | undefined}
 */
function problemOf(folder, file, tag, address, anchorsAt) {
  if (elsewhere.test(address)) {
    return tag === 'a' || address.startsWith('data:') ? undefined : 'loaded from elsewhere';
  }
  if (address.startsWith('/')) return 'does not work from a sub-path';
  const [place = '', anchor = ''] = address.split('#', 2);
  const path = place.split('?', 1)[0] ?? '';
  const target =
    path === ''
      ? join(folder, file)
      : normalize(join(folder, dirname(file), decodeURIComponent(path)));
  if (!existsSync(target)) return 'leads nowhere';
  if (statSync(target).isDirectory()) return 'names a folder, which a page from disk cannot open';
  // A fragment with `=` is a state of the workbench, not an anchor.
  if (anchor === '' || anchor.includes('=') || !target.endsWith('.html')) return undefined;
  return anchorsAt(target).has(decodeURIComponent(anchor)) ? undefined : 'has no such anchor';
}
