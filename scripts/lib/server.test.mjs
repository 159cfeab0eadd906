import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileFor, serve } from './server.mjs';

/** @type {string} */
let folder;

beforeAll(() => {
  const parent = mkdtempSync(join(tmpdir(), 'bufscope-serve-'));
  folder = join(parent, 'dist');
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.html'), '<title>here</title>');
  writeFileSync(join(parent, 'secret.txt'), 'secret');
});

afterAll(() => rmSync(join(folder, '..'), { recursive: true }));

describe('fileFor', () => {
  it('finds the index of a folder, whatever the query', () => {
    expect(fileFor(folder, '/?a=1')).toBe(join(folder, 'index.html'));
  });

  it.each([
    '/nothing',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%zz',
    '/a%00',
  ])('finds nothing for %s', (url) => {
    expect(fileFor(folder, url)).toBeUndefined();
  });
});

describe('serve', () => {
  it('serves with a type and a policy without inline code', async () => {
    const { address, close } = await serve(folder, 0);
    const response = await fetch(address);
    close();
    expect(await response.text()).toContain('here');
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
  });
});
