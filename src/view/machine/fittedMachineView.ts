/**
 * A machine in a panel: the whole statechart where its words can be read there, else what is around the present
 * state. It decides anew when the panel changes its size.
 */
import './machine.css';
import { select } from 'd3-selection';
import type { MachineScene } from '../../scene/machineScene.ts';
import type { NearScene } from '../../scene/machineNear.ts';
import { onceDrawn } from '../onceDrawn.ts';
import type { OnEvent } from './drawMachine.ts';
import {
  createFlash,
  createMachineView,
  smallestScale,
  type MachineUpdate,
} from './machineView.ts';
import { drawNear } from './nearView.ts';

export interface FittedScene {
  readonly whole: MachineScene;
  readonly near: NearScene;
}

export interface FittedMachineView {
  update(scene: FittedScene, options: MachineUpdate): void;
  destroy(): void;
  isIdle(): boolean;
}

/** A whole picture higher than this leaves no room for what can be done. */
const mostHeight = 330;
const largest = 1.35;

/** Takes over the inside of `element`, whose height follows the picture. */
export function createFittedMachineView(
  element: HTMLElement,
  { onEvent }: { readonly onEvent: OnEvent },
): FittedMachineView {
  const wholeRoot = element.ownerDocument.createElement('div');
  const nearRoot = element.ownerDocument.createElement('div');
  nearRoot.className = 'machine-view near-view';
  element.append(wholeRoot, nearRoot);
  const whole = createMachineView(wholeRoot, { onEvent });
  const svg = select(nearRoot).append('svg').attr('role', 'group').node();
  const flash = createFlash(nearRoot);
  let shown: FittedScene | null = null;
  let isWhole: boolean | null = null;
  // Asking the element itself would have the page laid out for every step.
  let panelWidth: number | null = null;

  const draw = (how: MachineUpdate) => {
    if (!shown || !svg) return;
    panelWidth ??= element.clientWidth;
    const fits = fitsWhole(panelWidth, shown.whole);
    if (fits !== isWhole) {
      isWhole = fits;
      wholeRoot.hidden = !fits;
      nearRoot.hidden = fits;
    }
    if (fits) whole.update(shown.whole, how);
    else {
      drawNear(svg, shown.near, onEvent);
      const scale = panelWidth === 0 ? 1 : panelWidth / shown.near.width;
      const width = shown.near.width * Math.max(smallestScale, Math.min(largest, scale));
      svg.style.width = `${Math.round(width)}px`;
      if (how.animate && shown.near.came?.isTaken) flash.begin(how.durationMs);
    }
  };

  const Observer = element.ownerDocument.defaultView?.ResizeObserver;
  const observer =
    Observer === undefined
      ? null
      : new Observer(() => {
          const width = element.clientWidth;
          if (width === panelWidth) return;
          panelWidth = width;
          draw({ animate: false });
        });
  observer?.observe(element);

  return {
    update(scene, how) {
      shown = scene;
      if (!observer) panelWidth = null;
      if (panelWidth === null) onceDrawn(() => draw(how));
      else draw(how);
    },
    destroy() {
      observer?.disconnect();
      flash.end();
      whole.destroy();
      wholeRoot.remove();
      nearRoot.remove();
    },
    isIdle: () => flash.isIdle() && whole.isIdle(),
  };
}

/** Whether all of a machine can be read in a panel of this width; without a size it is the whole. */
export function fitsWhole(
  panelWidth: number,
  { width, height }: Pick<MachineScene, 'width' | 'height'>,
): boolean {
  if (panelWidth === 0) return true;
  return panelWidth / width >= smallestScale && height * smallestScale <= mostHeight;
}
