import { describe, expect, it } from 'vitest';
import { cutSign, signs } from './docsSigns.mjs';

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" viewBox="0 0 400 300">
<title>A run</title><desc>words</desc>
<rect width="400" height="300" fill="#fff"/>
<text x="3" y="9">head</text>
<g transform="translate(10,20)">
<g transform="translate(100,30)"><title>line 0 in memory: A</title><rect x="1" y="2" width="50" height="18"/><text>A</text></g>
<g transform="translate(100,60)"><title>line 1 in memory: B</title><rect width="60" height="100"/><text>B</text></g>
</g>
</svg>`;

const run = '';

describe('cutSign', () => {
  it('keeps the mark that is named, with a little ground around it', () => {
    const cut = cutSign(picture, { name: 'a', run, mark: 'line 0' });
    // 10 + 100 + 1 - 5 across, 20 + 30 + 2 - 5 down; the rectangle and 5 on each side.
    expect(cut).toContain('viewBox="106 47 60 28"');
    expect(cut).toContain('width="60" height="28"');
    expect(cut).toContain('>A</text>');
    expect(cut).not.toContain('line 1');
    expect(cut).not.toContain('head');
  });

  it('keeps the middle of a tall mark', () => {
    const cut = cutSign(picture, { name: 'b', run, mark: 'line 1', height: 40 });
    expect(cut).toContain('viewBox="105 110 70 40"');
  });

  it('cuts a place out, with what no mark is', () => {
    const cut = cutSign(picture, { name: 'c', run, box: [0, 0, 30, 12] });
    expect(cut).toContain('viewBox="0 0 30 12"');
    expect(cut).toContain('head');
    expect(cut).not.toContain('line 0');
  });

  it('says which sign has no mark', () => {
    expect(() => cutSign(picture, { name: 'd', run, mark: 'line 7' })).toThrow(
      'd: no mark begins with "line 7"',
    );
  });
});

describe('signs', () => {
  it('have names of their own', () => {
    expect(new Set(signs.map(({ name }) => name)).size).toBe(signs.length);
  });
});
