/**
 * Figures of bufscope as code fences: a plugin for markdown-it, and so for VitePress. One file, to copy.
 *
 *     ```bufscope scenario=missed-clean at=8
 *     ```
 *
 *     ```bufscope at=3 view=room,lanes
 *     title …
 *     ```
 *
 * Words behind the name are attributes of `<bufscope-player>`; the content is a script of one's own. Where scripts
 * are off, a picture with a link stands in the place of a scenario, and a script of one's own as text. Where
 * markdown is read without the plugin the script stands there as code.
 */

/** Attributes that the element has (docs/embedding.md). */
const attributes = new Set(
  (
    'scenario platform at view select caches theme controls readonly lang workbench src ' +
    'from to loop play speed pause break fork dma-debug'
  ).split(' '),
);

/** Those that a link into the workbench takes along, in the order of links: what is shown, and not how it looks. */
const ofLinks = 'platform dma-debug at fork select speed caches from to loop pause break'.split(
  ' ',
);

/** Those that are there or not. */
const switches = new Set(['loop', 'readonly', 'play', 'dma-debug']);

/**
 * Whether a tag is the player's: for `vue.template.compilerOptions.isCustomElement`.
 * @param {string} tag
 */
export const isBufscopeElement = (tag) => tag === 'bufscope-player';

/**
 * What renders a fence.
 * @typedef {(tokens: { info: string, content: string }[], index: number, ...rest: unknown[]) => string} Fence
 */

/**
 * What of markdown-it is used.
 * @typedef {{
 *   renderer: { rules: { fence?: Fence } },
 *   utils: { escapeHtml: (text: string) => string },
 * }} Markdown
 */

/**
 * Renders fences of the language `bufscope` as figures; a markdown-it plugin.
 *
 * - `site`: where bufscope is hosted, `https://bufscope.example/`: where figures lead; a fence's `workbench=` goes
 *   first. Else they lead nowhere.
 * - `pictures`: the folder of the scenarios' pictures, ending with `/`; empty: none. Else that of the package
 *   `bufscope`, in the way that Vite and other bundlers read: they put the pictures among the files of the site.
 *
 * @param {Markdown} md
 * @param {{ site?: string, pictures?: string }} [options]
 */
export function bufscopeFences(md, { site = '', pictures = '~bufscope/dist/scenarios/' } = {}) {
  const usual = md.renderer.rules.fence;
  const escape = md.utils.escapeHtml;
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info = '', content = '' } = tokens[index] ?? {};
    const [language, ...words] = info.trim().split(/\s+/);
    if (language !== 'bufscope') return usual?.(tokens, index, ...rest) ?? '';
    const said = readWords(words);
    if (site !== '' && !said.has('workbench')) said.set('workbench', site);
    return figure(said, content, pictures, escape);
  };
}

/**
 * Attributes and their values.
 * @param {string[]} words
 * @returns {Map<string, string>}
 */
function readWords(words) {
  const said = new Map();
  for (const word of words) {
    const [name = '', ...parts] = word.split('=');
    if (!attributes.has(name)) throw new Error(`bufscope: a figure has no “${name}”`);
    said.set(name, parts.join('='));
  }
  return said;
}

/**
 * The element, with what is seen until the player is there.
 * @param {Map<string, string>} said
 * @param {string} script
 * @param {string} pictures
 * @param {(text: string) => string} escape
 */
function figure(said, script, pictures, escape) {
  const id = said.get('scenario');
  const sources = [id, said.get('src'), script.trim()].filter(Boolean);
  if (sources.length !== 1)
    throw new Error('bufscope: a figure has scenario=…, or src=…, or a script');
  const shown = [...said].map(([name, value]) => ` ${name}="${escape(value)}"`);
  const inside = id ? still(said, id, pictures, escape) : ownScript(said, script, escape);
  // Vue leaves alone what is in v-pre; elsewhere the word means nothing.
  return `<bufscope-player v-pre${shown.join('')}>${inside}</bufscope-player>\n`;
}

/**
 * A script of the page, as its text; one that is fetched, as a link.
 * @param {Map<string, string>} said
 * @param {string} script
 * @param {(text: string) => string} escape
 */
function ownScript(said, script, escape) {
  const address = said.get('src');
  if (address) return `<a href="${escape(address)}">The script of this figure</a>`;
  return `<pre>\n${escape(script)}</pre>`;
}

/**
 * The picture of the scenario, and the way to the step that the figure opens at.
 * @param {Map<string, string>} said
 * @param {string} id
 * @param {string} pictures
 * @param {(text: string) => string} escape
 */
function still(said, id, pictures, escape) {
  if (!/^[a-z0-9-]+$/.test(id)) throw new Error(`bufscope: “${id}” is no id of a scenario`);
  const words = `bufscope: the scenario ${id}`;
  const picture = `<img src="${escape(pictures)}${id}.svg" alt="${words}" loading="lazy">`;
  const workbench = said.get('workbench');
  if (!workbench) return pictures === '' ? words : picture;
  const inside = pictures === '' ? words : `${picture}<div>Open in bufscope</div>`;
  return `<a href="${escape(workbench)}#${escape(fragment(said))}">${inside}</a>`;
}

/**
 * The fragment of a link to what a figure shows first (docs/links.md).
 * @param {Map<string, string>} said
 */
function fragment(said) {
  const pairs = ['scenario', ...ofLinks].flatMap((name) => {
    const value = said.get(name);
    if (value === undefined) return [];
    const isOn = switches.has(name) && ['', name, 'true'].includes(value);
    return [`${name}=${isOn ? '1' : encode(value)}`];
  });
  return [...pairs, 'v=1'].join('&');
}

/**
 * A value of a fragment, with the signs that stand for themselves in links.
 * @param {string} value
 */
function encode(value) {
  return encodeURIComponent(value)
    .replace(/%(?:3A|40|2F|2C|3D)/g, decodeURIComponent)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
