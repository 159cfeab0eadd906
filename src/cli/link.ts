/** `bufscope link`: the URL fragment that opens a scenario in the workbench. */
import { isSameCursor, parseCursor } from '../history/cursor.ts';
import { clampCursor } from '../history/points.ts';
import { encodeLink } from '../history/link.ts';
import { emptyLink, type LinkSource } from '../history/linkFormat.ts';
import type { Args } from './args.ts';
import type { Command } from './command.ts';
import { exitCode, jsonLines, type ExitCode, type Io } from './io.ts';
import { loadOnly } from './oneWord.ts';
import { choosePlatform } from './platformOption.ts';
import { replayScenario } from './replayScenario.ts';
import { counted, plain } from './style.ts';

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
  const given = args.options.get('at');
  const at = given === undefined ? null : parseCursor(given);
  if (given !== undefined && !at) {
    io.err(`error: ${plain(given)} is not a step such as 12 or 12.3`);
    return exitCode.unusable;
  }
  const { history } = replayScenario(loaded.scenario, chosen);
  const place = at && clampCursor(history, at);
  if (at && place && place.operation !== at.operation) {
    const run = counted(history.entries.length, 'operation');
    io.err(`error: the run has ${run}, so there is no step ${at.operation}`);
    return exitCode.unusable;
  }
  if (at && place && !isSameCursor(place, at)) {
    const events = history.entries[at.operation - 1]?.events.length ?? 0;
    if (at.micro !== null && at.micro > events) {
      io.err(`error: operation ${at.operation} has ${counted(events, 'micro-event')}`);
      return exitCode.unusable;
    }
  }
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
