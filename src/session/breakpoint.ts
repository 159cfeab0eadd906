/**
 * Where playing stops. As text, in links and for people: `12` the twelfth operation, `owner` a change of
 * owner, `effect` a violation of a class, `frame+64` a write to a byte of a buffer.
 */
import { assertUnreachable } from '../base/assertUnreachable.ts';
import type { Stop } from '../history/stops.ts';
import { violationClasses } from '../model/violations/rule.ts';

export type Breakpoint = Stop;

/** As links and lists write it. */
export function printBreakpoint(breakpoint: Breakpoint): string {
  switch (breakpoint.kind) {
    case 'operation':
      return String(breakpoint.operation);
    case 'owner':
      return 'owner';
    case 'class':
      return breakpoint.class;
    case 'byte':
      return `${breakpoint.buffer}+${breakpoint.offset}`;
    default:
      return assertUnreachable(breakpoint);
  }
}

/** In a few words, to be read after `stops at`. */
export function breakpointWords(breakpoint: Breakpoint): string {
  switch (breakpoint.kind) {
    case 'operation':
      return `operation ${breakpoint.operation}`;
    case 'owner':
      return 'every change of owner';
    case 'class':
      return `violations: ${breakpoint.class}`;
    case 'byte':
      return `a write to byte ${breakpoint.offset} of ${breakpoint.buffer}`;
    default:
      return assertUnreachable(breakpoint);
  }
}

/** The inverse of `printBreakpoint`; null for anything else. */
export function parseBreakpoint(text: string): Breakpoint | null {
  if (/^[1-9]\d{0,6}$/.test(text)) return { kind: 'operation', operation: Number(text) };
  if (text === 'owner') return { kind: 'owner' };
  const violationClass = violationClasses.find((each) => each === text);
  if (violationClass) return { kind: 'class', class: violationClass };
  const [, buffer, offset] = /^([A-Za-z_][\w-]{0,40})\+(\d{1,9})$/.exec(text) ?? [];
  return buffer === undefined ? null : { kind: 'byte', buffer, offset: Number(offset) };
}

export function hasBreakpoint(among: readonly Breakpoint[], wanted: Breakpoint): boolean {
  return among.some((each) => printBreakpoint(each) === printBreakpoint(wanted));
}

/** The list with the breakpoint where it was not in it, else without it. */
export function toggledBreakpoint(
  among: readonly Breakpoint[],
  wanted: Breakpoint,
): readonly Breakpoint[] {
  return hasBreakpoint(among, wanted)
    ? among.filter((each) => printBreakpoint(each) !== printBreakpoint(wanted))
    : [...among, wanted];
}
