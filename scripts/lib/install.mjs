// Installs the npm packages when they are missing or differ from the lock file.
import { existsSync, readFileSync } from 'node:fs';
import { root, run } from './run.mjs';

/**
 * The packages that the lock file wants and the folder does not have, judged by version.
 * @param {{ packages: Record<string, { version?: string, optional?: boolean }> }} wanted package-lock.json
 * @param {{ packages: Record<string, { version?: string }> }} present node_modules/.package-lock.json
 */
export function missingPackages(wanted, present) {
  return Object.entries(wanted.packages)
    .filter(([path, entry]) => path !== '' && entry.optional !== true)
    .filter(([path, entry]) => present.packages[path]?.version !== entry.version)
    .map(([path]) => path);
}

/** Whether node_modules holds what package-lock.json says. */
function isInstalled() {
  const present = `${root}/node_modules/.package-lock.json`;
  if (!existsSync(present)) return false;
  /** @param {string} path */
  const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
  return missingPackages(read(`${root}/package-lock.json`), read(present)).length === 0;
}

/**
 * Installs with `npm ci` when needed; ends the process when that fails.
 * @returns {Promise<void>}
 */
export async function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing packages (npm ci) …');
  const { code } = await run('npm', ['ci', '--include=dev', '--no-fund', '--no-audit']);
  if (code === 0) return;
  console.error('npm ci failed: the packages could not be installed.');
  process.exit(1);
}
