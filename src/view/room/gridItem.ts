/** What can be focused and selected in the room, and how it is drawn. */
import type { Selection } from '../../scene/selection.ts';
import type { Group } from './drawCell.ts';

/** A thing in the grid that can be focused and selected. */
export interface GridItem {
  readonly key: string;
  readonly name: string;
  /** Null: it stands for nothing that could be selected. */
  readonly selection: Selection | null;
  readonly selected: boolean;
  readonly x: number;
  readonly y: number;
  /** Middle, for moving up and down with the keyboard. */
  readonly middle: number;
  /** What it looks like; where it is unchanged nothing is drawn again. */
  readonly look: string;
  readonly draw: (group: Group) => void;
}

export interface GridRow {
  readonly key: string;
  readonly name: string;
  readonly items: readonly GridItem[];
}

/** Names of the patterns and gradients of one view. */
export interface Ids {
  readonly hatch: string;
  readonly band: (page: string) => string;
}
