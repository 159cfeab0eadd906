/**
 * Every command: a stable id, a name, keys. Buttons, keys, `window.bufscope` and the test driver all come
 * through `runCommand`, which checks what it is given and never throws.
 */
import type { Command } from './commandTypes.ts';
import { breakpointCommands } from './breakpointCommands.ts';
import { createRunner, repeat } from './commandRunner.ts';
import { compareCommands } from './compareCommands.ts';
import { demoCommands } from './demoCommands.ts';
import { documentCommands } from './documentCommands.ts';
import { exportCommands } from './exportCommands.ts';
import { fixCommands } from './fixCommands.ts';
import { forkCommands } from './forkCommands.ts';
import { lectureCommands } from './lectureCommands.ts';
import { lookCommands } from './lookCommands.ts';
import { machineCommands } from './machineCommands.ts';
import { moveCommands } from './moveCommands.ts';
import { pageCommands } from './pageCommands.ts';
import { platformCommands } from './platformCommands.ts';
import { rangeCommands } from './rangeCommands.ts';
import { roomCommands } from './roomCommands.ts';
import { scriptCommands } from './scriptCommands.ts';
import { selectCommands } from './selectCommands.ts';

/** In the order of the help sheet. */
export const commands: readonly Command[] = [
  ...moveCommands,
  repeat,
  ...rangeCommands,
  ...demoCommands,
  ...breakpointCommands,
  ...forkCommands,
  ...fixCommands,
  ...platformCommands,
  ...documentCommands,
  ...selectCommands,
  ...scriptCommands,
  ...compareCommands,
  ...exportCommands,
  ...roomCommands,
  ...machineCommands,
  ...lectureCommands,
  ...pageCommands,
  ...lookCommands,
];

const runner = createRunner(commands);

export const runCommand = runner.run;
export const commandOfKey = runner.commandOfKey;
