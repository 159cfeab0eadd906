import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressesOf, brokenLinks } from './docsLinks.mjs';

/** @type {string} */
let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bufscope-docs-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param {Record<string, string>} pages */
function write(pages) {
  for (const [name, text] of Object.entries(pages)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

describe('addressesOf', () => {
  it('finds links, pictures of every size and scripts', () => {
    const html =
      '<a class="x" href="b.html?q=1&amp;r=2#c">b</a><img src="d.svg"><source srcset="e.webp, f.webp 2x">';
    expect(addressesOf(html).map(({ address }) => address)).toEqual([
      'b.html?q=1&r=2#c',
      'd.svg',
      'e.webp',
      'f.webp',
    ]);
  });

  it('does not look into comments', () => {
    expect(addressesOf('<!-- <a href="gone.html">x</a> -->')).toEqual([]);
  });
});

describe('brokenLinks', () => {
  it('has nothing to say where all is there', () => {
    write({
      'index.html':
        '<a href="sub/page.html#there">x</a><a href="#top" id="top">y</a><a href="https://kernel.org/">z</a>',
      'sub/page.html':
        '<h1 id="there">x</h1><a href="../index.html">up</a><a href="../index.html#scenario=x&amp;at=2">state</a>',
    });
    expect(brokenLinks(folder)).toEqual([]);
  });

  it.each([
    ['<a href="gone.html">x</a>', 'leads nowhere'],
    ['<img src="gone.svg">', 'leads nowhere'],
    ['<a href="#gone">x</a>', 'has no such anchor'],
    ['<a href="/index.html">x</a>', 'does not work from a sub-path'],
    ['<a href="sub/">x</a>', 'names a folder'],
    ['<script src="https://cdn.example/x.js"></script>', 'loaded from elsewhere'],
    ['<script>alert(1)</script>', 'code or style inside'],
    ['<p class="x" style="color: red">x</p>', 'code or style inside'],
    ['<p onclick="alert(1)">x</p>', 'code or style inside'],
    ['<style>a {}</style>', 'code or style inside'],
    ['<link rel="stylesheet" href="//fonts.example/x.css">', 'loaded from elsewhere'],
  ])('reports %s', (html, words) => {
    write({ 'index.html': html, 'sub/page.html': '' });
    expect(brokenLinks(folder)).toEqual([expect.stringContaining(words)]);
  });

  it.each([
    ['@import url(/javascript/x.css);', 'does not work from a sub-path'],
    ['@import "https://fonts.example/x.css";', 'loaded from elsewhere'],
    ["a { background: url('gone.svg') }", 'leads nowhere'],
  ])('reports the style %s', (css, words) => {
    write({ 'index.html': '', 'x.css': css });
    expect(brokenLinks(folder)).toEqual([expect.stringContaining(words)]);
  });

  it('leaves out what is asked to be left out', () => {
    write({ 'index.html': '', 'app/index.html': '<a href="gone.html">x</a>' });
    expect(brokenLinks(folder, { skip: ['app/'] })).toEqual([]);
  });
});
