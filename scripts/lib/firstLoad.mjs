// What a browser fetches before the built page can start: the page, its styles, its scripts and
// whatever these import at once. Chunks behind `import()` and workers come later.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseSync } from 'vite';

/**
 * Chunks behind `import()` that the page shows from the start: they count as well.
 * @type {string[]}
 */
export const shownAtOnce = [];

/** @param {string} html */
function linkedFrom(html) {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => /^<script|rel="?(?:stylesheet|modulepreload)/.test(tag))
    .map((tag) => /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1])
    .filter((url) => url !== undefined);
}

/**
 * The files in assets/ of chunks behind `import()`.
 * @param {string} folder
 * @param {string[]} chunks their names, without hash
 */
function filesOfChunks(folder, chunks) {
  const assets = chunks.length === 0 ? [] : readdirSync(`${folder}/assets`);
  return chunks.flatMap((chunk) => {
    const found = assets.filter((file) => file.startsWith(`${chunk}-`));
    if (found.length === 0) throw new Error(`no chunk ${chunk} in ${folder}/assets`);
    return found.map((file) => `assets/${file}`);
  });
}

/**
 * The files of the first load, relative to the folder.
 * @param {string} folder the build, absolute
 * @param {string[]} [chunks] those behind `import()` that are asked for at once
 * @returns {string[]}
 */
export function firstLoadFiles(folder, chunks = []) {
  const page = 'index.html';
  const files = new Set([page]);
  const linked = linkedFrom(readFileSync(`${folder}/${page}`, 'utf8'));
  const pending = [...linked.map((url) => posix.normalize(url)), ...filesOfChunks(folder, chunks)];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (files.has(file) || !existsSync(`${folder}/${file}`)) continue;
    files.add(file);
    if (!file.endsWith('.js')) continue;
    const { module } = parseSync(file, readFileSync(`${folder}/${file}`, 'utf8'));
    for (const { moduleRequest } of module.staticImports) {
      pending.push(posix.join(posix.dirname(file), moduleRequest.value));
    }
  }
  return [...files].sort();
}

/**
 * The size of files together, each compressed with gzip.
 * @param {string} folder
 * @param {string[]} files relative to the folder
 * @returns {number} bytes
 */
export function gzipBytes(folder, files) {
  return files.reduce(
    (sum, file) => sum + gzipSync(readFileSync(`${folder}/${file}`), { level: 9 }).length,
    0,
  );
}
