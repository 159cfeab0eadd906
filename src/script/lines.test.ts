import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readLines } from './lines.ts';

const shape = (text: string) =>
  readLines(text).map((line) => ({
    kind: line.kind,
    head: line.head?.text,
    items: line.items.map((item) => item.text),
    clauses: line.clauses.map((clause) => [clause.word.text, ...clause.items.map((i) => i.text)]),
    comment: line.comment?.text,
    text: line.text?.text,
  }));

describe('readLines', () => {
  it('splits an operation into agent, items and clauses', () => {
    expect(shape('app@cpu0: p = mmap fd  during ipi.send#2  expect A*64,B on x86 # why')).toEqual([
      {
        kind: 'operation',
        head: 'app@cpu0:',
        items: ['p', '=', 'mmap', 'fd'],
        clauses: [
          ['during', 'ipi.send#2'],
          ['expect', 'A', '*', '64', ',', 'B', 'on', 'x86'],
        ],
        comment: '# why',
        text: undefined,
      },
    ]);
  });

  it('keeps everything after the word of a text line', () => {
    expect(shape('  title   # 1: “why”, on x86  \r')).toMatchObject([
      { kind: 'text', head: 'title', text: '# 1: “why”, on x86', comment: undefined },
    ]);
  });

  it('gives columns from 1', () => {
    const [, line] = readLines('\n  gpu:  map frame\n');
    expect(line).toMatchObject({
      number: 2,
      head: { line: 2, column: 3, endColumn: 7 },
      items: [
        { column: 9, endColumn: 12 },
        { column: 13, endColumn: 18 },
      ],
    });
  });

  it('takes words of declarations as items elsewhere', () => {
    expect(shape('gpu: attach buffer title on')).toMatchObject([
      { kind: 'operation', items: ['attach', 'buffer', 'title', 'on'] },
    ]);
  });

  it('reads any text, a line for each newline, and loses no visible character', () => {
    const pieces = fc.constantFrom(
      'title',
      'gpu:',
      'a',
      '@',
      ' ',
      '#',
      'expect',
      '1',
      '+',
      '\t',
      '\r\n',
      '\n',
      '=',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const lines = readLines(text);
        expect(lines.length).toBe(text.split('\n').length);
        const tokens = lines.flatMap((line) => [
          ...(line.head ? [line.head] : []),
          ...(line.text ? [line.text] : []),
          ...line.items,
          ...line.clauses.flatMap((clause) => [clause.word, ...clause.items]),
          ...(line.comment ? [line.comment] : []),
        ]);
        const seen = tokens
          .map((token) => token.text)
          .join('')
          .replace(/\s/g, '');
        expect([...seen].sort()).toEqual([...text.replace(/[\s\u{feff}]/gu, '')].sort());
      }),
      { numRuns: 2000 },
    );
  });
});
