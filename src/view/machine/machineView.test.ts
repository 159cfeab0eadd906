import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { picturedMachines as machines } from '../../session/picturedMachines.ts';
import type { Transition } from '../../model/microEvent.ts';
import { machineScene } from '../../scene/machineScene.ts';
import { createMachineView } from './machineView.ts';
import type { MachineView } from './machineView.ts';

const label = 'frame page 0 · gpu';
const still = { animate: false };
const map: Transition = {
  machine: 'ownership',
  instance: 'it',
  event: 'map',
  from: 'unmapped',
  to: 'device.same',
};

describe('createMachineView', () => {
  const onEvent = vi.fn();
  let element: HTMLElement;
  let view: MachineView;

  beforeEach(() => {
    onEvent.mockClear();
    element = document.createElement('div');
    document.body.append(element);
    view = createMachineView(element, { onEvent });
  });

  afterEach(() => {
    view.destroy();
    element.remove();
  });

  it.each(Object.values(machines))('draws $id', async (definition) => {
    view.update(
      machineScene(definition, { label, state: definition.initial, contested: false }, null),
      still,
    );
    const svg = element.querySelector('svg')?.outerHTML.replaceAll('><', '>\n<') ?? '';
    await expect(`${svg}\n`).toMatchFileSnapshot(`./__snapshots__/${definition.id}.svg`);
  });

  const owned = (taken: Transition | null) =>
    machineScene(machines.ownership, { label, state: 'device.same', contested: false }, taken);

  it('marks the present state for eyes and for readers', () => {
    view.update(owned(map), still);
    const current = element.querySelectorAll('[aria-current]');
    expect([...current].map((each) => each.getAttribute('aria-label'))).toEqual([
      'unchanged, the present state. The device owns the bytes, and both sides would read the same.',
    ]);
    expect(element.querySelectorAll('.machine-edge.is-taken').length).toBe(1);
    expect(element.querySelector('svg')?.getAttribute('aria-label')).toContain('Just now: map.');
  });

  it('offers the legal events as buttons, by mouse and by key', () => {
    view.update(owned(null), still);
    const buttons = [...element.querySelectorAll('[role=button]')];
    const names = buttons.map((each) => each.querySelector('tspan')?.textContent);
    expect(names.toSorted()).toEqual(['device writes', 'other writes', 'sync cpu', 'sync cpu TO']);
    const write = buttons[names.indexOf('device writes')];
    write?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    write?.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }));
    write?.dispatchEvent(new KeyboardEvent('keydown', { key: 'x', bubbles: true }));
    expect(onEvent.mock.calls).toEqual([['deviceWrite'], ['deviceWrite']]);
  });

  it('goes from one machine to another without leftovers', () => {
    view.update(owned(map), still);
    view.update(
      machineScene(
        machines.iommuMapping,
        { label: 'gpu, 0xffff', state: 'mapped', contested: false },
        null,
      ),
      still,
    );
    expect(element.querySelectorAll('.machine-state').length).toBe(4);
    expect(element.querySelectorAll('.machine-group').length).toBe(0);
  });

  it('is idle but while a new transition runs', async () => {
    view.update(owned(null), { animate: true });
    expect(view.isIdle()).toBe(true);
    view.update(owned(map), { animate: true });
    expect(view.isIdle()).toBe(false);
    await vi.waitFor(() => expect(view.isIdle()).toBe(true));
  });
});
