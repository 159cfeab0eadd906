/** An operation as a sentence for people: `app on CPU 0 writes A to 64 bytes at p+0`. */
import { assertUnreachable } from '../base/assertUnreachable.ts';
import type { Agent, Operation } from '../model/operation.ts';
import type { ArgValue, ArgValues, Part } from './form.ts';
import { findForm } from './forms.ts';
import {
  directionPhrases,
  formatBits,
  formatLocation,
  formatSyncFlags,
  formatValue,
} from './values.ts';

const phrases: ReadonlyMap<string, string> = new Map(Object.entries(directionPhrases));

function describeAgent(agent: Agent): string {
  switch (agent.kind) {
    case 'thread':
      return `${agent.process} on CPU ${agent.cpu}`;
    case 'device':
      return agent.cpu === 0 ? agent.device : `${agent.device} (driver on CPU ${agent.cpu})`;
    case 'cpu':
      return `CPU ${agent.cpu}`;
    case 'iommu':
      return 'the IOMMU';
    default:
      return assertUnreachable(agent);
  }
}

function describeArg(part: Part | undefined, value: ArgValue): string {
  if (value === null) return '';
  if (typeof value === 'object') {
    const places = 'base' in value ? [value] : value.ranges.map(({ at }) => at);
    return places.map(formatLocation).join(', ');
  }
  if (part?.part === 'flags') return formatBits(Number(value), part.bits);
  if (part?.part === 'value') return formatValue(Number(value));
  if (part?.part === 'sync') return formatSyncFlags(Number(value));
  if (part?.part === 'number' && part.label === 'LENGTH')
    return value === 1 ? '1 byte' : `${String(value)} bytes`;
  if (typeof value === 'string' && part?.part === 'direction') return phrases.get(value) ?? value;
  return String(value);
}

/** The sentence, without its end. */
export function describeOperation(operation: Operation): string {
  const found = findForm(operation);
  if (!found) return describeAgent(operation.agent);
  const values: ArgValues = found.values;
  const told = found.form.tells.replace(/\{(\w+)\}/g, (_, key: string) => {
    const part = found.form.parts.find((known) => 'key' in known && known.key === key);
    return describeArg(part, values[key] ?? null);
  });
  return `${describeAgent(operation.agent)} ${told}`;
}
