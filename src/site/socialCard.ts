/** The picture that stands for a page where somebody links to it: its title, and its figure as large as it goes. */
import { captionOf } from '../figure/figure.ts';
import { roomOf } from '../figure/pointScenes.ts';
import { printCursor } from '../history/cursor.ts';
import { findPlatform } from '../model/platforms/platforms.ts';
import { roomSvg } from '../view/room/roomSvg.ts';
import { fitText, textWidth, wrapText } from '../view/room/shapes.ts';
import { pictureTheme, themeValue, type Theme } from '../view/svg/drawnStyles.ts';
import { rounded, type Picture } from '../view/svg/picture.ts';
import { node, writeSvg, type SvgNode } from '../view/svg/svgNode.ts';
import type { Story } from './story.ts';

/** Pixels, as the sites that show such pictures want them. */
export const cardSize = { width: 1200, height: 630 } as const;

/** What a card says; the scenario's own words where nothing else is given. */
export interface CardWords {
  readonly above: string;
  readonly title: string;
}

const side = 48;
const inner = cardSize.width - 2 * side;
const titleSize = 44;
const titleLine = 52;
const smallSize = 20;
const captionSize = 22;
/** A figure is cut at its lower end rather than made smaller than this part of the card's width. */
const smallest = 0.8;

/**
 * The card as SVG. It may be higher than a card is: what draws its pixels cuts it at `cardSize`, so that no mark
 * lies outside of what is drawn.
 */
export function socialCard(story: Story, document: Document, words?: CardWords): string {
  const theme = pictureTheme('light');
  const { above, title } = words ?? { above: story.group, title: story.scenario.title };
  const titleLines = wrapText(title, inner, titleSize).slice(0, 2);
  const captionTop = 122 + titleLines.length * titleLine - 8;
  const top = captionTop + 42;
  const picture = roomPicture(story, document);
  const scale = scaleOf(picture, cardSize.height - top - 20);
  const height = Math.max(cardSize.height, Math.ceil(top + picture.height * scale));
  const ground = { x: 0, y: captionTop + 22, width: cardSize.width, height };
  return writeSvg(
    node('svg', svgAttributes(height, theme), [
      node('rect', { width: cardSize.width, height, fill: themeValue(theme, '--panel') }),
      ...brand(theme),
      text(above, { x: cardSize.width - side, y: 58, 'text-anchor': 'end' }, theme),
      ...titleLines.map((line, i) => titleText(line, 122 + i * titleLine, theme)),
      ...caption(story, captionTop, theme),
      node('rect', { ...ground, fill: themeValue(theme, '--bg') }),
      placed(picture, top, scale),
    ]),
  );
}

function titleText(line: string, y: number, theme: Theme): SvgNode {
  const look = { 'font-size': titleSize, 'font-weight': 600, 'letter-spacing': -0.6 };
  return node('text', { x: side, y, fill: themeValue(theme, '--ink'), ...look }, [line]);
}

function svgAttributes(height: number, theme: Theme): SvgNode['attributes'] {
  return {
    xmlns: 'http://www.w3.org/2000/svg',
    width: cardSize.width,
    height,
    viewBox: `0 0 ${cardSize.width} ${height}`,
    'font-family': themeValue(theme, '--font'),
  };
}

function text(words: string, place: SvgNode['attributes'], theme: Theme): SvgNode {
  const look = { fill: themeValue(theme, '--ink-2'), 'font-size': smallSize };
  return node('text', { ...look, ...place }, [words]);
}

/** The sign of four lines that two agents share, and the name. */
function brand(theme: Theme): readonly SvgNode[] {
  const bar = (x: number, y: number, width: number, colour: string): SvgNode =>
    node('rect', { x, y, width, height: 7, rx: 2.5, fill: themeValue(theme, colour) });
  return [
    node('g', { transform: `translate(${side - 3},36)` }, [
      bar(3, 0, 26, '--cpu-edge'),
      bar(3, 9, 12, '--cpu-edge'),
      bar(17, 9, 12, '--dev-0-edge'),
      bar(3, 18, 26, '--dev-0-edge'),
    ]),
    node(
      'text',
      {
        x: side + 36,
        y: 57,
        fill: themeValue(theme, '--ink'),
        'font-size': 24,
        'font-weight': 600,
      },
      ['bufscope'],
    ),
  ];
}

function roomPicture({ own, telling, id }: Story, document: Document): Picture {
  const scene = roomOf({
    history: own.history,
    cursor: telling,
    selection: null,
    caches: 'lines',
    opened: new Set(),
  });
  return roomSvg(scene, { document, theme: pictureTheme('light'), width: 1000, id });
}

/** Fits the picture into a height, or as much of it as can be read. */
function scaleOf(picture: Picture, height: number): number {
  const across = inner / picture.width;
  const fitting = Math.min(across, height / picture.height);
  return Math.round((fitting < smallest * across ? across : fitting) * 1000) / 1000;
}

function placed(picture: Picture, top: number, scale: number): SvgNode {
  const x = rounded(side + (inner - picture.width * scale) / 2);
  const transform = `translate(${x},${rounded(top)}) scale(${scale})`;
  return node('g', { transform }, picture.nodes);
}

/** What the step does, and where and when it is. */
function caption({ own, telling }: Story, y: number, theme: Theme): readonly SvgNode[] {
  const platform = findPlatform(own.platform)?.title ?? own.platform;
  const place = `${platform} · step ${printCursor(telling)} of ${own.history.entries.length}`;
  const room = inner - textWidth(place, smallSize) - 32;
  const words = captionOf({ history: own.history, cursor: telling });
  const look = { fill: themeValue(theme, '--ink-2'), 'font-size': captionSize };
  return [
    node('text', { x: side, y, ...look }, [fitText(words, room, captionSize)]),
    text(place, { x: cardSize.width - side, y, 'text-anchor': 'end' }, theme),
  ];
}
