// What the pages of docs/ claim about runs, as data: their figures, the tables of platforms below figures, and the
// fragments that they name. A test holds them against the simulator.
import { readFileSync, readdirSync } from 'node:fs';

/**
 * @typedef {object} Claim
 * @property {string} platform
 * @property {string} verdict
 * @property {string[]} rules
 */

/**
 * @typedef {object} Figure
 * @property {number} line of the page, from 1
 * @property {string} scenario id; empty for a script
 * @property {string} script empty for a built-in scenario
 * @property {Record<string, string>} options
 * @property {Claim[]} claims the table below it
 */

/** @param {string} row of a table */
function cellsOf(row) {
  return row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/**
 * The rows of the first table of platforms in a text; none where the table has other heads.
 * @param {string} text
 * @returns {Claim[]}
 */
function claimsIn(text) {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line.startsWith('| platform | | rules and effects |'));
  if (head < 0) return [];
  const claims = [];
  for (const row of lines.slice(head + 2)) {
    if (!row.startsWith('|')) break;
    const [platform = '', verdict = '', rules = ''] = cellsOf(row);
    const named = [...rules.matchAll(/`([^`]+)`/g)].map(([, rule = '']) => rule);
    claims.push({ platform: platform.replaceAll('`', ''), verdict, rules: named });
  }
  return claims;
}

/**
 * The figures of a page, in their order.
 * @param {string} text of the page
 * @returns {Figure[]}
 */
export function figuresIn(text) {
  const found = [...text.matchAll(/^```\{bufscope\}([^\n]*)\n(.*?)^```$/gms)];
  return found.map((match, index) => {
    const [whole, argument = '', body = ''] = match;
    const [head = '', ...rest] = body.split(/\n\s*\n/);
    const options = Object.fromEntries(
      [...head.matchAll(/^:([a-z]+):[ \t]*(.*)$/gm)].map(([, key = '', value = '']) => [
        key,
        value,
      ]),
    );
    const end = match.index + whole.length;
    const next = found[index + 1]?.index ?? text.length;
    return {
      line: text.slice(0, match.index).split('\n').length,
      scenario: argument.trim(),
      script: argument.trim() === '' ? rest.join('\n\n') : '',
      options,
      claims: claimsIn(text.slice(end, next)),
    };
  });
}

/**
 * The fragments that a page names as code; those with an ellipsis stand for many.
 * @param {string} text
 * @returns {string[]} without `#`
 */
export function fragmentsIn(text) {
  return [...text.matchAll(/`#((?:scenario|script|z)=[^`\s…]+)`/g)].map(
    ([, fragment = '']) => fragment,
  );
}

/**
 * The pages that people wrote, by their path in docs/.
 * @param {string} folder docs/
 * @returns {[path: string, text: string][]}
 */
export function pagesOf(folder) {
  return readdirSync(folder, { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.md') && !name.startsWith('api/'))
    .sort()
    .map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]);
}
