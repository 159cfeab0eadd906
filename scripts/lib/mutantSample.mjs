// A sample of mutants for Stryker: whole functions are left out, by their name and a seed, so that the
// same call takes the same sample on every machine. What stays of a file is tested as ever.

/**
 * @typedef {object} Node what is used of a node of Babel's tree
 * @property {string} type
 * @property {{ name: string } | null} [id]
 * @property {number | null} [start]
 */

/**
 * A number from 0 to 2^32 - 1 that depends on every character (FNV-1a).
 * @param {string} text
 */
export function hash(text) {
  let sum = 0x811c9dc5;
  for (const character of text) {
    sum ^= character.codePointAt(0) ?? 0;
    sum = Math.imul(sum, 0x01000193);
  }
  // The last bits of FNV are weak; fold the first ones in.
  return (sum ^ (sum >>> 15)) >>> 0;
}

/**
 * Whether a function is in the sample: one of `share` is.
 * @param {string} name
 * @param {number} share
 * @param {string} seed
 */
export function isInSample(name, share, seed) {
  return share <= 1 || hash(`${seed} ${name}`) % share === 0;
}

/**
 * Why a node is left out; undefined where it is not. Only declared functions are judged: what they hold goes
 * with them.
 * @param {Node} node
 * @param {number} share
 * @param {string} seed
 */
export function reasonToLeaveOut(node, share, seed) {
  if (node.type !== 'FunctionDeclaration' || !node.id) return undefined;
  return isInSample(`${node.id.name} ${node.start ?? 0}`, share, seed)
    ? undefined
    : 'not in the sample';
}

/** Stryker looks for this name. The sample comes from scripts/mutate.mjs through the environment. */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'sample',
    value: {
      /** @param {{ node: Node }} path */
      shouldIgnore: ({ node }) =>
        reasonToLeaveOut(
          node,
          Number(process.env['MUTATE_SHARE'] ?? 1),
          process.env['MUTATE_SEED'] ?? '1',
        ),
    },
  },
];
