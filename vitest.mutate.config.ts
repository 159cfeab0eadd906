import { defineConfig } from 'vitest/config';
import { atBuild } from './scripts/lib/atBuild.mjs';

/**
 * The tests that `npm run mutate` holds mutants of the model against. Those that try everything on many states
 * take longer than all others together and find hardly more; with them a run would last for days.
 */
export default defineConfig({
  plugins: [atBuild()],
  test: {
    include: [
      'src/model/**/*.test.ts',
      'src/scenarios/**/*.test.ts',
      'src/script/applyFix.test.ts',
    ],
    exclude: [
      '**/*.prop.test.ts',
      'src/model/nextOperations.test.ts',
      'src/model/explain*.test.ts',
    ],
    isolate: false,
    testTimeout: 20_000,
  },
});
