/** `bufscope link`: the URL fragment that opens a scenario in the workbench. */
import { encodeLink } from '../history/link.ts';
import { emptyLink, type LinkSource } from '../history/linkFormat.ts';
import type { Args } from './args.ts';
import { chooseCursor } from './atOption.ts';
import type { Command } from './command.ts';
import { exitCode, jsonLines, type ExitCode, type Io } from './io.ts';
import { loadOnly } from './oneWord.ts';
import { choosePlatform } from './platformOption.ts';
import { replayScenario } from '../history/replay.ts';

export const linkCommand: Command = {
  name: 'link',
  usage: 'FILE|ID [--at A] [--platform P] [--json]',
  summary: 'print the URL fragment that opens a scenario',
  options: [
    { name: 'at', value: 'A', text: 'at this step: 12, or 12.3 for the third micro-event in it' },
    { name: 'platform', value: 'P', text: 'on this platform instead of the one it names' },
    { name: 'json', text: 'one JSON object (schema bufscope.link/1)' },
  ],
  run: link,
};

async function link(args: Args, io: Io): Promise<ExitCode> {
  const loaded = loadOnly(args, 'link', io);
  if (!loaded) return exitCode.unusable;
  const chosen = choosePlatform(args, loaded.scenario, io);
  if (chosen === null) return exitCode.unusable;
  const { history } = replayScenario(loaded.scenario, chosen);
  const place = chooseCursor(args, history, io);
  if (place === undefined) return exitCode.unusable;
  const source: LinkSource =
    loaded.id === null
      ? { kind: 'script', text: loaded.text }
      : { kind: 'scenario', id: loaded.id };
  const platform = args.options.get('platform') ?? null;
  const fragment = `#${encodeLink({ ...emptyLink, source, platform, at: place })}`;
  if (args.options.has('json')) jsonLines(io, 'bufscope.link/1')({ fragment });
  else io.out(fragment);
  return exitCode.ok;
}
