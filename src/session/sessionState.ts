/**
 * What the workbench is showing: one readonly value. Everything else on screen is computed from it, and a
 * link is written from it. Functions that change it are in `actions.ts`; nothing here does anything.
 */
import type { BranchTree } from '../history/tree.ts';
import type { Breakpoint } from './breakpoint.ts';
import type { Cursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import type {
  CacheLayout,
  LinkControls,
  LinkPause,
  LinkProblem,
  LinkTheme,
} from '../history/linkFormat.ts';
import type { Scenario } from '../script/ast.ts';
import type { Declaration } from './builtIn.ts';
import type { Selection } from '../scene/selection.ts';

/** Panels that can be hidden, in the order in which they are listed. */
export const panelIds = [
  'room',
  'lanes',
  'script',
  'calls',
  'why',
  'machine',
  'objects',
  'log',
] as const;
export type PanelId = (typeof panelIds)[number];

/** Speeds that are offered; links may carry others. */
export const speeds: readonly number[] = [0.5, 1, 2, 4];

/** A sheet that lies over the page. */
export type Sheet =
  | 'help'
  | 'scenarios'
  | 'do'
  | 'panels'
  | 'palette'
  | 'more'
  | 'matrix'
  | 'compare'
  | 'breakpoints'
  | 'machine'
  | 'export'
  | 'embed';

/** A part of the run, both ends included. */
export interface CursorRange {
  readonly from: Cursor;
  readonly to: Cursor;
}

/** What a change replaced, so that one click brings it back. */
export interface Undo {
  /** What was done, for the button: `Fix: add sync`. */
  readonly what: string;
  readonly before: Partial<SessionState>;
}

export interface SessionState {
  /** Id of the built-in scenario; null: a script of one's own. */
  readonly scenarioId: string | null;
  /** The text of a script of one's own; empty for a built-in scenario, whose text is in the catalogue. */
  readonly script: string;
  /** What it declares, as written. */
  readonly declarations: readonly Declaration[];
  /** What it means. */
  readonly scenario: Scenario;
  /** Id of the platform it runs on. */
  readonly platform: string;
  /** Whether the kernel checks uses of the DMA API (CONFIG_DMA_API_DEBUG); null: as the scenario says. */
  readonly dmaDebug: boolean | null;
  /** The script and the forks from it. */
  readonly tree: BranchTree;
  /** The run of the current branch. */
  readonly history: History;
  readonly cursor: Cursor;
  /** The cursor was put where it is, and did not step there: nothing is seen to move on the way. */
  readonly sought: boolean;
  readonly selection: Selection | null;
  /** How the cache columns are laid out: along the buffer's lines, or by set and way. */
  readonly caches: CacheLayout;
  /** Zoom of the room; 1 is the usual size. */
  readonly zoom: number;
  /** What is open in the room of what folds: keys as in `scene/folds.ts`. */
  readonly opened: ReadonlySet<string>;
  /** The part of the run that is marked: played alone, repeated, exported; null: all of it. */
  readonly range: CursorRange | null;
  /** Whether playing begins again at its end. */
  readonly loop: boolean;
  /** Where playing pauses, as a demo's link says: see `range.ts`. */
  readonly pauses: readonly LinkPause[];
  /** Where playing stops. */
  readonly breakpoints: readonly Breakpoint[];
  /** The run shown beside this one, on the same cursor: see `comparison.ts`; null: none. */
  readonly compare: string | null;
  /** `none`: the picture and its caption alone. */
  readonly controls: LinkControls;
  /** Whether the page is a lecture's: full screen, large type, one idea at a time. */
  readonly lecture: boolean;
  /** The idea of a lecture that is shown, and the point at which it is; null: the first. */
  readonly beat: { readonly at: string; readonly index: number } | null;
  /** The step of the tour that is shown, from 0; null: no tour. */
  readonly tour: number | null;
  /** What brings back what the last fix changed; null: nothing was. */
  readonly undo: Undo | null;
  /** Panels that are shown. */
  readonly panels: readonly PanelId[];
  /** The one that is in front where panels share a place; null: the first there. */
  readonly front: PanelId | null;
  readonly theme: LinkTheme;
  /** Factor on the pace of playing. */
  readonly speed: number;
  readonly playing: boolean;
  /** What was wrong with the link that was opened; empty: nothing. */
  readonly problems: readonly LinkProblem[];
  readonly sheet: Sheet | null;
  /** Script text under way in the editor; null: it is closed. */
  readonly draft: string | null;
  /** What the text in the editor began from, see `drafts.ts`; empty: what is shown. */
  readonly draftOf: string;
  /** Texts that were edited and neither applied nor discarded, by what they began from. */
  readonly drafts: ReadonlyMap<string, string>;
  /** A short message that goes away, such as `Link copied`; empty: none. */
  readonly toast: string;
}

export function isPanelId(text: string): text is PanelId {
  return panelIds.some((id) => id === text);
}
