/**
 * The commands that other pages may give a player, by message and through the element: the frozen list. A page
 * may do what a reader of its figure may do, and nothing that reaches beyond the figure. It may be longer, never
 * shorter: pages out there name these ids.
 *
 * Not in it, and why:
 * - what saves a file, writes the clipboard or opens a chooser (`export.…`, `share.copy`, `script.file`,
 *   `script.download`): only a person in front of the page may cause that;
 * - sheets, the palette, the editor, panels, lectures and tours: a player has none; its views and controls come from
 *   its link;
 * - the run beside this one (`compare.…`, `matrix.open`): a player shows one run; two players show two;
 * - `fork.rename`, `fork.delete`: housekeeping of a list that a player does not show;
 * - `repeat`: what the last command was depends on the reader; a program says what it means.
 */

/** What each command takes, null where nothing; ids and meanings as in docs/automation.md. */
export interface AllowedArguments {
  'step.forward': null;
  'step.back': null;
  'micro.forward': null;
  'micro.back': null;
  'seek.start': null;
  'seek.end': null;
  /** `at`: `12` is after the twelfth operation, `12.3` in it after its third micro-event. */
  seek: { readonly at: string | number };
  'violation.next': null;
  'violation.previous': null;
  'owner.next': null;
  'play.toggle': null;
  'play.start': null;
  'play.pause': null;
  /** `speed`: factor on the pace of playing, 0.01 to 100. */
  'speed.set': { readonly speed: string | number };
  'range.set': { readonly from: string | number; readonly to: string | number };
  'range.start': null;
  'range.end': null;
  'range.clear': null;
  'loop.toggle': null;
  'breakpoint.toggle': { readonly at: string | number };
  'breakpoint.clear': null;
  'breakpoint.next': null;
  'demo.next': null;
  'demo.back': null;
  'demo.pause': null;

  'theme.set': { readonly theme: 'auto' | 'light' | 'dark' | 'contrast' };
  /** `what`: `b0l3@cache1`, `pte:pte/1:0`. */
  select: { readonly what: string };
  'select.change': null;
  'select.none': null;
  'caches.toggle': null;
  'room.zoomIn': null;
  'room.zoomOut': null;
  'room.zoomFit': null;
  'room.fold': null;
  'lanes.zoomIn': null;
  'lanes.zoomOut': null;
  'lanes.fit': null;

  'scenario.open': { readonly scenario: string };
  /** `text`: a script, as in docs/script.md. */
  'script.apply': { readonly text: string };
  'platform.set': { readonly platform: string };
  'debug.toggle': null;
  /** `run`: what is otherwise in the other run, as `compare` in docs/links.md. */
  'run.open': { readonly run: string; readonly at?: string };
  /** `line`: an operation as a script line. */
  'fork.do': { readonly line: string };
  'fork.leave': null;
  /** `fork`: its id (`fork-1`), or `script`. */
  'fork.open': { readonly fork: string };
  'fix.apply': null;
  'fix.undo': null;
}

/** Ids of the commands. */
export type AllowedCommand = keyof AllowedArguments;

/** What a command changes: the point shown and how it is reached, how it looks, or what is run. */
type Reach = 'time' | 'looks' | 'run';

export const allowedCommands: Readonly<Record<AllowedCommand, Reach>> = {
  'step.forward': 'time',
  'step.back': 'time',
  'micro.forward': 'time',
  'micro.back': 'time',
  'seek.start': 'time',
  'seek.end': 'time',
  seek: 'time',
  'violation.next': 'time',
  'violation.previous': 'time',
  'owner.next': 'time',
  'play.toggle': 'time',
  'play.start': 'time',
  'play.pause': 'time',
  'speed.set': 'time',
  'range.set': 'time',
  'range.start': 'time',
  'range.end': 'time',
  'range.clear': 'time',
  'loop.toggle': 'time',
  'breakpoint.toggle': 'time',
  'breakpoint.clear': 'time',
  'breakpoint.next': 'time',
  'demo.next': 'time',
  'demo.back': 'time',
  'demo.pause': 'time',

  'theme.set': 'looks',
  select: 'looks',
  'select.change': 'looks',
  'select.none': 'looks',
  'caches.toggle': 'looks',
  'room.zoomIn': 'looks',
  'room.zoomOut': 'looks',
  'room.zoomFit': 'looks',
  'room.fold': 'looks',
  'lanes.zoomIn': 'looks',
  'lanes.zoomOut': 'looks',
  'lanes.fit': 'looks',

  'scenario.open': 'run',
  'script.apply': 'run',
  'platform.set': 'run',
  'debug.toggle': 'run',
  'run.open': 'run',
  'fork.do': 'run',
  'fork.leave': 'run',
  'fork.open': 'run',
  'fix.apply': 'run',
  'fix.undo': 'run',
};

function isAllowed(id: string): id is AllowedCommand {
  return Object.hasOwn(allowedCommands, id);
}

/**
 * Why a player does not take a command; null where it does. A read-only one goes through time and changes its
 * looks, and keeps its run.
 */
export function commandRefusal(id: string, readonly: boolean): string | null {
  if (!isAllowed(id)) return `“${id.slice(0, 40)}” is no command of a player`;
  if (readonly && allowedCommands[id] === 'run') return `this figure is read-only: no ${id}`;
  return null;
}

/** The commands that a player takes. */
export function commandsFor(readonly: boolean): readonly AllowedCommand[] {
  return Object.keys(allowedCommands)
    .filter(isAllowed)
    .filter((id) => commandRefusal(id, readonly) === null);
}
