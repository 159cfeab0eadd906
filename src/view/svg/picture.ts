/** A view drawn into an element of its own, apart from any page, and read back as plain SVG. */
import type { SvgNode } from './svgNode.ts';

/** A part of a figure, its left upper corner at 0,0. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly SvgNode[];
}

/** An element that no style sheet and no window knows: it has no size, so views draw all that there is. */
export function emptyElement(document: Document): HTMLElement {
  return document.createElement('div');
}

/** Numbers of two digits, as everywhere in a figure. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The picture with another width, smaller or larger in everything. */
export function scaledTo({ width, height, nodes }: Picture, wanted: number): Picture {
  const scale = wanted / width;
  if (scale === 1) return { width, height, nodes };
  return {
    width: wanted,
    height: rounded(height * scale),
    nodes: [{ name: 'g', attributes: { transform: `scale(${rounded4(scale)})` }, children: nodes }],
  };
}

function rounded4(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
