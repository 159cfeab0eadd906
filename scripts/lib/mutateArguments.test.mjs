import { describe, expect, it } from 'vitest';
import { readMutateArguments } from './mutateArguments.mjs';

const left = ['!src/**/*.test.ts', '!src/**/testing/**'];

describe('readMutateArguments', () => {
  it('takes all of the model where nothing is said', () => {
    expect(readMutateArguments([])).toEqual({
      patterns: ['src/model/**/*.ts', ...left],
      share: 1,
      seed: '1',
      flags: [],
    });
  });

  it('takes folders, files, a sample and what goes on to Stryker', () => {
    const args = [
      'src/model/kernel/',
      'a/b.ts',
      '--share',
      '20',
      '--seed',
      'x',
      '--concurrency',
      '1',
      '--force',
    ];
    expect(readMutateArguments(args)).toEqual({
      patterns: ['src/model/kernel/**/*.ts', 'a/b.ts', ...left],
      share: 20,
      seed: 'x',
      flags: ['--concurrency', '1', '--force'],
    });
  });

  it.each([
    [['--share', '0']],
    [['--share']],
    [['--share', 'x']],
    [['--sahre', '2']],
    [['--seed']],
  ])('refuses %j', (args) => {
    expect(readMutateArguments(args)).toContain('usage: npm run mutate');
  });
});
