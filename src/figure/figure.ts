/**
 * A figure of a point of a run, as SVG: one implementation for the page and for the command line, which say only
 * in which document it is drawn.
 */
import { printCursor } from '../history/cursor.ts';
import { entryAt, eventAt } from '../history/points.ts';
import { findPlatform } from '../model/platforms/platforms.ts';
import { roomText } from '../scene/roomText.ts';
import type { RoomScene } from '../scene/roomTypes.ts';
import { describeOperation } from '../script/describe.ts';
import { asSentence, resultSentence } from '../script/resultWords.ts';
import { lanesSvg } from '../view/lanes/lanesSvg.ts';
import { machineSvg } from '../view/machine/machineSvg.ts';
import { roomSvg } from '../view/room/roomSvg.ts';
import { composeFigure, type FigureWords, type Panel } from '../view/svg/composeFigure.ts';
import { pictureTheme, type PictureTheme, type Theme } from '../view/svg/drawnStyles.ts';
import { scaledTo, type Picture } from '../view/svg/picture.ts';
import { writeSvg } from '../view/svg/svgNode.ts';
import {
  lanesOf,
  machineOf,
  roomOf,
  type FigurePoint,
  type PicturedMachines,
} from './pointScenes.ts';

export const figureViews = ['room', 'lanes', 'machine', 'all'] as const;
export type FigureView = (typeof figureViews)[number];

export function isFigureView(text: string): text is FigureView {
  return figureViews.some((each) => each === text);
}

/** Pixels across that can be asked for. */
export const figureWidths = { least: 320, most: 4000, usual: 1000 } as const;

export interface FigureOptions {
  readonly view: FigureView;
  readonly theme: PictureTheme;
  /** Pixels across; a picture that needs more is wider. */
  readonly width: number;
  readonly title: string;
}

/** What draws: a document, and the machines with their graphs. */
export interface FigureTools {
  readonly document: Document;
  readonly machines: PicturedMachines;
}

/** The text of an SVG file; null where there is nothing to draw: no object has a machine yet. */
export function figureSvg(
  point: FigurePoint,
  options: FigureOptions,
  tools: FigureTools,
): string | null {
  const theme = pictureTheme(options.theme);
  const room = roomOf(point);
  const panels = panelsOf(point, room, options, { ...tools, theme });
  if (panels.length === 0) return null;
  return writeSvg(composeFigure(wordsOf(point, room, options), panels, theme));
}

const sides = 32;
/** A picture is not made smaller than this part of its size, so that its words can be read. */
const smallest = 0.6;
const largestMachine = 1.3;

function panelsOf(
  point: FigurePoint,
  room: RoomScene,
  { view, width }: FigureOptions,
  { document, machines, theme }: FigureTools & { readonly theme: Theme },
): readonly Panel[] {
  const inner = width - sides;
  const panels: Panel[] = [];
  if (view === 'room' || view === 'all') {
    const id = `bufscope-${printCursor(point.cursor).replace('.', '-')}-${view}`;
    const picture = roomSvg(room, { document, theme, width: inner, id });
    panels.push({ picture, ground: '--bg', name: '' });
  }
  if (view === 'lanes' || view === 'all') {
    const picture = lanesSvg(lanesOf(point), document, theme, inner);
    panels.push({ picture: fitted(picture, inner, 1), ground: '--panel', name: '' });
  }
  const machine = view === 'machine' || view === 'all' ? machineOf(point, machines) : null;
  if (machine) {
    const picture = machineSvg(machine, document, theme);
    panels.push({
      picture: fitted(picture, inner, view === 'all' ? 1 : largestMachine),
      ground: '--panel',
      name: `${machine.title}: ${machine.label}`,
    });
  }
  return panels;
}

/** The picture in a width: smaller while its words can be read, larger up to `largest`. */
function fitted(picture: Picture, width: number, largest: number): Picture {
  const scale = Math.min(largest, Math.max(smallest, width / picture.width));
  return scaledTo(picture, Math.round(picture.width * scale));
}

function wordsOf(
  { history, cursor }: FigurePoint,
  room: RoomScene,
  { title }: FigureOptions,
): FigureWords {
  const { platform } = history.setup;
  const step = cursor.operation === 0 ? 'before the first step' : `step ${printCursor(cursor)}`;
  const place = `${findPlatform(platform.id)?.title ?? platform.id} · ${step} of ${history.entries.length}`;
  const caption = captionOf({ history, cursor });
  const { changed } = roomText(room);
  const description = [`${place}.`, caption, ...changed].filter(Boolean).join(' ');
  return { title: title === '' ? 'bufscope' : title, place, caption, description };
}

/** What the step does: a micro-event's label, or what came of an operation. */
export function captionOf({ history, cursor }: Pick<FigurePoint, 'history' | 'cursor'>): string {
  const entry = entryAt(history, cursor);
  if (!entry) return '';
  if (cursor.micro === null)
    return asSentence(
      `${describeOperation(entry.input.operation)}: ${resultSentence(entry.result)}`,
    );
  const event = eventAt(history, cursor);
  return event ? `${event.agent}: ${event.label}` : '';
}
