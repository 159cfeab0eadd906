// What the lock file must say, so that `npm ci` works on any system and from any registry.

/** @typedef {{ version?: string, resolved?: string, optionalDependencies?: Record<string, string> }} Entry */

/**
 * Faults of a package-lock.json: download addresses, and binaries for other systems that are left
 * out (npm drops them from an existing lock file, or when a registry does not have them yet; then
 * `npm ci` refuses the file).
 * @param {{ packages: Record<string, Entry> }} lock
 * @returns {string[]} a line each
 */
export function checkLockFile({ packages }) {
  return Object.entries(packages).flatMap(([path, entry]) => {
    const address = /^https?:/.test(entry.resolved ?? '') ? [`${path} records an address`] : [];
    const missing = Object.keys(entry.optionalDependencies ?? {})
      .filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      )
      .map((name) => `${name}, wanted by ${path}, is missing: write the lock file anew`);
    return [...address, ...missing].map((fault) => `package-lock.json: ${fault}`);
  });
}
