/**
 * The lines that put a figure onto another page, to be copied: for HTML, Sphinx, Markdown. They agree with
 * docs/embedding.md. Texts of scenarios go through `escapes.ts`; a fragment has only signs that mean nothing in
 * any of these languages, but `&`.
 */
import { encodeLinkWith, type LinkState } from '../history/linkFormat.ts';
import type { Packer } from '../history/pack.ts';
import { decodePercent } from '../history/percent.ts';
import {
  asPlainLines,
  asRstContent,
  inHtml,
  inMarkdown,
  inMarkdownHtml,
  inTemplate,
} from './escapes.ts';

export const embedKinds = ['frame', 'element', 'sphinx', 'fence', 'mdx', 'link'] as const;
export type EmbedKind = (typeof embedKinds)[number];

/** What is to be embedded, and where its files are. */
export interface Embed {
  /** Address of the folder that has `embed.html`, ending with `/`. */
  readonly base: string;
  /** As `embedLink` makes it. */
  readonly link: LinkState;
  readonly title: string;
  /** The script that does what the run does, also where that is a fork; null for a built-in scenario as it is. */
  readonly script: string | null;
  /** Address of a picture of it. */
  readonly picture: string;
  readonly packer: Packer;
}

/** Pixels of a frame; null: as wide as there is room. */
export interface FrameSize {
  readonly width: number | null;
  readonly height: number;
}

/** The lines for a kind of page. */
export function embedSnippet(kind: EmbedKind, embed: Embed, size: FrameSize): string {
  switch (kind) {
    case 'frame':
      return frameSnippet(embed, size);
    case 'element':
      return elementSnippet(embed);
    case 'sphinx':
      return sphinxSnippet(embed);
    case 'fence':
      return fenceSnippet(embed);
    case 'mdx':
      return mdxSnippet(embed);
    case 'link':
      return linkSnippet(embed);
  }
}

/** An iframe. */
export function frameSnippet(
  { base, link, title, packer }: Pick<Embed, 'base' | 'link' | 'title' | 'packer'>,
  { width, height }: FrameSize,
): string {
  const src = `${base}embed.html#${encodeLinkWith(packer, link)}`;
  return [
    '<iframe',
    `  src="${inHtml(src)}"`,
    `  title="bufscope: ${inHtml(title)}"`,
    `  width="${width ?? '100%'}"`,
    `  height="${height}"`,
    '  loading="lazy"',
    '  style="border: 0"',
    '></iframe>',
  ].join('\n');
}

/** What is said of a figure besides what it runs: keys of a link, which are the element's attributes, too. */
function settingsOf({ link }: Embed): readonly (readonly [key: string, value: string])[] {
  return encodeLinkWith(null, { ...link, source: null, fork: null })
    .split('&')
    .map((pair) => pair.split('='))
    .map(([key = '', value = '']) => [key, decodePercent(value) ?? ''] as const)
    .filter(([key]) => key !== 'v');
}

/** The scenario, where it is one as it is, then the settings. */
function wordsOf(embed: Embed): readonly (readonly [key: string, value: string])[] {
  const { link, script } = embed;
  const isBuiltIn = script === null && link.source?.kind === 'scenario';
  return [...(isBuiltIn ? [['scenario', link.source.id] as const] : []), ...settingsOf(embed)];
}

/** Attributes of the element; one that is there or not stands alone where the language has that. */
function attributesOf(embed: Embed, alone: boolean): string {
  return wordsOf(embed)
    .map(([key, value]) => (alone && switches.has(key) ? key : `${key}="${inHtml(value)}"`))
    .map((word) => ` ${word}`)
    .join('');
}

const switches: ReadonlySet<string> = new Set(['readonly', 'loop', 'play']);

/** The element with what is shown where there are no scripts: the script itself, or a picture and a link. */
function elementSnippet(embed: Embed): string {
  const { base, title, picture, script } = embed;
  const inside =
    script === null
      ? [
          `  <a href="${inHtml(workbenchAddress(embed))}">`,
          `    <img src="${inHtml(picture)}" alt="${inHtml(title)}">`,
          '  </a>',
        ]
      : // A page drops the line feed behind `<pre>`: this one, never the script's own.
        ['<pre>', `${inHtml(script)}</pre>`];
  return [
    `<script type="module" src="${inHtml(base)}player.js"></script>`,
    '',
    `<bufscope-player${attributesOf(embed, true)}>`,
    ...inside,
    '</bufscope-player>',
  ].join('\n');
}

/** The workbench at the point of the figure. */
function workbenchAddress({ base, link, packer }: Embed): string {
  const plain: LinkState = { ...link, view: null, theme: null, controls: null, readonly: false };
  return `${base}#${encodeLinkWith(packer, plain)}`;
}

/** The directive of integrations/sphinx; a script of one's own is its content. */
function sphinxSnippet(embed: Embed): string {
  const { link, script } = embed;
  const id = script === null && link.source?.kind === 'scenario' ? ` ${link.source.id}` : '';
  const options = settingsOf(embed).map(
    ([key, value]) => `   :${key}:${switches.has(key) ? '' : ` ${value}`}`,
  );
  const content = script === null ? [] : ['', asRstContent(script, '   ')];
  return [`.. bufscope::${id}`, ...options, ...content].join('\n');
}

/** A fence of code, which integrations/vitepress/bufscope.mjs makes a figure of; its ends are longer than any inside. */
function fenceSnippet(embed: Embed): string {
  const words = wordsOf(embed).map(([key, value]) => ` ${key}=${value}`);
  const script = asPlainLines(embed.script ?? '');
  const longest = Math.max(2, ...[...script.matchAll(/`+/gu)].map(([run]) => run.length));
  const end = '`'.repeat(longest + 1);
  return [`${end}bufscope${words.join('')}`, ...(script === '' ? [] : [script]), end].join('\n');
}

/** The element in MDX, where braces are a program: a script stands in one, as a text that nothing in it ends. */
function mdxSnippet(embed: Embed): string {
  const { title, script } = embed;
  const start = `<bufscope-player${attributesOf(embed, false)}>`;
  if (script === null) {
    const link = `<a href="${inHtml(workbenchAddress(embed))}">${inMarkdownHtml(title)}</a>`;
    return `${start}${link}</bufscope-player>`;
  }
  return [start, `  <pre>{\`${inTemplate(script)}\`}</pre>`, '</bufscope-player>'].join('\n');
}

/** A picture that leads to the workbench, in Markdown. */
function linkSnippet(embed: Embed): string {
  const picture = `![${inMarkdown(embed.title)}](${inLinkTarget(embed.picture)})`;
  return `[${picture}](${inLinkTarget(workbenchAddress(embed))})`;
}

/** Addresses have no blanks; a parenthesis would end the target early. */
function inLinkTarget(address: string): string {
  return address.replaceAll('(', '%28').replaceAll(')', '%29');
}
