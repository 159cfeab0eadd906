/** The commands of a player that change what is run: a chunk of its own. */
import { createRunner } from '../session/commandRunner.ts';
import { compareCommands } from '../session/compareCommands.ts';
import { documentCommands } from '../session/documentCommands.ts';
import { fixCommands } from '../session/fixCommands.ts';
import { forkCommands } from '../session/forkCommands.ts';
import { platformCommands } from '../session/platformCommands.ts';

export const runCommands = createRunner([
  ...platformCommands,
  ...documentCommands,
  ...compareCommands,
  ...forkCommands,
  ...fixCommands,
]);
