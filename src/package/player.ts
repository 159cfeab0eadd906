/**
 * The custom element `<bufscope-player>`: a figure that can be stepped, in one file with everything inside.
 *
 * ```html
 * <script src="bufscope-player.js" defer></script>
 * <bufscope-player scenario="shootdown" at="3" platform="arm64"></bufscope-player>
 * ```
 *
 * or, through a bundler, `import 'bufscope/player'`. The import defines the element, and exports types alone; on a
 * server, which has no page, it does nothing. With TypeScript `document.querySelector('bufscope-player')` and its
 * events have their types; frameworks with JSX take its attributes from {@link BufscopePlayerAttributes}. What the
 * element does is described in docs/embedding.md.
 *
 * @module
 */
import type { CacheLayout, LinkControls, LinkLanguage, LinkTheme } from '../history/linkFormat.ts';
import type { Verdict } from '../history/verdicts.ts';
import type { RuleId } from '../model/violation.ts';
import type { BufscopePlayer } from '../player/element.ts';
import type { PlayerEvent } from '../player/handle.ts';
import type { PublicState, PublicViolation } from '../session/automation.ts';
import type { CommandArguments, Outcome } from '../session/commandTypes.ts';

export type {
  BufscopePlayer,
  CacheLayout,
  CommandArguments,
  LinkControls,
  LinkLanguage,
  LinkTheme,
  Outcome,
  PlayerEvent,
  PublicState,
  PublicViolation,
  RuleId,
  Verdict,
};

/** What a page hears of a player: the `detail` of an event of this name. */
export type BufscopePlayerEvent<Name extends 'ready' | 'step' | 'violation' | 'end' | 'error'> =
  CustomEvent<Extract<PlayerEvent, { readonly type: Name }>>;

/** The events of the element by name. They do not bubble. */
export interface BufscopePlayerEventMap extends Omit<HTMLElementEventMap, 'error'> {
  /** It can be used; again after another run was loaded. */
  readonly ready: BufscopePlayerEvent<'ready'>;
  /** What is shown changed: the point, the run, playing or pausing. */
  readonly step: BufscopePlayerEvent<'step'>;
  /** A violation was stepped onto. */
  readonly violation: BufscopePlayerEvent<'violation'>;
  /** The end of the run, or of its marked part, was reached. */
  readonly end: BufscopePlayerEvent<'end'>;
  /** Something asked for cannot be had, wholly or in part; what works is shown. */
  readonly error: BufscopePlayerEvent<'error'>;
}

/** The element, as `document.querySelector('bufscope-player')` gives it. */
export interface BufscopePlayerElement extends BufscopePlayer {
  /** Hears of the player's own events, with their types, as of any other event. */
  addEventListener<Name extends keyof BufscopePlayerEventMap>(
    type: Name,
    listener: (this: BufscopePlayerElement, event: BufscopePlayerEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** Hears of an event. */
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** Ends what `addEventListener` has begun. */
  removeEventListener<Name extends keyof BufscopePlayerEventMap>(
    type: Name,
    listener: (this: BufscopePlayerElement, event: BufscopePlayerEventMap[Name]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  /** Ends what `addEventListener` has begun. */
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** Attributes of the element in markup, for frameworks that check them. All but `workbench` may change at any time. */
export interface BufscopePlayerAttributes {
  /** Id of a built-in scenario; absent: the script between the tags, or in `src`. */
  readonly scenario?: string;
  /** Point that is shown first: `0`, `12`, `12.3`. */
  readonly at?: string | number;
  /** Id of a platform; absent: the one that the script names. */
  readonly platform?: string;
  /** What is shown: `room`, `lanes`, `room,lanes`. */
  readonly view?: string;
  /** Buttons and scrubber below picture and caption, or neither. */
  readonly controls?: LinkControls;
  /** `auto`, which is the same as none, follows the page. */
  readonly theme?: LinkTheme;
  /** Present: the run stays as it is, and the reader goes through time. */
  readonly readonly?: '' | '1' | boolean;
  /** Address of a file with a script. */
  readonly src?: string;
  /** Address that the way to the workbench leads to; empty: no such way. Read once, when the figure is made. */
  readonly workbench?: string;
  /** Whether the kernel checks uses of the DMA API, CONFIG_DMA_API_DEBUG; absent: as the script says. */
  readonly 'dma-debug'?: '' | '0' | '1';
  /** Forks from the script to the branch that is shown (docs/links.md). */
  readonly fork?: string;
  /** What is selected: `b0l3@cache1`. */
  readonly select?: string;
  /** Caches along the lines of buffers, or by sets. */
  readonly caches?: CacheLayout;
  /** Present: it plays when it is seen. */
  readonly play?: '' | '1' | boolean;
  /** Factor on the pace of playing, 0.01 to 100. */
  readonly speed?: string | number;
  /** Present: playing begins again at its end. */
  readonly loop?: '' | '1' | boolean;
  /** Where the played part begins and ends: points as in `at`. */
  readonly from?: string | number;
  readonly to?: string | number;
  /** Where playing pauses: `3,7.2,9:4` (docs/links.md). */
  readonly pause?: string;
  /** Where playing stops: `5;owner;frame+64` (docs/links.md). */
  readonly break?: string;
  /** Language of the words. */
  readonly lang?: LinkLanguage;
}

declare global {
  interface HTMLElementTagNameMap {
    'bufscope-player': BufscopePlayerElement;
  }
}
