/** What the attributes and the content of the element say, as a fragment of a link (docs/links.md). */
import type { LinkControls, LinkProblem, LinkTheme } from '../history/linkFormat.ts';
import { decodeLinkWith } from '../history/readLink.ts';
import { longestText } from '../script/longestText.ts';
import { panelsOf } from '../session/linkView.ts';
import type { PanelId } from '../session/sessionState.ts';

/** Attributes that are keys of links, too. */
const linkAttributes = [
  'scenario',
  'platform',
  'dma-debug',
  'at',
  'fork',
  'view',
  'select',
  'theme',
  'speed',
  'caches',
  'from',
  'to',
  'loop',
  'pause',
  'break',
  'controls',
  'readonly',
  'lang',
  'play',
] as const;

/** Attributes of which the element hears. */
export const watchedAttributes: readonly string[] = [...linkAttributes, 'src'];

/** Those that are there or not. */
const switches: readonly string[] = ['loop', 'readonly', 'play', 'dma-debug'];

/** The fragment of an element's attributes. */
export function fragmentOf(element: Element, script: string | null): string {
  if (script === null) return pairsOf(element, linkAttributes).join('&');
  const others = linkAttributes.filter((name) => name !== 'scenario');
  return [`script=${encodeURIComponent(script)}`, ...pairsOf(element, others)].join('&');
}

/** Those attributes that are there, as a link has them. */
function pairsOf(element: Element, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const value = element.getAttribute(name);
    if (value === null) return [];
    const isOn = switches.includes(name) && (value === '' || value === name || value === 'true');
    return [`${name}=${encodeURIComponent(isOn ? '1' : value)}`];
  });
}

/**
 * The script between the tags, without the indentation of the page: text of a `<script type="text/plain">` or a
 * `<pre>`, else the element's own. Null where there is none, or a scenario is named; a picture or a link in it is what is shown without
 * scripts, and no script.
 */
export function ownScript(element: Element): string | null {
  if (element.hasAttribute('scenario')) return null;
  const holder = element.querySelector('script[type="text/plain"], pre');
  const text = holder
    ? holder.textContent
    : [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent)
        .join('');
  const script = withoutIndent(text ?? '');
  return script === '' ? null : script;
}

/** Without what all lines are indented by, and without empty lines around. */
export function withoutIndent(text: string): string {
  const lines = text.replace(/\t/g, '    ').split(/\r?\n/);
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const depth = depths.reduce((least, each) => Math.min(least, each), Infinity);
  return depths.length === 0
    ? ''
    : lines
        .map((line) => line.slice(depth).trimEnd())
        .join('\n')
        .replace(/^\n+|\n+$/g, '');
}

/** How an element wants to look, and where to stand: what is followed without opening the run again. */
export interface ElementLook {
  readonly at: string;
  readonly speed: string;
  readonly theme: LinkTheme;
  readonly controls: LinkControls;
  readonly view: readonly PanelId[];
  /** What of theme, controls and view cannot be had. */
  readonly problems: readonly LinkProblem[];
}

/** Attributes that say how it looks, read as a link that has them is. */
const lookAttributes: readonly string[] = ['theme', 'controls', 'view'];

export function lookOf(element: Element): ElementLook {
  const read = decodeLinkWith(null, pairsOf(element, lookAttributes).join('&'));
  const problems = [...read.problems];
  return {
    at: element.getAttribute('at') ?? '0',
    speed: element.getAttribute('speed') ?? '1',
    theme: read.link.theme ?? 'auto',
    controls: read.link.controls ?? 'bar',
    view: panelsOf(read.link.view, problems),
    problems,
  };
}

/** A script of the page's own; rejects with what is wrong. */
export async function readScriptFrom(address: URL): Promise<string> {
  const failed = `The script ${address.pathname} could not be read.`;
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) throw new Error(failed);
  const text = await shortTextOf(response);
  if (text === null) throw new Error(`${failed} It is too long.`);
  return text;
}

/** The text of an answer; null where it is too long, of which no more is fetched then. */
async function shortTextOf(response: Response): Promise<string | null> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (reader) {
    // One piece after the other: nobody knows how long the whole is.
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
    if (text.length > longestText) {
      void reader.cancel();
      return null;
    }
  }
  return text + decoder.decode();
}

/** Addresses that a link may lead to. */
const webProtocols: readonly string[] = ['http:', 'https:', 'file:'];

/** Where the workbench lies by the attribute `workbench`, for pages that have the player alone; null: not said. */
export function workbenchOf(element: Element): ((fragment: string) => string | null) | null {
  const address = element.getAttribute('workbench');
  if (address === null) return null;
  return (fragment) => {
    if (address === '' || !URL.canParse(address, element.baseURI)) return null;
    const url = new URL(address, element.baseURI);
    url.hash = fragment;
    return webProtocols.includes(url.protocol) ? url.href : null;
  };
}
