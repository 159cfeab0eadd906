/** Commands that take exactly one FILE or ID. */
import type { Args } from './args.ts';
import type { Io } from './io.ts';
import { loadScenario, type LoadedScenario } from './loadScenario.ts';

/** The scenario that the only word names; null after a complaint. */
export function loadOnly({ words }: Args, command: string, io: Io): LoadedScenario | null {
  const [word, second] = words;
  if (word === undefined) io.err(`error: ${command} needs a FILE or an ID`);
  else if (second !== undefined) io.err(`error: ${command} takes one FILE or ID`);
  else return loadScenario(word, io);
  return null;
}
