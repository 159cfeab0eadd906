// npm run mutate: how many small mistakes in the model its tests notice. Stryker makes the mistakes, one at a
// time, and runs the tests that reach each. All of src/model takes hours, so it takes words:
//
//   npm run mutate -- src/model/kernel              the files of a folder, or one file
//   npm run mutate -- --share 20 --seed 3           one of 20 functions, chosen by the seed
//
// What a run found is kept in node_modules/.cache: the next one repeats only what has changed since. `--force`
// repeats all. What survives is printed, and is in test-results/mutation.json.
import { mkdirSync } from 'node:fs';
import { readMutateArguments } from './lib/mutateArguments.mjs';
import { root, runBin } from './lib/run.mjs';

const read = readMutateArguments(process.argv.slice(2));
if (typeof read === 'string') {
  console.error(read);
  process.exit(2);
}
mkdirSync(`${root}/test-results`, { recursive: true });
const { code } = await runBin(
  'stryker',
  ['run', '--mutate', read.patterns.join(','), ...read.flags],
  {
    env: { MUTATE_SHARE: String(read.share), MUTATE_SEED: read.seed },
  },
);
process.exitCode = code;
