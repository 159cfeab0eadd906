/** Which of some made-up operations can follow each other in a text that can be read. */
import type { Action, Operation } from '../../model/operation.ts';
import { noDescriptor } from '../words.ts';
import { bufferNames } from './arbitraryWorld.ts';

/** The name that an action introduces. */
function introduced(action: Action): string | null {
  return 'name' in action ? action.name : null;
}

/** The names that must have been introduced before an action. */
function needed({ agent, action }: Operation): { owner: string | null; name: string }[] {
  const own =
    agent.kind === 'thread' ? agent.process : agent.kind === 'device' ? agent.device : null;
  const anybody = agent.kind === 'thread' && own !== 'kernel' ? own : null;
  const names: { owner: string | null; name: string }[] = [];
  const isDeclared = (name: string): boolean => name === '' || bufferNames.includes(name);
  if (action.do === 'fenceFd') names.push({ owner: action.device, name: action.job });
  if (action.do === 'runJob') names.push({ owner: own, name: action.job });
  if (action.do === 'receive') names.push({ owner: action.from, name: action.fd });
  else if ('fd' in action) names.push({ owner: anybody, name: action.fd });
  if ('memfd' in action) names.push({ owner: anybody, name: action.memfd });
  if ('syncFile' in action) names.push({ owner: anybody, name: action.syncFile });
  if ('timeline' in action) names.push({ owner: anybody, name: action.timeline });
  if ('items' in action)
    for (const { memfd } of action.items) names.push({ owner: anybody, name: memfd });
  if ('map' in action) names.push({ owner: own, name: action.map });
  if ('vmap' in action) names.push({ owner: own, name: action.vmap });
  if ('mapping' in action) names.push({ owner: own, name: action.mapping });
  if ('at' in action && !isDeclared(action.at.base))
    names.push({ owner: own === 'kernel' ? null : own, name: action.at.base });
  return names.filter(({ name }) => name !== noDescriptor);
}

/** The names that the lines so far have introduced, by owner; under the empty owner all of them. */
export type Known = Map<string, Set<string>>;

function note(known: Known, owner: string, name: string): void {
  known.set(owner, (known.get(owner) ?? new Set()).add(name));
}

/** What a device has mapped so far is noted under its name with these in front. */
const mappedMark = 'mapped ';

/** What gives the device a mapping. */
const maps: ReadonlySet<string> = new Set([
  'map',
  'mapSingle',
  'mapPage',
  'mapSgList',
  'mapResource',
  'allocCoherent',
]);

function noteMapping(known: Known, { agent, action }: Operation): void {
  if (agent.kind !== 'device') return;
  const isMap = maps.has(action.do);
  if (isMap) note(known, mappedMark + agent.device, '');
  if (action.do === 'map') note(known, mappedMark + agent.device, action.buffer);
}

/** What works through a mapping of the device. */
const transfers: ReadonlySet<string> = new Set([
  'dmaRead',
  'dmaWrite',
  'submitRead',
  'submitWrite',
]);

/** Whether a transfer could find a mapping by now, whether or not it still stands. */
function hasMapping(known: Known, { agent, action }: Operation): boolean {
  if (agent.kind !== 'device') return true;
  if (!('at' in action) || !transfers.has(action.do)) return true;
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
