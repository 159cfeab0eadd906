/**
 * The URL fragment that reproduces a picture, format 1: what it can say, and writing it; `readLink.ts` reads it.
 * Its grammar is in docs/links.md. What packs text is handed in, so that a page can go without until a link has
 * text in it; `link.ts` is the format with it.
 */
import { printCursor, type Cursor } from './cursor.ts';
import type { Packer } from './pack.ts';
import { encodePercent } from './percent.ts';

/** The format that is read and written. */
export const linkVersion = 1;

/** Colours of the page; `auto` follows the system. */
export type LinkTheme = 'auto' | 'light' | 'dark' | 'contrast';

/** Caches as the lines of a buffer, or by set and way. */
export type CacheLayout = 'lines' | 'sets';

/** `bar`: buttons and scrubber; `none`: the picture and its caption alone, still steered by keys, messages and methods. */
export type LinkControls = 'bar' | 'none';

/** Languages that the words on screen are in. */
export type LinkLanguage = 'en';

/** A point of the run at which playing pauses. */
export interface LinkPause {
  readonly at: Cursor;
  /** Seconds until it goes on by itself, 0.1 to 600, whatever the speed; null: when somebody says so. */
  readonly seconds: number | null;
}

/** Pauses that a link may have. */
export const pauseLimit = 100;

/** What is run: a built-in scenario, or a script of one's own. */
export type LinkSource =
  | { readonly kind: 'scenario'; readonly id: string }
  | { readonly kind: 'script'; readonly text: string };

/** What a link says; null where it says nothing. */
export interface LinkState {
  readonly source: LinkSource | null;
  /** Id of the platform. */
  readonly platform: string | null;
  /** Whether the kernel checks uses of the DMA API (CONFIG_DMA_API_DEBUG). */
  readonly dmaDebug: boolean | null;
  readonly at: Cursor | null;
  /** Forks from the script to the branch shown, as text: `printForks`, `parseForks`. */
  readonly fork: string | null;
  /** Ids of the panels shown. */
  readonly view: readonly string[] | null;
  /** What is selected, by its id in the picture. */
  readonly select: string | null;
  readonly theme: LinkTheme | null;
  /** Factor on the pace of playing, 0.01 to 100. */
  readonly speed: number | null;
  /** How cache columns are laid out. */
  readonly caches: CacheLayout | null;
  /** The part of the run that is marked: where it begins, and where it ends. */
  readonly from: Cursor | null;
  readonly to: Cursor | null;
  /** Whether playing begins again at its end. */
  readonly loop: boolean;
  /** Where playing pauses: none twice at one point. */
  readonly pause: readonly LinkPause[] | null;
  /** Where playing stops, as text: see `session/breakpoint.ts`. */
  readonly break: string | null;
  /** The run shown beside this one, as text: see `session/comparison.ts`. */
  readonly compare: string | null;
  readonly controls: LinkControls | null;
  /** Whether an embed takes no change of the run. */
  readonly readonly: boolean;
  readonly lang: LinkLanguage | null;
  /** Whether it opens as a lecture. */
  readonly lecture: boolean;
  /** Whether it starts playing. */
  readonly play: boolean;
}

/** Something in a link that was not understood. */
export interface LinkProblem {
  /** Key that it is about; empty where it is about the whole link. */
  readonly key: string;
  /** The value's beginning. */
  readonly value: string;
  /** What is wrong, to be read after the key. */
  readonly message: string;
}

/** What a fragment was read as; what could not be read is in `problems`. */
export interface DecodedLink {
  readonly link: LinkState;
  readonly problems: readonly LinkProblem[];
}

/** A link that says nothing. */
export const emptyLink: LinkState = {
  source: null,
  platform: null,
  dmaDebug: null,
  at: null,
  fork: null,
  view: null,
  select: null,
  theme: null,
  speed: null,
  caches: null,
  from: null,
  to: null,
  loop: false,
  pause: null,
  break: null,
  compare: null,
  controls: null,
  readonly: false,
  lang: null,
  lecture: false,
  play: false,
};

/** Marks a packed `fork`: no text of forks begins so. */
export const packedMark = '~';

function sourcePair(source: LinkSource, packer: Packer | null): string {
  if (source.kind === 'scenario') return `scenario=${encodePercent(source.id)}`;
  const plain = `script=${encodePercent(source.text)}`;
  return packer ? shorter(plain, `z=${packer.pack(source.text)}`) : plain;
}

function forkPair(text: string, packer: Packer | null): string {
  const plain = `fork=${encodePercent(text)}`;
  return packer ? shorter(plain, `fork=${packedMark}${packer.pack(text)}`) : plain;
}

/** Pauses as a link writes them: `3,7.2,9:4`. */
function printPauses(pauses: readonly LinkPause[]): string {
  return pauses
    .map(({ at, seconds }) => printCursor(at) + (seconds === null ? '' : `:${rounded(seconds)}`))
    .join(',');
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function shorter(plain: string, packed: string): string {
  return packed.length < plain.length ? packed : plain;
}

/**
 * The fragment, without `#`: the same for the same state, whatever order its keys had. Without a packer
 * its texts stay plain, which every reader understands.
 */
export function encodeLinkWith(packer: Packer | null, link: LinkState): string {
  const pairs: string[] = [];
  const add = (key: string, value: string | null) => {
    if (value !== null) pairs.push(`${key}=${encodePercent(value)}`);
  };
  if (link.source) pairs.push(sourcePair(link.source, packer));
  add('platform', link.platform);
  add('dma-debug', link.dmaDebug === null ? null : link.dmaDebug ? '1' : '0');
  add('at', link.at && printCursor(link.at));
  if (link.fork !== null) pairs.push(forkPair(link.fork, packer));
  add('view', link.view && link.view.join(','));
  add('select', link.select);
  add('theme', link.theme);
  add('speed', link.speed === null ? null : String(rounded(link.speed)));
  add('caches', link.caches);
  add('from', link.from && printCursor(link.from));
  add('to', link.to && printCursor(link.to));
  add('loop', link.loop ? '1' : null);
  add('pause', link.pause && printPauses(link.pause));
  add('break', link.break);
  add('compare', link.compare);
  add('controls', link.controls);
  add('readonly', link.readonly ? '1' : null);
  add('lang', link.lang);
  add('lecture', link.lecture ? '1' : null);
  add('play', link.play ? '1' : null);
  pairs.push(`v=${linkVersion}`);
  return pairs.join('&');
}
