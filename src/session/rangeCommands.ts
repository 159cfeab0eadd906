/** Commands for the marked part of the run. */
import type { Command } from './commandTypes.ts';

export const rangeCommands: readonly Command[] = [];
