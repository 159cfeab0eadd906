/**
 * How a link wants a run to be shown: the point, the part that is played, panels, selection and the like. What it
 * asks for and cannot have is reported, and the nearest that works is shown. It needs no simulator.
 */
import { isSameCursor, printCursor, type Cursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import type { LinkProblem, LinkState } from '../history/linkFormat.ts';
import { clampCursor } from '../history/points.ts';
import type { Selection } from '../scene/selection.ts';
import { parseSelection } from '../scene/selectionText.ts';
import type { Change } from './actions.ts';
import type { Breakpoint } from './breakpoint.ts';
import { parseBreakpoints } from './breakpointList.ts';
import { firstShown, openDemo, playsFrom } from './openDemo.ts';
import { isPanelId, panelIds, type PanelId, type SessionState } from './sessionState.ts';

export interface OpenedLink {
  readonly change: Change;
  /** Whether it asks to be played. */
  readonly play: boolean;
  /** Whether an embed takes no change of the run; the workbench takes them. */
  readonly readonly: boolean;
}

/** What `link` says of showing `history`, coming from `state`; problems are added to `problems`. */
export function viewOfLink(
  link: LinkState,
  history: History,
  state: Pick<SessionState, 'theme' | 'speed'>,
  problems: LinkProblem[],
): OpenedLink {
  const demo = openDemo(link, history, problems);
  const cursor = cursorOf(link.at ?? firstShown(link, history, demo), history, problems);
  const change = {
    caches: link.caches ?? 'lines',
    ...demo,
    controls: link.controls ?? 'bar',
    cursor,
    selection: selectionOf(link.select, problems),
    breakpoints: breakpointsOf(link.break, problems),
    panels: panelsOf(link.view, problems),
    theme: link.theme ?? state.theme,
    speed: link.speed ?? state.speed,
  };
  return { change, play: playsFrom(link, history, demo, cursor), readonly: link.readonly };
}

function cursorOf(wanted: Cursor, history: History, problems: LinkProblem[]): Cursor {
  const cursor = clampCursor(history, wanted);
  if (!isSameCursor(cursor, wanted) && !isItsEnd(history, wanted)) {
    const message = `is not in this run: ${printCursor(cursor)} is the nearest step`;
    problems.push({ key: 'at', value: printCursor(wanted), message });
  }
  return cursor;
}

/** Whether `12.3` is the end of the twelfth because that has three micro-events. */
function isItsEnd({ entries }: History, { operation, micro }: Cursor): boolean {
  return micro !== null && micro === entries[operation - 1]?.events.length;
}

function selectionOf(text: string | null, problems: LinkProblem[]): Selection | null {
  if (text === null) return null;
  const selection = parseSelection(text);
  if (!selection)
    problems.push({ key: 'select', value: text, message: 'is nothing that can be selected' });
  return selection;
}

function breakpointsOf(text: string | null, problems: LinkProblem[]): readonly Breakpoint[] {
  if (text === null) return [];
  const { breakpoints, wrong } = parseBreakpoints(text);
  if (wrong !== null) problems.push({ key: 'break', value: text, message: wrong });
  return breakpoints;
}

/** The panels that a link asks for; all where it asks for none that there is. */
export function panelsOf(
  view: readonly string[] | null,
  problems: LinkProblem[],
): readonly PanelId[] {
  if (view === null) return panelIds;
  const unknown = view.filter((id) => !isPanelId(id));
  if (unknown.length > 0) {
    const message = `is not one of ${panelIds.join(', ')}`;
    problems.push({ key: 'view', value: unknown.join(','), message });
  }
  const panels = panelIds.filter((id) => view.includes(id));
  return panels.length === 0 ? panelIds : panels;
}
