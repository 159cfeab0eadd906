/**
 * `bufscope-player.js`: the element with everything inside, as one classic script, for pages from files and for
 * `<script src>`. On `embed.html` from a file it is that page, too.
 */
import { version } from '../package.json';
import { definePlayer } from './player/element.ts';
import { startEmbedPage } from './player/embedPage.ts';
import { simulatedRuns } from './player/simulatedRuns.ts';

/** Where the script came from; where it was imported that is not known, and there is no workbench beside it. */
const { currentScript } = document;
const here = currentScript instanceof HTMLScriptElement ? currentScript.src : '';

const options = {
  version,
  runs: simulatedRuns,
  workbench: (fragment: string) =>
    here === '' ? null : new URL(`index.html#${fragment}`, here).href,
};

definePlayer(options);
if (document.documentElement.hasAttribute('data-bufscope-embed')) startEmbedPage(options);
