import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeBlock, codeSpan, plainText } from './markdown.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[-+=*_`~#<>[\]()!|\\&:$ 0-9.a\n\r]{0,24}$/u),
);

describe('text in Markdown', () => {
  it('is never markup', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = plainText(text);
        expect(line).not.toMatch(/[\r\n]/u);
        // What a backslash makes plain is gone; what is left must mean nothing.
        const left = line.replaceAll(/\\[!-/:-@[-`{-~]/gu, '·');
        expect(left).not.toMatch(/[`*[\]<>#~$\\]/u);
        expect(left).not.toMatch(/&[#\w]/u);
        expect(left).not.toMatch(/^\s*(?:[-+=]|\d+[.)])/u);
        expect(left).not.toMatch(/(?:^|\W)_|_(?:\W|$)/u);
      }),
    );
  });

  it('is what was written', () => {
    expect(plainText('dma_map_sg of <b> [x](y)')).toBe('dma_map_sg of \\<b\\> \\[x\\](y)');
    expect(plainText('1. no list')).toBe('1\\. no list');
    expect(plainText('- no\n# list')).toBe('\\- no \\# list');
    expect(plainText('AT&T &amp; http://x')).toBe('AT\\&T \\&amp; http\\://x');
  });

  it('as code cannot end the code', () => {
    expect(codeSpan('a')).toBe('`a`');
    expect(codeSpan('`a``')).toBe('``` `a`` ```');
    expect(codeBlock('```\nx')).toBe('````\n```\nx\n````');
    fc.assert(
      fc.property(hostile, (text) => {
        const span = codeSpan(text);
        const [fence = ''] = /^`+/u.exec(span) ?? [];
        const inner = span.slice(fence.length, -fence.length);
        expect(span.endsWith(fence)).toBe(true);
        expect([...inner.matchAll(/`+/gu)].some(([run]) => run.length === fence.length)).toBe(
          false,
        );
        const lines = codeBlock(text).split('\n');
        expect(lines.slice(1, -1)).not.toContain(lines[0]);
        expect(lines.slice(1, -1).every((line) => !line.trim().startsWith(lines[0] ?? ''))).toBe(
          true,
        );
      }),
    );
  });
});
