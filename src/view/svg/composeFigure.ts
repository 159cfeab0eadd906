/** A figure: pictures below each other, with what they show above and what happens below. A file of its own. */
import { textWidth, wrapText } from '../room/shapes.ts';
import { themeValue, type Theme } from './drawnStyles.ts';
import { rounded, type Picture } from './picture.ts';
import { node, type SvgNode } from './svgNode.ts';

export interface FigureWords {
  /** What is shown: the scenario's title. */
  readonly title: string;
  /** Where and when: `arm64 · step 5 of 10`. */
  readonly place: string;
  /** What happens in this step; empty: nothing is said. */
  readonly caption: string;
  /** All of it for those who do not see it. */
  readonly description: string;
}

/** A picture on its ground, with its name where it is one of several. */
export interface Panel {
  readonly picture: Picture;
  readonly ground: '--bg' | '--panel';
  /** Whose picture it is; empty: that is clear. */
  readonly name: string;
}

const margin = 16;
const gap = 12;
const titleSize = 15;
const placeSize = 12;
const captionSize = 13;
const captionLine = 20;

/** The whole as one `svg` element: no class, no style sheet, nothing from elsewhere. */
export function composeFigure(words: FigureWords, panels: readonly Panel[], theme: Theme): SvgNode {
  const width = Math.max(320, ...panels.map(({ picture }) => picture.width + 2 * margin));
  const nodes: SvgNode[] = [...headNodes(words, width, theme)];
  let y = 46;
  for (const panel of panels) {
    nodes.push(...panelNodes(panel, { y, width }, theme));
    y += heightOf(panel) + gap;
  }
  const lines = wrapText(words.caption, width - 2 * margin, captionSize);
  lines.forEach((line, index) => {
    const at = { x: margin, y: rounded(y + 12 + index * captionLine) };
    const look = { fill: themeValue(theme, '--ink'), 'font-size': captionSize };
    nodes.push(node('text', { ...at, ...look }, [line]));
  });
  y += lines.length * captionLine + (lines.length > 0 ? 4 : 0);
  const size = { width: rounded(width), height: rounded(y + 4) };
  return node(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      ...size,
      viewBox: `0 0 ${size.width} ${size.height}`,
      role: 'img',
      'font-family': themeValue(theme, '--font'),
    },
    [
      node('title', {}, [words.title]),
      node('desc', {}, [words.description]),
      node('rect', { ...size, fill: themeValue(theme, '--bg') }),
      ...nodes,
    ],
  );
}

function headNodes({ title, place }: FigureWords, width: number, theme: Theme): readonly SvgNode[] {
  const room = width - 2 * margin - textWidth(place, placeSize) - 24;
  const [first = ''] = wrapText(title, room, titleSize);
  const shown = first === title ? title : `${first}…`;
  return [
    node(
      'text',
      {
        x: margin,
        y: 28,
        fill: themeValue(theme, '--ink'),
        'font-size': titleSize,
        'font-weight': 600,
      },
      [shown],
    ),
    node(
      'text',
      {
        x: rounded(width - margin),
        y: 28,
        fill: themeValue(theme, '--ink-2'),
        'font-size': placeSize,
        'text-anchor': 'end',
      },
      [place],
    ),
  ];
}

const nameHeight = 22;

function heightOf({ picture, name }: Panel): number {
  return picture.height + (name === '' ? 0 : nameHeight);
}

function panelNodes(
  panel: Panel,
  at: { readonly y: number; readonly width: number },
  theme: Theme,
): readonly SvgNode[] {
  const { picture, ground, name } = panel;
  const x = rounded((at.width - picture.width) / 2);
  const y = rounded(at.y + heightOf(panel) - picture.height);
  const card = node('rect', {
    x: margin - 4,
    y: rounded(at.y - 2),
    width: rounded(at.width - 2 * margin + 8),
    height: rounded(heightOf(panel) + 4),
    rx: 8,
    fill: themeValue(theme, '--panel'),
    stroke: themeValue(theme, '--line'),
  });
  const look = { fill: themeValue(theme, '--ink-2'), 'font-size': placeSize };
  return [
    ...(ground === '--panel' ? [card] : []),
    ...(name === ''
      ? []
      : [node('text', { x: margin + 8, y: rounded(at.y + 16), ...look }, [name])]),
    node('g', { transform: `translate(${x},${y})` }, picture.nodes),
  ];
}
