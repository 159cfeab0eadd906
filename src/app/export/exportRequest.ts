/** What is to be saved, checked: from the words of a command, or from the sheet. */
import { figureWidths, figureViews, isFigureView, type FigureView } from '../../figure/figure.ts';
import { compareCursors, parseCursor, startCursor, type Cursor } from '../../history/cursor.ts';
import { endCursor } from '../../history/move.ts';
import { clampCursor } from '../../history/points.ts';
import type { CheckedArguments } from '../../session/commandTypes.ts';
import { exportKinds, isExportKind, type ExportKind } from '../../session/exporter.ts';
import type { SessionState } from '../../session/sessionState.ts';
import { isPictureTheme, pictureThemes, type PictureTheme } from '../../view/svg/drawnStyles.ts';

export const pictureFormats = ['svg', 'png'] as const;
export const animationFormats = ['gif', 'webm'] as const;
export type ExportFormat = (typeof pictureFormats)[number] | (typeof animationFormats)[number];

export interface ExportRequest {
  readonly what: ExportKind;
  readonly format: ExportFormat;
  readonly view: FigureView;
  readonly theme: PictureTheme;
  readonly width: number;
  readonly scale: number;
  readonly from: Cursor;
  readonly to: Cursor;
  readonly each: 'micro' | 'operation';
}

/** The theme on screen. */
export function shownTheme({ theme }: Pick<SessionState, 'theme'>): PictureTheme {
  if (theme !== 'auto') return theme;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** What is saved where nothing else is said: the room at this step, as it looks. */
export function usualRequest(state: SessionState, what: ExportKind): ExportRequest {
  const { range, history } = state;
  return {
    what,
    format: what === 'animation' ? 'gif' : 'svg',
    view: 'room',
    theme: shownTheme(state),
    width: figureWidths.usual,
    scale: 2,
    from: clampCursor(history, range?.from ?? startCursor),
    to: clampCursor(history, range?.to ?? endCursor(history)),
    each: 'micro',
  };
}

/** Reads a request; a string says what is wrong with it. */
export function readRequest(state: SessionState, args: CheckedArguments): ExportRequest | string {
  const what = args['what'] ?? '';
  if (!isExportKind(what)) return wrong(what, exportKinds);
  const usual = usualRequest(state, what);
  const view = args['view'] ?? usual.view;
  const theme = args['theme'] ?? usual.theme;
  const format = args['format'] ?? usual.format;
  const each = args['each'] ?? usual.each;
  if (!isFigureView(view)) return wrong(view, figureViews);
  if (!isPictureTheme(theme)) return wrong(theme, pictureThemes);
  const formats = what === 'animation' ? animationFormats : pictureFormats;
  const known = formats.find((one) => one === format);
  if (!known) return wrong(format, formats);
  if (each !== 'micro' && each !== 'operation') return wrong(each, ['micro', 'operation']);
  const width = Number(args['width'] ?? usual.width);
  const scale = Number(args['scale'] ?? usual.scale);
  if (!Number.isInteger(width) || width < figureWidths.least || width > figureWidths.most)
    return `width must be a number from ${figureWidths.least} to ${figureWidths.most}`;
  if (!(scale >= 1 && scale <= 3)) return 'scale must be a number from 1 to 3';
  const from = readPoint(state, args['from'], usual.from);
  const to = readPoint(state, args['to'], usual.to);
  if (typeof from === 'string') return from;
  if (typeof to === 'string') return to;
  if (compareCursors(from, to) > 0) return 'an animation cannot end before it begins';
  return { what, view, theme, format: known, each, width, scale, from, to };
}

function readPoint(state: SessionState, text: string | undefined, usual: Cursor): Cursor | string {
  if (text === undefined) return usual;
  const at = parseCursor(text);
  if (!at) return `“${text}” is not a step such as 12 or 12.3`;
  const place = clampCursor(state.history, at);
  return compareCursors(place, at) === 0 ? at : `the run has no step ${text}`;
}

function wrong(word: string, words: readonly string[]): string {
  return `“${word}” is not one of ${words.join(', ')}`;
}
