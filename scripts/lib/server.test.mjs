import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  /** @param {string} path @param {Parameters<typeof serve>[2]} [options] @param {RequestInit} [request] */
  async function answerTo(path, options, request) {
    const { address, close } = await serve(folder, 0, options);
    const response = await fetch(new URL(path, address), request);
    close();
    const header = (/** @type {string} */ name) => response.headers.get(name);
    return { status: response.status, text: await response.text(), header };
  }

  it('serves with a type and a policy without inline code', async () => {
    const { text, header } = await answerTo('');
    expect(text).toContain('here');
    expect(header('content-type')).toContain('text/html');
    const policy = header('content-security-policy');
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(header('x-content-type-options')).toBe('nosniff');
  });

  it('serves with the headers that docs/security.md recommends', async () => {
    const page = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');
    const block = /```text\n([^`]*)```/.exec(page)?.[1] ?? '';
    const recommended = block
      .trim()
      .split('\n')
      .map((line) => /^([\w-]+): (.*)$/.exec(line));
    expect(recommended.length).toBeGreaterThan(4);
    const { header } = await answerTo('index.html?a');
    for (const match of recommended) expect(header(match?.[1] ?? '')).toBe(match?.[2]);
  });

  it('lets other sites frame the player alone, whatever the query', async () => {
    const framed = await Promise.all(
      ['embed.html', 'a/embed.html?a=b', '', 'index.html', 'a/embed.htm', '?/embed.html'].map(
        async (path) => (await answerTo(path)).header('content-security-policy'),
      ),
    );
    expect(framed.map((policy) => policy?.includes("frame-ancestors 'self'"))).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
  });

  it('takes another policy, or none, where a test plays another site', async () => {
    const policy = "default-src 'self'";
    expect((await answerTo('embed.html', { policy })).header('content-security-policy')).toBe(
      policy,
    );
    expect((await answerTo('', { policy: null })).header('content-security-policy')).toBeNull();
  });

  it('answers what is not there and what it does not do in words of HTTP', async () => {
    expect(await answerTo('none.html')).toMatchObject({ status: 404, text: 'not found\n' });
    expect(await answerTo('', {}, { method: 'POST', body: 'x' })).toMatchObject({
      status: 405,
      text: '',
    });
    expect(await answerTo('', {}, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });
});
