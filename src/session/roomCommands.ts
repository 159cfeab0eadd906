/** Commands for the room: its layout of caches, zoom. */
import type { Command } from './commandTypes.ts';

export const roomCommands: readonly Command[] = [];
