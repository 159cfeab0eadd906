/** The tables against xstate's own pure functions, and the machines walked with its graph tools. */
import { getNextSnapshot, initialTransition, transition } from 'xstate';
import type { AnyMachineSnapshot } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { describe, expect, it } from 'vitest';
import {
  accessWindowEvents,
  attachmentEvents,
  dmaTransferEvents,
  fenceEvents,
  iommuMappingEvents,
  ownershipEvents,
  pteEvents,
} from './events.ts';
import { drawnMachines as machines } from './drawnMachines.ts';
import { dmaNext, iommuNext, ownershipNext, pteNext, whyNot } from './machines.ts';
import {
  accessWindowStates,
  attachmentStates,
  dmaTransferStates,
  fenceStates,
  iommuMappingStates,
  ownershipStates,
  pteStates,
} from './states.ts';
import { eventsFrom, next } from './table.ts';

const expected = {
  ownership: { states: ownershipStates, events: ownershipEvents },
  attachment: { states: attachmentStates, events: attachmentEvents },
  pte: { states: pteStates, events: pteEvents },
  iommuMapping: { states: iommuMappingStates, events: iommuMappingEvents },
  dmaTransfer: { states: dmaTransferStates, events: dmaTransferEvents },
  accessWindow: { states: accessWindowStates, events: accessWindowEvents },
  fence: { states: fenceStates, events: fenceEvents },
} as const;

/** The leaf of a snapshot without parallel states, with dots. */
function leafOf(snapshot: AnyMachineSnapshot): string {
  const walk = (value: unknown): string => {
    if (typeof value === 'string') return value;
    if (typeof value !== 'object' || value === null) throw new Error('no state value');
    const [entry] = Object.entries(value);
    if (!entry) throw new Error('empty state value');
    return `${entry[0]}.${walk(entry[1])}`;
  };
  return walk(snapshot.value);
}

/** A snapshot of each state that xstate's own search reaches from the first. */
function reach(id: keyof typeof expected): Map<string, AnyMachineSnapshot> {
  const paths = getShortestPaths(machines[id].machine, {
    events: expected[id].events.map((type) => ({ type })),
    serializeState: (snapshot) => leafOf(snapshot),
    limit: 1000,
  });
  return new Map(paths.map((path) => [leafOf(path.state), path.state]));
}

describe.each(Object.values(machines))('$id', ({ id, machine, table, initial, words }) => {
  const { states, events } = expected[id];

  it('has the states and events that are declared, and words for each', () => {
    expect([...table.states].sort()).toEqual([...states].sort());
    expect([...table.events].sort()).toEqual([...events].sort());
    expect(Object.keys(words.states).sort()).toEqual([...states].sort());
    expect(Object.keys(words.events).sort()).toEqual([...events].sort());
  });

  it('reaches every state', () => {
    expect([...reach(id).keys()].sort()).toEqual([...states].sort());
  });

  it('starts where xstate starts', () => {
    expect(initial).toBe(leafOf(initialTransition(machine)[0]));
  });

  it('agrees with xstate on every state and event', () => {
    const snapshots = reach(id);
    let legal = 0;
    for (const state of states) {
      const snapshot = snapshots.get(state);
      if (!snapshot) throw new Error(`${state} is not reached`);
      for (const event of events) {
        const may = snapshot.can({ type: event });
        const after = leafOf(transition(machine, snapshot, { type: event })[0]);
        expect(next(table, state, event), `${state} + ${event}`).toBe(may ? after : undefined);
        expect(leafOf(getNextSnapshot(machine, snapshot, { type: event }))).toBe(after);
        if (may) legal += 1;
        else expect(whyNot(id, state, event), `${state} + ${event}`).toMatch(/\.$/);
      }
    }
    expect(legal).toBe(states.reduce((sum, state) => sum + eventsFrom(table, state).length, 0));
  });

  it('names a group for every state that contains others', () => {
    const groups = states.flatMap((state) => (state.includes('.') ? [state.split('.')[0]] : []));
    expect(Object.keys(words.groups).sort()).toEqual([...new Set(groups)].sort());
  });
});

