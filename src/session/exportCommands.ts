/** Commands for what leaves the page: pictures, traces, reports. */
import type { Command } from './commandTypes.ts';
import { openSheet } from './sheetCommand.ts';

export const exportCommands: readonly Command[] = [
  openSheet('export.menu', 'Save pictures and reports', [], 'export'),
];
