import { describe, expect, it } from 'vitest';
import { checkLockFile } from './lockFile.mjs';

describe('checkLockFile', () => {
  it('is content with a lock file without addresses and gaps', () => {
    const packages = {
      'node_modules/tool': { version: '1.0.0', optionalDependencies: { 'tool-linux': '1.0.0' } },
      'node_modules/tool-linux': { version: '1.0.0' },
    };
    expect(checkLockFile({ packages })).toEqual([]);
  });

  it('finds a binary that was left out, and a download address', () => {
    const packages = {
      'node_modules/tool': { version: '1.0.0', optionalDependencies: { 'tool-mac': '1.0.0' } },
      'node_modules/other': { version: '1.0.0', resolved: ['https:/', 'example.org'].join('/') },
    };
    expect(checkLockFile({ packages })).toEqual([
      'package-lock.json: tool-mac, wanted by node_modules/tool, is missing: write the lock file anew',
      'package-lock.json: node_modules/other records an address',
    ]);
  });
});
