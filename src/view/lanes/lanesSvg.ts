/** The lanes as a part of a figure: the whole run, as wide as it needs to be for its words to be read. */
import type { LanesScene } from '../../scene/lanesScene.ts';
import type { Theme } from '../svg/drawnStyles.ts';
import { emptyElement, type Picture } from '../svg/picture.ts';
import { readDrawn } from '../svg/readDrawn.ts';
import { drawLabels } from './drawGrid.ts';
import { drawLanes } from './drawLanes.ts';
import { lanesLayout, rightAir, type LanesLayout } from './lanesLayout.ts';
import { createCursorMotion } from './moveCursor.ts';
import { buildSkeleton } from './skeleton.ts';
import { pictureOf } from './timeWindow.ts';

/** Draws a scene still, in `width` pixels where it fits into them. */
export function lanesSvg(
  scene: LanesScene,
  document: Document,
  theme: Theme,
  width: number,
): Picture {
  const layout = layoutIn(scene, width);
  const picture = pictureOf(scene, layout, { unit: layout.openUnit, left: 0 });
  const element = emptyElement(document);
  const parts = buildSkeleton(element);
  drawLanes(parts, picture, null, () => undefined);
  drawLabels(parts.labels, picture);
  createCursorMotion(parts.cursor).move(picture, 0);
  const svg = parts.svg.node();
  const nodes = svg ? readDrawn(svg, theme) : [];
  return { width: widthOf(scene, layout), height: layout.height, nodes };
}

/** For the width where the whole run fits in; else as for a page without end. */
function layoutIn(scene: LanesScene, width: number): LanesLayout {
  const layout = lanesLayout(scene.run, { width, height: 0, type: 1 });
  const plain = { width: 0, height: 0, type: 1 };
  return widthOf(scene, layout) <= width ? layout : lanesLayout(scene.run, plain);
}

function widthOf({ run }: LanesScene, { labels, openUnit }: LanesLayout): number {
  return labels + run.width * openUnit + rightAir;
}
