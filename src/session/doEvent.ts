/**
 * Which operation takes a machine through an event: what a click on an arrow of its diagram does. Each of the
 * agents' next operations is tried on the model once a state, which serves all machines and events.
 */
import { moreOperations, nextOperations } from '../model/nextOperations.ts';
import { mappingOf } from '../model/machines/instanceState.ts';
import type { OwnershipEvent } from '../model/machines/events.ts';
import type { MachineInstance } from '../model/machines/instances.ts';
import type { Transition } from '../model/microEvent.ts';
import type { Operation } from '../model/operation.ts';
import type { State } from '../model/state.ts';
import { step } from '../model/step.ts';
import type { Violation } from '../model/violation.ts';

/** An operation that brings an event about. */
export interface Deed {
  readonly event: string;
  readonly operation: Operation;
  /** Which rule it breaks, in words; empty: none. */
  readonly breaks: string;
}

interface Trial {
  readonly operation: Operation;
  readonly legal: boolean;
  readonly why: string;
  readonly transitions: readonly Transition[];
  readonly violations: readonly Violation[];
}

const trialsByState = new WeakMap<State, readonly Trial[]>();

function trialsOf(state: State): readonly Trial[] {
  const known = trialsByState.get(state);
  if (known) return known;
  const offered = [...nextOperations(state), ...moreOperations(state)];
  const made = offered.map(({ operation, legal, why }): Trial => {
    const { events } = step(state, { operation, meanwhile: [] });
    return {
      ...{ operation, legal, why },
      transitions: events.flatMap(({ transitions }) => transitions),
      violations: events.flatMap(({ violations }) => violations),
    };
  });
  // Where several do the same, the one that does the least besides.
  const direct = made.toSorted((a, b) => a.transitions.length - b.transitions.length);
  trialsByState.set(state, direct);
  return direct;
}

/** For each event that an instance takes by some next operation the first of these, legal ones before others. */
export function deedsOf(state: State, instance: string): readonly Deed[] {
  const trials = trialsOf(state);
  const deeds = new Map<string, Deed>();
  for (const { operation, legal, why, transitions } of [
    ...trials.filter((trial) => trial.legal),
    ...trials.filter((trial) => !trial.legal),
  ]) {
    for (const { instance: moved, event } of transitions) {
      if (moved !== instance || deeds.has(event)) continue;
      deeds.set(event, { event, operation, breaks: legal ? '' : why });
    }
  }
  return [...deeds.values()];
}

/**
 * For each event that the rules refuse to the ownership of a page now, a next operation that does it all the
 * same: what happens then is what a rule is for.
 */
export function breakingDeeds(state: State, instance: MachineInstance): readonly Deed[] {
  const place = instance.machine === 'ownership' ? mappingOf(state, instance.instance) : null;
  if (!place) return [];
  const { mapping, start, end } = place;
  const device = state.setup.devices[mapping.device]?.name ?? '';
  const refused = new Set(instance.impossible.map(({ event }) => event));
  const deeds = new Map<string, Deed>();
  for (const { operation, why, violations } of trialsOf(state)) {
    const isHere = violations.some(
      ({ class: kind, bytes }) =>
        kind === 'ownership' &&
        bytes?.buffer === mapping.buffer &&
        bytes.start < end &&
        bytes.start + bytes.length > start,
    );
    if (!isHere) continue;
    for (const event of attempts(operation, device))
      if (refused.has(event) && !deeds.has(event))
        deeds.set(event, { event, operation, breaks: why });
  }
  return [...deeds.values()];
}

/** The events of ownership that an operation is, seen from the mapping of a device. */
function attempts({ agent, action }: Operation, device: string): readonly OwnershipEvent[] {
  if (agent.kind !== 'device')
    return action.do === 'read' ? ['cpuRead'] : action.do === 'write' ? ['cpuWrite'] : [];
  if (agent.device !== device) return [];
  switch (action.do) {
    case 'dmaRead':
      return ['deviceRead'];
    case 'dmaWrite':
      return ['deviceWrite'];
    case 'syncSgtable':
    case 'syncSingle':
      if (action.to === 'device')
        return [action.direction === 'FROM_DEVICE' ? 'handOverEmpty' : 'handOver'];
      return [action.direction === 'TO_DEVICE' ? 'handBackEmpty' : 'handBack'];
    case 'unmap':
    case 'unmapSingle':
      return ['unmap', 'unmapEmpty'];
    default:
      return [];
  }
}

/** The operation that takes an instance through an event; null where none does. */
export function operationFor(state: State, instance: string, event: string): Operation | null {
  return deedsOf(state, instance).find((deed) => deed.event === event)?.operation ?? null;
}
