import { describe, expect, it } from 'vitest';
import { parseArgs } from './args.ts';
import { columns, counted, painter, plain, wrap } from './style.ts';

describe('text for a terminal', () => {
  it('is painted only where there is colour', () => {
    expect(painter(true)('red', 'x')).toBe('\u001b[31mx\u001b[0m');
    expect(painter(false)('red', 'x')).toBe('x');
  });

  it('loses what could drive the terminal', () => {
    expect(plain('a\u001b[2Jb\r\n\tc\u0090')).toBe('a\ufffd[2Jb\ufffd\ufffd c\ufffd');
  });

  it('stands in columns', () => {
    expect(
      columns([
        ['a', 'bb', 'c'],
        ['aaa', 'b'],
      ]),
    ).toEqual(['a    bb  c', 'aaa  b']);
  });

  it('is broken at blanks', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('unbreakable x', 3)).toEqual(['unbreakable', 'x']);
  });

  it('counts', () => {
    expect([counted(1, 'page fault'), counted(0, 'page fault')]).toEqual([
      '1 page fault',
      '0 page faults',
    ]);
  });
});

describe('parseArgs', () => {
  const specs = [
    { name: 'platform', value: 'P', text: '' },
    { name: 'json', text: '' },
  ];
  const parse = (...args: readonly string[]) => parseArgs(args, specs);

  it('tells words from options, in any order', () => {
    const expected = {
      words: ['a', 'b'],
      options: new Map([
        ['platform', 'x86'],
        ['json', ''],
      ]),
    };
    expect(parse('a', '--platform', 'x86', 'b', '--json')).toEqual(expected);
    expect(parse('--platform=x86', 'a', '--json', '--', 'b')).toEqual(expected);
    expect(parse('--', '--json')).toEqual({ words: ['--json'], options: new Map() });
  });

  it('says what is wrong', () => {
    expect(parse('--jsn')).toBe('unknown option --jsn; did you mean --json?');
    expect(parse('--platform')).toBe('--platform needs a value: --platform P');
    expect(parse('--json=1')).toBe('--json takes no value');
    expect(parse('--json', '--json')).toBe('--json is given twice');
  });
});
