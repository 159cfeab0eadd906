/** The command for all of the shown machine; which one that is, is a matter of what is selected. */
import type { Command } from './commandTypes.ts';
import { openSheet } from './sheetCommand.ts';

export const machineCommands: readonly Command[] = [
  openSheet('machine.whole', 'Show the whole state machine', ['M'], 'machine'),
];
