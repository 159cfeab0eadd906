/** Which of some made-up operations can follow each other in a text that can be read. */
import type { Action, Operation } from '../../model/operation.ts';
import { bufferNames } from './arbitraryWorld.ts';

/** The name that an action introduces. */
function introduced(action: Action): string | null {
  return 'name' in action ? action.name : null;
}

/** The names that must have been introduced before an action. */
function needed({ agent, action }: Operation): { owner: string | null; name: string }[] {
  const own =
    agent.kind === 'thread' ? agent.process : agent.kind === 'device' ? agent.device : null;
  const anybody = agent.kind === 'thread' ? own : null;
  const names: { owner: string | null; name: string }[] = [];
  const isDeclared = (name: string): boolean => name === '' || bufferNames.includes(name);
  if (action.do === 'receive') names.push({ owner: action.from, name: action.fd });
  else if ('fd' in action) names.push({ owner: anybody, name: action.fd });
  if ('map' in action) names.push({ owner: own, name: action.map });
  if ('mapping' in action) names.push({ owner: own, name: action.mapping });
  if ('at' in action && !isDeclared(action.at.base))
    names.push({ owner: own === 'kernel' ? null : own, name: action.at.base });
  return names;
}

/** The names that the lines so far have introduced, by owner; under the empty owner all of them. */
export type Known = Map<string, Set<string>>;

function note(known: Known, owner: string, name: string): void {
  known.set(owner, (known.get(owner) ?? new Set()).add(name));
}

/** What a device has mapped so far is noted under its name with these in front. */
const mappedMark = 'mapped ';

function noteMapping(known: Known, { agent, action }: Operation): void {
  if (agent.kind !== 'device') return;
  const isMap = action.do === 'map' || action.do === 'mapSingle' || action.do === 'allocCoherent';
  if (isMap) note(known, mappedMark + agent.device, '');
  if (action.do === 'map') note(known, mappedMark + agent.device, action.buffer);
}

/** Whether a transfer could find a mapping by now, whether or not it still stands. */
function hasMapping(known: Known, { agent, action }: Operation): boolean {
  if (agent.kind !== 'device') return true;
  if (action.do !== 'dmaRead' && action.do !== 'dmaWrite') return true;
  const mapped = known.get(mappedMark + agent.device);
  const isNamed = action.at.base !== '' && !bufferNames.includes(action.at.base);
  return isNamed || mapped?.has(action.at.base) === true;
}

/** Keeps an operation if all its names are known by now, and remembers the one it introduces. */
export function admit(known: Known, operation: Operation): boolean {
  const isKnown = needed(operation).every(({ owner, name }) => known.get(owner ?? '')?.has(name));
  if (!isKnown || !hasMapping(known, operation)) return false;
  noteMapping(known, operation);
  const name = introduced(operation.action);
  const { agent } = operation;
  const owner =
    agent.kind === 'thread' ? agent.process : agent.kind === 'device' ? agent.device : '';
  if (name === null) return true;
  note(known, '', name);
  note(known, owner, name);
  return true;
}
