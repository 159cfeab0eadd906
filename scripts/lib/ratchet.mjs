// Counts what weakens the types: the counts in scripts/ratchet.json may only fall.
import { lineAt, parseSource, walk } from './sources.mjs';

/** @typedef {'any' | 'casts' | 'nonNull' | 'suppressions'} Kind */
/** @typedef {Record<Kind, number>} Counts */
/** @typedef {{ kind: Kind, place: string }} Finding `place` is `path:line` */
/** @typedef {import('./sources.mjs').Node} Node */

const suppression = /\b(?:eslint|oxlint)-disable|@ts-(?:ignore|expect-error|nocheck)\b/;

/**
 * @param {Node} node
 * @returns {Kind | undefined}
 */
function kindOf(node) {
  switch (node.type) {
    case 'TSAsExpression':
      return node['typeAnnotation']?.typeName?.name === 'const' ? undefined : 'casts';
    case 'TSTypeAssertion':
      return 'casts';
    case 'TSNonNullExpression':
      return 'nonNull';
    case 'TSAnyKeyword':
      return 'any';
    default:
      return undefined;
  }
}

/**
 * Casts (but `as const`), `!`, `any` and suppressing comments of a file.
 * @param {string} path
 * @param {string} text
 * @returns {Finding[]}
 */
export function findEscapes(path, text) {
  /** @type {Finding[]} */
  const found = [];
  const { program, comments } = parseSource(path, text);
  /** @type {(kind: Kind, offset: number) => void} */
  const add = (kind, offset) => found.push({ kind, place: `${path}:${lineAt(text, offset)}` });
  walk(program, (node) => {
    const kind = kindOf(node);
    if (kind) add(kind, node.start);
  });
  for (const comment of comments) {
    if (suppression.test(comment.value)) add('suppressions', comment.start);
  }
  return found;
}

/**
 * @param {Finding[]} findings
 * @returns {Counts}
 */
export function countByKind(findings) {
  const counts = { any: 0, casts: 0, nonNull: 0, suppressions: 0 };
  for (const { kind } of findings) counts[kind] += 1;
  return counts;
}

/**
 * Compares with the stored counts. A fall fails as well, so that the file always tells the truth.
 * @param {Counts} stored
 * @param {Counts} counted
 * @returns {string[]} what is wrong, a line each
 */
export function compareCounts(stored, counted) {
  const kinds = /** @type {Kind[]} */ (Object.keys(counted));
  return kinds
    .filter((kind) => counted[kind] !== stored[kind])
    .map((kind) =>
      counted[kind] > stored[kind]
        ? `${kind}: ${counted[kind]}, allowed are ${stored[kind]}`
        : `${kind}: ${counted[kind]}, down from ${stored[kind]}: run \`npm run ratchet\` to keep it there`,
    );
}
