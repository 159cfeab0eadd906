/** `bufscope link`: the URL fragment that opens a scenario in the workbench. */
import { decodeLink, encodeLink } from '../history/link.ts';
import { emptyLink, type LinkSource, type LinkState } from '../history/linkFormat.ts';
import type { Args } from './args.ts';
import { chooseCursor } from './atOption.ts';
import type { Command } from './command.ts';
import { chooseDmaDebug, dmaDebugOption, withDmaDebug } from './dmaDebugOption.ts';
import { exitCode, jsonLines, type ExitCode, type Io } from './io.ts';
import { loadOnly } from './oneWord.ts';
import { choosePlatform } from './platformOption.ts';
import { plain } from './style.ts';
import { replayScenario } from '../history/replay.ts';

export const linkCommand: Command = {
  name: 'link',
  usage: 'FILE|ID [--at A] [--platform P] [--dma-debug on|off] [--with KEYS] [--json]',
  summary: 'print the URL fragment that opens a scenario',
  options: [
    { name: 'at', value: 'A', text: 'at this step: 12, or 12.3 for the third micro-event in it' },
    { name: 'platform', value: 'P', text: 'on this platform instead of the one it names' },
    dmaDebugOption,
    { name: 'with', value: 'KEYS', text: 'further keys of a link: "play=1&pause=3,7&theme=dark"' },
    { name: 'json', text: 'one JSON object (schema bufscope.link/1)' },
  ],
  run: link,
};

async function link(args: Args, io: Io): Promise<ExitCode> {
  const loaded = loadOnly(args, 'link', io);
  if (!loaded) return exitCode.unusable;
  const chosen = choosePlatform(args, loaded.scenario, io);
  if (chosen === null) return exitCode.unusable;
  const dmaDebug = chooseDmaDebug(args, io);
  if (dmaDebug === undefined) return exitCode.unusable;
  const { history } = replayScenario(withDmaDebug(loaded.scenario, dmaDebug), chosen);
  const place = chooseCursor(args, history, io);
  if (place === undefined) return exitCode.unusable;
  const more = furtherKeys(args, io);
  if (!more) return exitCode.unusable;
  const source: LinkSource =
    loaded.id === null
      ? { kind: 'script', text: loaded.text }
      : { kind: 'scenario', id: loaded.id };
  const platform = args.options.get('platform') ?? more.platform;
  const fragment = `#${encodeLink({
    ...more,
    source,
    platform,
    dmaDebug: dmaDebug ?? more.dmaDebug,
    at: place ?? more.at,
  })}`;
  if (args.options.has('json')) jsonLines(io, 'bufscope.link/1')({ fragment });
  else io.out(fragment);
  return exitCode.ok;
}

/** What `--with` says; undefined after a complaint. */
function furtherKeys({ options }: Args, io: Io): LinkState | undefined {
  const given = options.get('with');
  if (given === undefined) return emptyLink;
  const { link: more, problems } = decodeLink(given);
  for (const { key, value, message } of problems)
    io.err(`error: --with: ${plain([key, value, message].filter(Boolean).join(' '))}`);
  if (problems.length > 0) return undefined;
  if (more.source === null) return more;
  io.err('error: --with: the script is named before it');
  return undefined;
}
