/** Reads the breakpoints of a link. */
import { hasBreakpoint, parseBreakpoint, type Breakpoint } from './breakpoint.ts';

interface ParsedBreakpoints {
  readonly breakpoints: readonly Breakpoint[];
  /** What is wrong with those that were left out; null: nothing. */
  readonly wrong: string | null;
}

/** Reads a list with `;` between; what cannot be read, or comes twice, is left out. */
export function parseBreakpoints(text: string): ParsedBreakpoints {
  const breakpoints: Breakpoint[] = [];
  const unread: string[] = [];
  for (const part of text.split(';')) {
    const breakpoint = parseBreakpoint(part.trim());
    if (!breakpoint) unread.push(part);
    else if (!hasBreakpoint(breakpoints, breakpoint)) breakpoints.push(breakpoint);
  }
  const wrong =
    unread.length === 0 ? null : `has no breakpoint in “${unread.join(';').slice(0, 40)}”`;
  return { breakpoints, wrong };
}
