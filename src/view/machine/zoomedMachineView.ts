/** A whole machine on a ground of its own, to be zoomed and moved. */
import type { OnEvent } from './drawMachine.ts';
import type { FittedMachineView } from './fittedMachineView.ts';
import { createMachineView } from './machineView.ts';

/** Takes over the inside of `element`, which it fills. */
export function createZoomedMachineView(
  element: HTMLElement,
  { onEvent }: { readonly onEvent: OnEvent },
): FittedMachineView {
  const view = createMachineView(element, { onEvent, zoomable: true });
  return {
    ...view,
    update: ({ whole }, options) => view.update(whole, options),
  };
}
