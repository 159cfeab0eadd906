/**
 * Which operation takes a machine through an event: what a click on an arrow of its diagram does. Each of the
 * agents' next operations is tried on the model; a search tries one at a time, so that a page can do it in
 * slices, and what it has found once a state it knows.
 */
import { mappingOf } from '../model/machines/instanceState.ts';
import type { OwnershipEvent } from '../model/machines/events.ts';
import type { MachineInstance } from '../model/machines/instances.ts';
import type { Operation } from '../model/operation.ts';
import type { State } from '../model/state.ts';
import { aimedOperations } from './aimedOperations.ts';
import { offersOf, tryOperation, type Trial } from './trials.ts';

/** An operation that brings an event about. */
export interface Deed {
  readonly event: string;
  readonly operation: Operation;
  /** Which rule it breaks, in words; empty: none. */
  readonly breaks: string;
}

/** What is known of the events of an instance. What is in it stays; more may come until `isDone`. */
export interface FoundDeeds {
  /** For each event that it takes by some next operation the one to do; one that breaks a rule only in the end. */
  readonly possible: readonly Deed[];
  /**
   * For each event that the rules refuse to the ownership of a page now, a next operation that does it all the
   * same: what happens then is what a rule is for.
   */
  readonly breaking: readonly Deed[];
  /** Whether all was tried that could add something. */
  readonly isDone: boolean;
}

/** A search for the deeds of an instance. */
export interface DeedSearch {
  readonly found: () => FoundDeeds;
  /** Tries one operation, or begins; nothing once it is done. */
  readonly tryNext: () => void;
}

const nothing: FoundDeeds = { possible: [], breaking: [], isDone: false };

const searches = new WeakMap<State, Map<string, DeedSearch>>();

/** The search for an instance of a state's machines: the same one whenever it is asked for. */
export function searchDeeds(state: State, instance: MachineInstance): DeedSearch {
  const known = searches.get(state) ?? new Map<string, DeedSearch>();
  searches.set(state, known);
  const search = known.get(instance.instance) ?? createSearch(state, instance);
  known.set(instance.instance, search);
  return search;
}

/** First all that is likely to concern the object; after it only what may bring about what is still missing. */
function createSearch(state: State, instance: MachineInstance): DeedSearch {
  const breaks = breaker(state, instance);
  let rounds: (readonly Operation[])[] | null = null;
  let next = 0;
  let found = nothing;
  let trials: Trial[] = [];

  function endRound(): void {
    rounds?.shift();
    next = 0;
    // Where several do the same, the one that does the least besides.
    const direct = trials.toSorted((a, b) => a.transitions.length - b.transitions.length);
    const legal = direct.filter((trial) => trial.legal);
    const possible = addDeeds(found.possible, legal.flatMap(eventsTaken(instance)));
    const breaking = addDeeds(found.breaking, direct.flatMap(breaks));
    const isDone = rounds?.length === 0 || isAllFound(instance, possible, breaking);
    const illegal = isDone ? direct.filter((trial) => !trial.legal) : [];
    const all = addDeeds(possible, illegal.flatMap(eventsTaken(instance)));
    found = { possible: all, breaking, isDone };
    if (isDone) trials = [];
  }

  return {
    found: () => found,
    tryNext() {
      if (found.isDone) return;
      if (!rounds) {
        rounds = roundsOf(state, instance);
        return;
      }
      const operation = rounds[0]?.[next++];
      const trial = operation && tryOperation(state, operation);
      if (trial) trials.push(trial);
      if (next >= (rounds[0]?.length ?? 0)) endRound();
    },
  };
}

function roundsOf(state: State, instance: MachineInstance): (readonly Operation[])[] {
  const { likely, rare } = offersOf(state);
  const concerns = (operation: Operation): boolean => !isOfOther(instance, operation, state);
  const near = [...likely.filter(concerns), ...aimedOperations(state, instance, likely)];
  const far = [...rare.filter(concerns), ...[...likely, ...rare].filter((each) => !concerns(each))];
  return [near, far];
}

/** Whether another device than one that the object is named after does it: it is tried later, not left out. */
function isOfOther({ label }: MachineInstance, { agent }: Operation, { setup }: State): boolean {
  if (agent.kind !== 'device' || label.includes(agent.device)) return false;
  return setup.devices.some(({ name }) => label.includes(name));
}

type Taker = (trial: Trial) => readonly Deed[];

function eventsTaken({ instance }: MachineInstance): Taker {
  return ({ operation, legal, why, transitions }) =>
    transitions
      .filter((taken) => taken.instance === instance)
      .map(({ event }) => ({ event, operation, breaks: legal ? '' : why }));
}

/** What is known, and the first deed of each event that it has none of. */
function addDeeds(known: readonly Deed[], more: readonly Deed[]): readonly Deed[] {
  const deeds = new Map(known.map((deed) => [deed.event, deed]));
  for (const deed of more) if (!deeds.has(deed.event)) deeds.set(deed.event, deed);
  return [...deeds.values()];
}

function isAllFound(
  { machine, possible, impossible }: MachineInstance,
  found: readonly Deed[],
  breaking: readonly Deed[],
): boolean {
  const has = (deeds: readonly Deed[], event: string): boolean =>
    deeds.some((deed) => deed.event === event);
  return (
    possible.every((event) => has(found, event)) &&
    (machine !== 'ownership' || impossible.every(({ event }) => has(breaking, event)))
  );
}

/** The refused events of an ownership that a trial is an attempt at, where it breaks the rule there. */
function breaker(state: State, instance: MachineInstance): Taker {
  const place = instance.machine === 'ownership' ? mappingOf(state, instance.instance) : null;
  if (!place) return () => [];
  const { mapping, start, end } = place;
  const device = state.setup.devices[mapping.device]?.name ?? '';
  const refused = new Set(instance.impossible.map(({ event }) => event));
  return ({ operation, why, violations }) => {
    const isHere = violations.some(
      ({ class: kind, bytes }) =>
        kind === 'ownership' &&
        bytes?.buffer === mapping.buffer &&
        bytes.start < end &&
        bytes.start + bytes.length > start,
    );
    if (!isHere) return [];
    return attempts(operation, device)
      .filter((event) => refused.has(event))
      .map((event) => ({ event, operation, breaks: why }));
  };
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
export function operationFor(
  state: State,
  instance: MachineInstance,
  event: string,
): Operation | null {
  const search = searchDeeds(state, instance);
  const deedOf = (): Deed | undefined =>
    search.found().possible.find((deed) => deed.event === event);
  while (!deedOf() && !search.found().isDone) search.tryNext();
  return deedOf()?.operation ?? null;
}
