import { describe, expect, it } from 'vitest';
import { missingPackages } from './install.mjs';

describe('missingPackages', () => {
  const wanted = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0' },
      'node_modules/only-on-a-mac': { version: '3.0.0', optional: true },
    },
  };

  it('finds nothing when the versions agree', () => {
    const present = {
      packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } },
    };
    expect(missingPackages(wanted, present)).toEqual([]);
  });

  it('finds a package that is absent, and one of another version', () => {
    const present = { packages: { 'node_modules/b': { version: '2.1.0' } } };
    expect(missingPackages(wanted, present)).toEqual(['node_modules/a', 'node_modules/b']);
  });
});
