// What a page fetches for one figure: the page of the frame, the player, and the run of one scenario.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const runs = 'assets/runs';

/**
 * The files of a figure of the scenario whose run is the largest, relative to the folder.
 * @param {string} folder the build, absolute
 * @returns {string[]}
 */
export function playerFiles(folder) {
  /** @param {string} file */
  const size = (file) => gzipSync(readFileSync(`${folder}/${file}`)).length;
  const [largest] = readdirSync(`${folder}/${runs}`)
    .map((name) => `${runs}/${name}`)
    .sort((a, b) => size(b) - size(a));
  if (largest === undefined) throw new Error(`no runs in ${folder}/${runs}`);
  return ['embed.html', 'embed.css', 'embed.js', 'player.js', largest];
}
