/** An operation as a script line. It knows nothing of declarations, so that a page can do without them. */
import { assertUnreachable } from '../base/assertUnreachable.ts';
import { agentName } from '../model/names.ts';
import type { Location, MicroPoint, Operation } from '../model/operation.ts';
import type { ArgValue, ArgValues, Part } from './form.ts';
import { findForm } from './forms.ts';
import { formatBits, formatLocation, formatSyncFlags, formatValue, formatWide } from './values.ts';

/** `key=value`, as declarations have them. */
export function printSetting(key: string, value: string | number): string {
  return `${key}=${value}`;
}

function printPlace(value: ArgValue, short: boolean): string {
  if (typeof value !== 'object' || value === null || !('base' in value)) return '';
  const location: Location = value;
  return short && location.offset === 0 && location.base !== ''
    ? location.base
    : formatLocation(location);
}

function printRanges(value: ArgValue): string {
  if (typeof value !== 'object' || value === null || !('ranges' in value)) return '';
  return value.ranges
    .map(({ at, length }) => `${formatLocation(at)} ${formatWide(length)}`)
    .join(' ');
}

/** The text of one part; null where it is left out. */
function printPart(part: Part, values: ArgValues): string | null {
  const value = part.part === 'word' ? part.word : (values[part.key] ?? null);
  if (value === null) return null;
  switch (part.part) {
    case 'place':
      return printPlace(value, part.place.short);
    case 'number':
      return value === part.default && !part.always ? null : String(value);
    case 'value':
      return formatValue(Number(value));
    case 'sync':
      return formatSyncFlags(Number(value));
    case 'setting':
      return value === 0 ? null : printSetting(part.word, Number(value));
    case 'switch':
      return value === true ? part.on : part.off;
    case 'text':
    case 'choice':
      return value === part.default ? null : String(value);
    case 'flags': {
      if (value === part.default) return null;
      const text = formatBits(Number(value), part.bits);
      return part.word === undefined ? text : printSetting(part.word, text);
    }
    case 'integer': {
      if (value === part.default) return null;
      const text = formatWide(Number(value));
      return part.word === undefined ? text : printSetting(part.word, text);
    }
    case 'ranges':
      return printRanges(value);
    case 'name':
    case 'direction':
    case 'word':
      return typeof value === 'string' ? value : null;
    default:
      return assertUnreachable(part);
  }
}

/** What stands behind the agent: `p = mmap fd`. */
export function printAction(operation: Operation): string {
  const found = findForm(operation);
  if (!found) return '';
  const { form, values } = found;
  const parts = form.parts.flatMap((part) => printPart(part, values) ?? []);
  const result = form.introduces === null ? [] : [`${String(values['name'])} =`];
  return [...result, form.verb, ...parts].join(' ');
}

/** One operation on one line: `app@cpu0: p = mmap fd`. */
export function printOperation(operation: Operation): string {
  return `${agentName(operation.agent)}: ${printAction(operation)}`;
}

/** `ipi.send`, `ipi.send#2` */
export function printPoint(point: MicroPoint): string {
  return point.nth === 1 ? point.kind : `${point.kind}#${point.nth}`;
}
