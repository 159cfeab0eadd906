// What a browser fetches before the built page can start: the page, its styles, its scripts and
// whatever these import at once. Chunks behind `import()` and workers come later.
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseSync } from 'vite';

/** @param {string} html */
function linkedFrom(html) {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => /^<script|rel="?(?:stylesheet|modulepreload)/.test(tag))
    .map((tag) => /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1])
    .filter((url) => url !== undefined);
}

/**
 * The files of the first load, relative to the folder.
 * @param {string} folder the build, absolute
 * @param {string} [page]
 * @returns {string[]}
 */
export function firstLoadFiles(folder, page = 'index.html') {
  const files = new Set([page]);
  const pending = linkedFrom(readFileSync(`${folder}/${page}`, 'utf8')).map((url) =>
    posix.normalize(url),
  );
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
 * Their size, compressed with gzip.
 * @param {string} folder
 * @returns {number} bytes
 */
export function firstLoadBytes(folder) {
  return firstLoadFiles(folder).reduce(
    (sum, file) => sum + gzipSync(readFileSync(`${folder}/${file}`), { level: 9 }).length,
    0,
  );
}
