// Nothing in the repository may name the place that packages were downloaded from: that is the
// business of each machine's npm settings.

const registry =
  /https?:\/\/[^\s/"'`<>)]*(?:registry|npmjs|yarnpkg|npmmirror|verdaccio|artifactory|nexus|jfrog)[^\s/"'`<>)]*/i;

/**
 * @param {string} path
 * @param {string} text
 * @returns {string[]} one line each: `path:line: what is wrong`
 */
export function findRegistryHosts(path, text) {
  return text.split('\n').flatMap((line, index) => {
    const host = registry.exec(line)?.[0];
    return host ? [`${path}:${index + 1}: names a package registry, ${host}`] : [];
  });
}
