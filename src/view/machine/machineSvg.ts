/** A machine's diagram as a part of a figure. */
import type { MachineScene } from '../../scene/machineScene.ts';
import type { Theme } from '../svg/drawnStyles.ts';
import { emptyElement, type Picture } from '../svg/picture.ts';
import { readDrawn } from '../svg/readDrawn.ts';
import { createMachineView } from './machineView.ts';

/** Draws a scene still, in its own size. */
export function machineSvg(scene: MachineScene, document: Document, theme: Theme): Picture {
  const element = emptyElement(document);
  const view = createMachineView(element, { onEvent: null });
  view.update(scene, { animate: false });
  const svg = element.querySelector('svg');
  const nodes = svg ? readDrawn(svg, theme) : [];
  view.destroy();
  return { width: scene.width, height: scene.height, nodes };
}
