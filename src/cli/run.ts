/** `bufscope run`: a scenario from its first operation to its last, at a terminal. */
import type { Args } from './args.ts';
import type { Command } from './command.ts';
import { chooseDmaDebug, dmaDebugOption, withDmaDebug } from './dmaDebugOption.ts';
import { exitCode, type ExitCode, type Io } from './io.ts';
import { loadOnly } from './oneWord.ts';
import { choosePlatform } from './platformOption.ts';
import { replayScenario, scoreOf } from '../history/replay.ts';
import { runAsJson } from './runJson.ts';
import { runText } from './runText.ts';

export const runCommand: Command = {
  name: 'run',
  usage: 'FILE|ID [--platform P] [--dma-debug on|off] [--micro] [--json]',
  summary: 'run a scenario: results, violations, expectations',
  options: [
    { name: 'platform', value: 'P', text: 'run on this platform instead of the one it names' },
    dmaDebugOption,
    { name: 'micro', text: 'show every micro-event' },
    { name: 'json', text: 'one JSON object a line (schema bufscope.run/1)' },
  ],
  run,
};

async function run(args: Args, io: Io): Promise<ExitCode> {
  const loaded = loadOnly(args, 'run', io);
  if (!loaded) return exitCode.unusable;
  const platform = choosePlatform(args, loaded.scenario, io);
  if (platform === null) return exitCode.unusable;
  const dmaDebug = chooseDmaDebug(args, io);
  if (dmaDebug === undefined) return exitCode.unusable;
  const replay = replayScenario(withDmaDebug(loaded.scenario, dmaDebug), platform);
  const micro = args.options.has('micro');
  if (args.options.has('json')) runAsJson(loaded, replay, { micro }, io);
  else for (const line of runText(loaded, replay, { micro, color: io.color })) io.out(line);
  return scoreOf(replay).failed === 0 ? exitCode.ok : exitCode.failed;
}
