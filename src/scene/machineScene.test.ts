import { describe, expect, it } from 'vitest';
import { picturedMachines as machines } from '../session/picturedMachines.ts';
import type { MachineId, Transition } from '../model/microEvent.ts';
import { machineScene } from './machineScene.ts';

function transition(machine: MachineId, from: string, event: string, to: string): Transition {
  return { machine, instance: 'it', event, from, to };
}

describe('machineScene', () => {
  const pte = { label: 'app’s p page 0', state: 'shootdown.ipiPending', contested: false };
  const sent = transition('pte', 'shootdown.localFlushed', 'sendIpi', 'shootdown.ipiPending');

  it('lights the present state, the group around it and the arrow just taken', () => {
    const scene = machineScene(machines.pte, pte, sent);
    expect(scene.states.filter(({ isCurrent }) => isCurrent).map(({ id }) => id)).toEqual([
      pte.state,
    ]);
    expect(scene.groups.filter(({ isCurrent }) => isCurrent).map(({ id }) => id)).toEqual([
      'shootdown',
    ]);
    expect(scene.edges.filter(({ isTaken }) => isTaken).map(({ id }) => id)).toEqual([
      'shootdown.localFlushed>shootdown.ipiPending',
    ]);
    expect(scene.direct).toBeNull();
  });

  it('opens the arrows that are legal now, those of the group too', () => {
    const scene = machineScene(machines.pte, pte, null);
    const open = scene.edges.flatMap(({ events }) => events.filter(({ isPossible }) => isPossible));
    // `ack` stays where it is and has no arrow.
    expect(open.map(({ event }) => event).toSorted()).toEqual(['access', 'lastAck']);
  });

  it('marks an event that stayed where it was on the state itself', () => {
    const stayed = transition('pte', pte.state, 'ack', pte.state);
    const scene = machineScene(machines.pte, pte, stayed);
    expect(scene.states.filter(({ isTaken }) => isTaken).map(({ id }) => id)).toEqual([pte.state]);
    expect(scene.edges.some(({ isTaken }) => isTaken)).toBe(false);
  });

  it('draws a change that broke a rule as such', () => {
    const forced = transition('ownership', 'device.ahead', 'forceUnmap', 'unmapped');
    const scene = machineScene(machines.ownership, { ...pte, state: 'unmapped' }, forced);
    expect(scene.direct).toMatchObject({
      isLegal: false,
      from: { id: 'device.ahead' },
      to: { id: 'unmapped' },
    });
  });

  it('draws a legal return to the first state, which has no arrow of its own there', () => {
    const ended = transition('ownership', 'device.ahead', 'unmap', 'unmapped');
    const scene = machineScene(machines.ownership, { ...pte, state: 'unmapped' }, ended);
    expect(scene.direct).toMatchObject({ isLegal: true, title: 'unmap' });
  });

  it('says in words what it shows', () => {
    expect(machineScene(machines.pte, pte, sent).text).toBe(
      'Page table entry of app’s p page 0: shootdown, IPI pending. Just now: IPI.',
    );
    const contested = { label: 'frame page 0 · gpu', state: 'device.ahead', contested: true };
    expect(machineScene(machines.ownership, contested, null).text).toBe(
      'Ownership of frame page 0 · gpu: device owns, device wrote, contested.',
    );
  });
});