/** The rules as they were given, one line a state: the next state, or `-` where it is illegal. */
const ownershipRules = `
                  unmapped     device.same  device.ahead device.behind cpu.same     cpu.ahead
map               device.same  -            -            -             -            -
mapUnsynced       cpu.ahead    -            -            -             -            -
cpuRead           -            -            -            -             cpu.same     cpu.ahead
cpuWrite          -            -            -            -             cpu.ahead    cpu.ahead
deviceRead        -            device.same  device.ahead -             -            -
deviceWrite       -            device.ahead device.ahead device.ahead  -            -
otherDeviceWrite  -            device.behind device.behind device.behind cpu.ahead  cpu.ahead
handOver          -            device.same  -            device.same   device.same  device.same
handOverEmpty     -            device.same  device.ahead device.behind device.same  -
handBack          -            cpu.same     cpu.same     -             cpu.same     -
handBackEmpty     -            cpu.same     -            cpu.ahead     cpu.same     cpu.ahead
unmap             -            unmapped     unmapped     -             unmapped     -
unmapEmpty        -            unmapped     -            unmapped      unmapped     unmapped
unmapUnsynced     -            unmapped     -            unmapped      unmapped     unmapped
forceCpu          -            -            cpu.same     cpu.same      -            cpu.same
forceDevice       -            -            device.same  -             -            device.same
forceUnmap        -            -            unmapped     unmapped      -            unmapped
`;

describe('ownership', () => {
  it('follows the rules of the streaming DMA API', () => {
    const lines = ownershipRules
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
    const columns = lines[0] ?? [];
    for (const [event = '', ...targets] of lines.slice(1)) {
      const row = Object.fromEntries(columns.map((state, i) => [state, targets[i]]));
      const got = Object.fromEntries(
        columns.map((state) => [state, next(machines.ownership.table, state, event) ?? '-']),
      );
      expect(got, event).toEqual(row);
    }
    expect(lines.length - 1).toBe(ownershipEvents.length);
  });

  it('says in words why an access is illegal', () => {
    expect(whyNot('ownership', 'device.same', 'cpuWrite')).toContain('device owns');
    expect(whyNot('ownership', 'cpu.same', 'deviceRead')).toContain('CPU owns');
    expect(whyNot('ownership', 'cpu.same', 'cpuRead')).toBeNull();
  });

  it('steps by its own words', () => {
    expect(ownershipNext('device.same', 'deviceWrite')).toBe('device.ahead');
    expect(ownershipNext('device.ahead', 'cpuRead')).toBeNull();
  });
});

describe('pte', () => {
  it('goes through a shootdown in order, and only in order', () => {
    expect(pteNext('present.writable', 'clear')).toBe('shootdown.cleared');
    expect(pteNext('shootdown.cleared', 'sendIpi')).toBeNull();
    expect(pteNext('shootdown.cleared', 'flushLocal')).toBe('shootdown.localFlushed');
    expect(pteNext('shootdown.localFlushed', 'sendIpi')).toBe('shootdown.ipiPending');
    expect(pteNext('shootdown.ipiPending', 'done')).toBeNull();
    expect(pteNext('shootdown.ipiPending', 'ack')).toBe('shootdown.ipiPending');
    expect(pteNext('shootdown.ipiPending', 'lastAck')).toBe('shootdown.acknowledged');
    expect(pteNext('shootdown.acknowledged', 'done')).toBe('absent');
  });

  it('lets an access fault while the shootdown of the old entry is under way', () => {
    expect(pteNext('shootdown.ipiPending', 'access')).toBe('faulting');
  });
});

describe('iommuMapping and dmaTransfer', () => {
  it('never map an address again before the flush', () => {
    expect(iommuNext('cleared', 'defer')).toBe('lazy');
    expect(iommuNext('lazy', 'map')).toBeNull();
    expect(iommuNext('lazy', 'flush')).toBe('unmapped');
  });

  it('end a blocked transfer', () => {
    expect(dmaNext('translating', 'fault')).toBe('faulted');
    expect(dmaNext('faulted', 'complete')).toBeNull();
    expect(dmaNext('faulted', 'start')).toBeNull();
  });
});
