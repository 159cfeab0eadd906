import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Transition } from '../../model/microEvent.ts';
import { nearScene } from '../../scene/machineNear.ts';
import { machineScene } from '../../scene/machineScene.ts';
import { picturedMachines as machines } from '../../session/picturedMachines.ts';
import { createFittedMachineView, fitsWhole, type FittedMachineView } from './fittedMachineView.ts';
import { drawNear } from './nearView.ts';

const sent: Transition = {
  ...{ machine: 'pte', instance: 'it', event: 'sendIpi' },
  ...{ from: 'shootdown.localFlushed', to: 'shootdown.ipiPending' },
};
const pending = { label: 'app’s p page 0', state: 'shootdown.ipiPending', contested: false };

describe('drawNear', () => {
  const onEvent = vi.fn();
  let svg: SVGSVGElement;

  beforeEach(() => {
    onEvent.mockClear();
    svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    document.body.append(svg);
  });

  afterEach(() => svg.remove());

  it('draws where it was, is and can go', async () => {
    drawNear(svg, nearScene(machines.pte, pending, { came: sent, taken: sent }), onEvent);
    const text = svg.outerHTML.replaceAll('><', '>\n<');
    await expect(`${text}\n`).toMatchFileSnapshot('./__snapshots__/near.svg');
  });

  it('says which box is which, and what each event leads to', () => {
    drawNear(svg, nearScene(machines.pte, pending, { came: sent, taken: null }), onEvent);
    const names = [...svg.querySelectorAll('[role=img]')].map((each) =>
      each.getAttribute('aria-label')?.replace(/\..*/u, ''),
    );
    expect(names).toEqual([
      'flushed here, where it was',
      'shootdown, IPI pending, the present state',
      'all acked',
      'faulting',
    ]);
    const events = [...svg.querySelectorAll('[role=button]')];
    expect(events.map((each) => each.getAttribute('aria-label'))).toEqual([
      'last ack: leads to all acked',
      'access: leads to faulting',
      'ack: changes nothing',
    ]);
    events[1]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    events[0]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(onEvent.mock.calls).toEqual([['access'], ['lastAck']]);
  });

  it('goes from one state to another without leftovers', () => {
    drawNear(svg, nearScene(machines.pte, pending, { came: sent, taken: sent }), onEvent);
    const next = { label: 'gpu', state: 'idle', contested: false };
    drawNear(svg, nearScene(machines.dmaTransfer, next, { came: null, taken: null }), onEvent);
    expect(svg.querySelectorAll('.near-came')).toHaveLength(0);
    expect(svg.querySelectorAll('.machine-state')).toHaveLength(2);
    expect(svg.querySelectorAll('.machine-event')).toHaveLength(1);
  });
});

describe('createFittedMachineView', () => {
  let element: HTMLElement;
  let view: FittedMachineView;
  let width = 300;

  beforeEach(() => {
    element = document.createElement('div');
    Object.defineProperty(element, 'clientWidth', { get: () => width });
    document.body.append(element);
    view = createFittedMachineView(element, { onEvent: null });
  });

  afterEach(() => {
    view.destroy();
    element.remove();
  });

  const shown = async (of: 'pte' | 'iommuMapping') => {
    const definition = machines[of];
    const instance = { label: 'it', state: definition.initial, contested: false };
    view.update(
      {
        whole: machineScene(definition, instance, null),
        near: nearScene(definition, instance, { came: null, taken: null }),
      },
      { animate: false },
    );
    await Promise.resolve();
    const svg = [...element.querySelectorAll('svg')].find((each) => !each.closest('[hidden]'));
    return svg?.closest('.near-view') ? 'near' : 'whole';
  };

  it('shows all of a machine where that can be read, else what is around its state', async () => {
    width = 300;
    expect(await shown('iommuMapping')).toBe('whole');
    expect(await shown('pte')).toBe('near');
    width = 160;
    expect(await shown('iommuMapping')).toBe('near');
  });

  it('never makes the words of a whole machine smaller than 10 px', () => {
    // The smallest are 10.5 px at full size.
    expect(fitsWhole(300, { width: 315, height: 200 })).toBe(true);
    expect(fitsWhole(300, { width: 317, height: 200 })).toBe(false);
  });
});
