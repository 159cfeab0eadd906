/**
 * `player.js`: defines `<bufscope-player>` on a page that takes modules; what it shows comes in chunks beside it.
 * `embed.html` is the same player alone.
 */
import { version } from '../package.json';
import { chunkedRuns } from './player/chunkedRuns.ts';
import { definePlayer } from './player/element.ts';
import { startEmbedPage } from './player/embedPage.ts';

const here = new URL(/* @vite-ignore */ './', import.meta.url);

const options = {
  version,
  runs: chunkedRuns,
  workbench: (fragment: string) => new URL(`index.html#${fragment}`, here).href,
};

definePlayer(options);

/** For `embed.html`: shows the player in the page's place for it. */
export function startEmbed(): void {
  startEmbedPage(options);
}
