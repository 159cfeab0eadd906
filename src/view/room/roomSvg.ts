/** The room as a part of a figure: its four pictures side by side, and the legend below. */
import type { RoomScene } from '../../scene/roomTypes.ts';
import { themeValue, type Theme } from '../svg/drawnStyles.ts';
import { emptyElement, rounded, type Picture } from '../svg/picture.ts';
import { readDrawn } from '../svg/readDrawn.ts';
import { node, type SvgNode } from '../svg/svgNode.ts';
import { createRoomView } from './createRoomView.ts';
import { roomExtras } from './roomExtras.ts';
import { textWidth } from './shapes.ts';

export interface RoomSvgOptions {
  readonly document: Document;
  readonly theme: Theme;
  /** Pixels across; more where the columns need more. */
  readonly width: number;
  /** Begins the ids of patterns. */
  readonly id: string;
}

interface Part {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly nodes: readonly SvgNode[];
}

/** Draws a scene still. */
export function roomSvg(scene: RoomScene, options: RoomSvgOptions): Picture {
  const { document, theme, width, id } = options;
  const element = emptyElement(document);
  const view = createRoomView(element, { width, id, onSelect: () => undefined });
  view.equip(roomExtras);
  view.update(scene);
  const part = (name: string): Part => readPart(element.querySelector(`.room-${name}`), theme);
  const [corner, heads, rail, body] = [part('corner'), part('heads'), part('rail'), part('body')];
  const total = corner.width + heads.width;
  const legend = legendSvg(element, theme, total);
  const top = heads.height + Math.max(rail.height, body.height);
  view.destroy();
  return {
    width: rounded(total),
    height: rounded(top + legend.height),
    nodes: [
      placed(body, corner.width, heads.height),
      placed(rail, 0, heads.height),
      placed(heads, corner.width, 0),
      placed(corner, 0, 0),
      node('g', { transform: `translate(0,${rounded(top)})` }, legend.nodes),
    ],
  };
}

function readPart(svg: Element | null, theme: Theme): Part {
  const number = (text: string | null | undefined): number => Number(text ?? 0);
  const [, , across, down] = (svg?.getAttribute('viewBox') ?? '').split(' ');
  const width = number(svg?.getAttribute('width'));
  const height = number(svg?.getAttribute('height'));
  const scale = number(across) > 0 ? width / number(across) : 1;
  return {
    width,
    height: Math.max(height, number(down) * scale),
    scale,
    nodes: svg ? readDrawn(svg, theme) : [],
  };
}

function placed({ nodes, scale }: Part, x: number, y: number): SvgNode {
  const factor = Math.abs(scale - 1) < 0.01 ? '' : ` scale(${rounded(scale)})`;
  return node('g', { transform: `translate(${rounded(x)},${rounded(y)})${factor}` }, nodes);
}

const entryGap = 18;
const lineHeight = 22;
const symbolWidth = 26;
const legendSize = 11;

/** The entries in lines, as many as they need. */
function legendSvg(element: Element, theme: Theme, width: number): Picture {
  let x = 12;
  let y = 10;
  const nodes = [...element.querySelectorAll('.room-legend li')].flatMap((item): SvgNode[] => {
    const symbol = item.querySelector('svg');
    const words = item.querySelector('span')?.textContent ?? '';
    if (!symbol) return [];
    const space = symbolWidth + textWidth(words, legendSize);
    if (x > 12 && x + space > width - 12) {
      x = 12;
      y += lineHeight;
    }
    const at = { x: rounded(x), y };
    x += space + entryGap;
    return [
      node('g', { transform: `translate(${at.x},${at.y})` }, [
        ...readDrawn(symbol, theme),
        node(
          'text',
          { x: symbolWidth, y: 12, fill: themeValue(theme, '--ink-2'), 'font-size': legendSize },
          [words],
        ),
      ]),
    ];
  });
  return { width, height: nodes.length === 0 ? 0 : y + lineHeight, nodes };
}
