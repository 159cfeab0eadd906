// Compares two folders by the bytes of their files.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtFiles } from './sources.mjs';

/**
 * The hash of every file in some folders below another.
 * @param {string} folder
 * @param {readonly string[]} below names of folders in it; one that is missing is empty
 * @returns {Map<string, string>} by path from `folder`, in order
 */
export function hashesBelow(folder, below) {
  const paths = below
    .filter((name) => existsSync(join(folder, name)))
    .flatMap((name) => builtFiles(folder, name));
  return new Map(paths.sort().map((path) => [path, hashOf(join(folder, path))]));
}

/** @param {string} file */
function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/**
 * What is in one and not in the other, or not the same: a line each, in order of the paths.
 * @param {ReadonlyMap<string, string>} one
 * @param {ReadonlyMap<string, string>} other
 */
export function differences(one, other) {
  return [...new Set([...one.keys(), ...other.keys()])].sort().flatMap((path) => {
    if (!other.has(path)) return [`${path} was not built again`];
    if (!one.has(path)) return [`${path} is new`];
    return one.get(path) === other.get(path) ? [] : [`${path} differs`];
  });
}
