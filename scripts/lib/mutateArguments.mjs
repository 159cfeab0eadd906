// What follows `npm run mutate --`.

const usage =
  'usage: npm run mutate -- [FOLDER or FILE …] [--share N] [--seed TEXT] [--concurrency N] [--force]';

/** Files that hold no rules of the model: types, tests and what only tests use. */
const left = ['!src/**/*.test.ts', '!src/**/testing/**'];

/**
 * @typedef {object} MutateArguments
 * @property {string[]} patterns what Stryker may change
 * @property {number} share one of so many functions
 * @property {string} seed
 * @property {string[]} flags handed on to Stryker
 */

/** @param {string} text */
const isCount = (text) => /^[1-9]\d*$/.test(text);

/**
 * @param {string[]} args
 * @returns {MutateArguments | string} a string says what is wrong with them
 */
export function readMutateArguments(args) {
  const places = [];
  const flags = [];
  let share = 1;
  let seed = '1';
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--force') flags.push('--force');
    else if (arg === '--share' || arg === '--concurrency' || arg === '--seed') {
      const value = args[++i] ?? '';
      if (value === '' || (arg !== '--seed' && !isCount(value)))
        return `${arg} needs a number\n${usage}`;
      if (arg === '--share') share = Number(value);
      else if (arg === '--seed') seed = value;
      else flags.push('--concurrency', value);
    } else if (arg.startsWith('-')) return `unknown option ${arg}\n${usage}`;
    else places.push(arg.replace(/\/$/, ''));
  }
  const wanted = places.length === 0 ? ['src/model'] : places;
  const patterns = wanted.map((place) => (place.endsWith('.ts') ? place : `${place}/**/*.ts`));
  return { patterns: [...patterns, ...left], share, seed, flags };
}
