/** Commands for breakpoints. */
import type { Command } from './commandTypes.ts';
import { openSheet } from './sheetCommand.ts';

export const breakpointCommands: readonly Command[] = [
  openSheet('breakpoint.menu', 'Breakpoints', [], 'breakpoints'),
];
