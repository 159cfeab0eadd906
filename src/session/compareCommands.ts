/** Commands for the matrix of platforms and the run beside this one. */
import type { Command } from './commandTypes.ts';
import { openSheet } from './sheetCommand.ts';

export const compareCommands: readonly Command[] = [
  openSheet('matrix.open', 'The same on every platform', ['m'], 'matrix'),
  openSheet('compare.menu', 'Compare with another run', [], 'compare'),
];
