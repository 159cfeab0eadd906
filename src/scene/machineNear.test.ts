import { describe, expect, it } from 'vitest';
import type { MachineId, Transition } from '../model/microEvent.ts';
import { picturedMachines as machines } from '../session/picturedMachines.ts';
import { overlap } from './machineLayout.ts';
import { nearScene, type NearState } from './machineNear.ts';

function transition(machine: MachineId, from: string, event: string, to: string): Transition {
  return { machine, instance: 'it', event, from, to };
}

const pending = { label: 'app’s p page 0', state: 'shootdown.ipiPending', contested: false };
const sent = transition('pte', 'shootdown.localFlushed', 'sendIpi', 'shootdown.ipiPending');

describe('nearScene', () => {
  it('shows where an instance came from, is, and can go', () => {
    const scene = nearScene(machines.pte, pending, { came: sent, taken: sent });
    expect(scene.came).toMatchObject({
      state: { id: 'shootdown.localFlushed', title: 'flushed here', group: '' },
      title: 'IPI',
      isTaken: true,
      isLegal: true,
    });
    expect(scene.current).toMatchObject({ title: 'IPI pending', group: 'shootdown' });
    expect(
      scene.ways.map(({ to, events }) => [to?.title, events.map(({ event }) => event)]),
    ).toEqual([
      ['all acked', ['lastAck']],
      ['faulting', ['access']],
      [undefined, ['ack']],
    ]);
  });

  it('marks an event that stayed, and what led here before it', () => {
    const ack = transition('pte', pending.state, 'ack', pending.state);
    const scene = nearScene(machines.pte, pending, { came: sent, taken: ack });
    expect(scene.came?.isTaken).toBe(false);
    const taken = scene.ways.flatMap(({ events }) => events.filter(({ isTaken }) => isTaken));
    expect(taken.map(({ event }) => event)).toEqual(['ack']);
  });

  it('says where a rule was broken', () => {
    const forced = transition('ownership', 'device.ahead', 'forceUnmap', 'unmapped');
    const unmapped = { label: 'frame page 0 · gpu', state: 'unmapped', contested: true };
    const scene = nearScene(machines.ownership, unmapped, { came: forced, taken: forced });
    expect(scene.came).toMatchObject({ isTaken: true, isLegal: false });
    expect(scene.came?.state.group).toBe('device owns');
    expect(scene.isContested).toBe(true);
  });

  const all = Object.values(machines).flatMap((machine) =>
    machine.table.states.map((state) => ({ machine, state, name: `${machine.id} ${state}` })),
  );

  it.each(all)('has every legal event of $name once, and nothing over anything', (each) => {
    const { machine, state } = each;
    const instance = { label: 'it', state, contested: false };
    const [came] = machine.table.states.filter((other) => other !== state);
    const moved = transition(machine.id, came ?? '', 'x', state);
    const scene = nearScene(machine, instance, { came: moved, taken: null });
    const legal = [...(machine.table.rows.get(state)?.keys() ?? [])].filter(
      (event) => !machine.words.events[event]?.afterBrokenRule,
    );
    const shown = scene.ways.flatMap(({ events }) => events.map(({ event }) => event));
    expect(shown.toSorted()).toEqual(legal.toSorted());
    const states = scene.ways.flatMap(({ to }): NearState[] => (to ? [to] : []));
    const boxes = [
      scene.current,
      ...(scene.came ? [scene.came.state] : []),
      ...states,
      ...scene.ways.map(({ label }) => label),
    ];
    const over = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => overlap(a, b)));
    expect(over).toEqual([]);
    for (const { x, y, width, height } of boxes) {
      expect(x - width / 2).toBeGreaterThanOrEqual(0);
      expect(x + width / 2).toBeLessThanOrEqual(scene.width);
      expect(y + height / 2).toBeLessThanOrEqual(scene.height);
    }
    // The narrowest side column of a desktop has this much.
    expect(scene.width, 'fits into the panel').toBeLessThanOrEqual(300);
  });
});
