/**
 * Where playing stops: at an operation, or where something happens. As text, in links and for people:
 * `12` the twelfth operation, `owner` a change of owner, `effect` a violation of a class,
 * `frame+64` a write to a byte of a buffer.
 */
import { violationClasses, type ViolationClass } from '../model/violations/rule.ts';

export type Breakpoint =
  /** The operation with this number, from 1, is done. */
  | { readonly kind: 'operation'; readonly operation: number }
  /** Bytes change hands, or a buffer becomes or stops being contested. */
  | { readonly kind: 'owner' }
  /** A rule of the class is broken. */
  | { readonly kind: 'class'; readonly class: ViolationClass }
  /** The newest write to a byte is another: its buffer by name, and its offset. */
  | { readonly kind: 'byte'; readonly buffer: string; readonly offset: number };

export interface ParsedBreakpoints {
  readonly breakpoints: readonly Breakpoint[];
  /** What is wrong with those that were left out; null: nothing. */
  readonly wrong: string | null;
}

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

/** Reads a list with `;` between; what cannot be read is left out and named. */
export function parseBreakpoints(text: string): ParsedBreakpoints {
  const breakpoints: Breakpoint[] = [];
  const unread: string[] = [];
  for (const part of text.split(';')) {
    const breakpoint = parseBreakpoint(part.trim());
    if (breakpoint) breakpoints.push(breakpoint);
    else unread.push(part);
  }
  const wrong =
    unread.length === 0 ? null : `has no breakpoint in “${unread.join(';').slice(0, 40)}”`;
  return { breakpoints, wrong };
}
