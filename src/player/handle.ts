/**
 * What a player is to those who drive it: the custom element and the message protocol both speak through this, so
 * neither knows how the other is built. Its words are the public ones: ids of commands, keys of the state.
 */
import type { CommandArguments, CommandResult } from '../session/commandTypes.ts';
import type { PublicState, PublicViolation } from '../session/automation.ts';

/** Panels that a player can show, in the order in which they stand. */
export const playerViews = ['room', 'lanes'] as const;
export type PlayerView = (typeof playerViews)[number];

/** What happens in a player, as it is told to those who listen. */
export type PlayerEvent =
  /** It can be used. Again after another run was loaded. */
  | { readonly type: 'ready'; readonly state: PublicState }
  /** What is shown changed: the point, the run, playing or pausing. */
  | { readonly type: 'step'; readonly state: PublicState }
  /** A violation was stepped onto. */
  | { readonly type: 'violation'; readonly violation: PublicViolation; readonly state: PublicState }
  /** The end of the run, or of its marked part, was reached. */
  | { readonly type: 'end'; readonly state: PublicState }
  /** Something asked for cannot be had, wholly or in part; what works is shown. */
  | { readonly type: 'error'; readonly message: string; readonly state: PublicState }
  /** CSS pixels that it would take to show all without scrolling. */
  | { readonly type: 'height'; readonly height: number };

export interface PlayerHandle {
  readonly version: string;
  /** Resolves when the first picture is shown, or what is wrong is said in its place. */
  readonly ready: Promise<void>;
  /** Whether nothing plays, moves or loads. */
  readonly isIdle: () => boolean;
  readonly state: () => PublicState;
  /** Runs a command of the allow-list (`allowedCommands.ts`); anything else is refused with a message. */
  readonly run: (commandId: string, args?: CommandArguments) => CommandResult;
  /** Shows what a fragment says, as in docs/links.md. Never rejects: what is wrong is told as `error`. */
  readonly load: (fragment: string) => Promise<void>;
  /** Calls the listener for every event; returns what stops that. */
  readonly listen: (listener: (event: PlayerEvent) => void) => () => void;
  /** CSS pixels that it would take to show all without scrolling. */
  readonly height: () => number;
  readonly destroy: () => void;
}
