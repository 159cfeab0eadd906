// Reads and parses the sources, for the checks.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

const skipped = new Set([
  'node_modules',
  '.git',
  'dist',
  'dist-bench',
  'dist-cli',
  'dist-docs',
  'dist-lib',
  'test-results',
]);

/**
 * All files below a folder, but for what is built or installed.
 * @param {string} folder
 * @param {string} [prefix] what their names start with
 * @returns {string[]} paths relative to the folder, with slashes, sorted
 */
export function filesBelow(folder, prefix = '') {
  return walkFolder(folder, prefix, skipped).sort();
}

/**
 * All files of a folder that was built.
 * @param {string} folder
 * @param {string} [prefix] what their names start with
 * @returns {string[]} paths relative to the folder, with slashes, sorted
 */
export function builtFiles(folder, prefix = '') {
  return walkFolder(folder, prefix, new Set()).sort();
}

/**
 * @param {string} folder
 * @param {string} prefix
 * @param {ReadonlySet<string>} without names that are passed over
 * @returns {string[]}
 */
function walkFolder(folder, prefix, without) {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .filter((item) => !without.has(item.name))
    .flatMap((item) => {
      const path = prefix === '' ? item.name : `${prefix}/${item.name}`;
      if (item.isDirectory()) return walkFolder(folder, path, without);
      return item.isFile() ? [path] : [];
    });
}

/**
 * The TypeScript written by hand in src/; what a generator writes is left out.
 * @param {string} folder the repository
 * @returns {{ path: string, text: string }[]}
 */
export function readSources(folder) {
  return filesBelow(folder, 'src')
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('/generated/'))
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}

/**
 * @typedef {{ type: string, start: number, end: number, [key: string]: any }} Node
 * A node of the syntax tree, in the ESTree format with TypeScript's nodes.
 */

/**
 * Parses a TypeScript file. A file with an error yields what could be read: the compiler reports it.
 * @param {string} path
 * @param {string} text
 */
export function parseSource(path, text) {
  const { program, comments } = parseSync(path, text);
  return { program: /** @type {Node} */ (/** @type {unknown} */ (program)), comments };
}

/**
 * Calls `visit` for a node and all below it.
 * @param {unknown} node
 * @param {(node: Node) => void} visit
 */
export function walk(node, visit) {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node && typeof node.type === 'string') visit(/** @type {Node} */ (node));
  for (const value of Object.values(node)) walk(value, visit);
}

/**
 * @param {string} text
 * @param {number} offset
 * @returns {number} counted from 1
 */
export function lineAt(text, offset) {
  return text.slice(0, offset).split('\n').length;
}
