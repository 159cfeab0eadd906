/** Figures drawn in the page: in a document of their own, which no window shows and no style sheet reaches. */
import { figureSvg, type FigureOptions } from '../../figure/figure.ts';
import type { Cursor } from '../../history/cursor.ts';
import { picturedMachines } from '../../session/picturedMachines.ts';
import type { SessionState } from '../../session/sessionState.ts';

/** What of the session a figure shows. */
export type PicturedState = Pick<
  SessionState,
  'history' | 'selection' | 'scenario' | 'caches' | 'opened'
>;

/** The SVG of a point of the run; null where there is nothing to draw. */
export function pagePicture(
  { history, selection, scenario, caches, opened }: PicturedState,
  cursor: Cursor,
  options: Omit<FigureOptions, 'title'>,
): string | null {
  const apart = document.implementation.createHTMLDocument('');
  return figureSvg(
    { history, cursor, selection, caches, opened },
    { ...options, title: scenario.title },
    { document: apart, machines: picturedMachines },
  );
}
