/** A run as JSON lines on standard output. */
import type { Replay } from '../history/replay.ts';
import { traceLines } from '../history/trace.ts';
import type { Io } from './io.ts';
import type { LoadedScenario } from './loadScenario.ts';

/** Prints the lines of `history/trace.ts`. */
export function runAsJson(
  { name, scenario }: LoadedScenario,
  replay: Replay,
  { micro }: { readonly micro: boolean },
  io: Io,
): void {
  for (const line of traceLines(replay, { name, title: scenario.title, micro })) io.out(line);
}
