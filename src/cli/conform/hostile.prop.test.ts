import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recognize } from './formats.ts';
import type { RecordContext } from './format.ts';

const folder = 'test/recordings';

/** A short record of each format, as it was recorded. */
const records = [
  'direct-values',
  'dmabuf-values-swiotlb',
  'errno',
  'faults',
  'dma-debug',
  'dma-debug-random',
].map((name) => {
  const lines = gunzipSync(readFileSync(join(folder, `${name}.jsonl.gz`)))
    .toString('utf8')
    .split('\n');
  const [shortest = ''] = lines.filter((line) => line !== '').sort((a, b) => a.length - b.length);
  return { name, text: shortest };
});

const context: RecordContext = { file: 'a.jsonl', kernel: '7.3', sequence: () => undefined };

/** Recognizes and replays a line as `conform` does; what came of it, in a word. */
function outcomeOf(line: string): string {
  const recognized = recognize(line);
  if (!recognized.ok) return recognized.message;
  const replayed = recognized.format.replay(recognized.json, context);
  if (!replayed.ok) return replayed.message;
  replayed.scenarios();
  return replayed.outcome.kind;
}

const hostile = fc.constantFrom<unknown>(
  ...[null, true, '', 'x', '__proto__', 'constructor', '\u202E\0', 'x'.repeat(5000), [], {}, [[]]],
  ...[
    -1,
    0,
    0.5,
    1,
    255,
    4095,
    4096,
    65_536,
    2 ** 24,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    1e300,
    -(2 ** 63),
  ],
  ...[
    '-1',
    '18446744073709551615',
    '9'.repeat(20),
    '0x10',
    { __proto__: null, id: 'v' },
    [1, 2, 3],
  ],
);

/** Where values and list items of a text of JSON begin and end: numbers, short texts, words. */
const valuePattern = /(?<=[:,[])(?:-?\d+(?:\.\d+)?|"[^"]*"|null|true|false)(?=[,\]}])/gu;

/** A record in which some values are others. */
function changed(text: string): fc.Arbitrary<string> {
  const places = [...text.matchAll(valuePattern)];
  const change = fc.record({ at: fc.nat(places.length - 1), value: hostile });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const by = new Map(changes.map(({ at, value }) => [at, JSON.stringify(value)]));
    let index = -1;
    return text.replace(valuePattern, (old) => by.get(++index) ?? old);
  });
}

describe('a recording that somebody changed', () => {
  it.each(records)('is replayed or refused, and nothing is thrown: $name', ({ text }) => {
    expect(text).not.toBe('');
    fc.assert(
      fc.property(changed(text), (line) => {
        expect(outcomeOf(line)).not.toBe('');
      }),
      { numRuns: 150 },
    );
  });

  it.each(records)('is no record where it was cut: $name', ({ text }) => {
    for (let length = 1; length < text.length; length += 7)
      expect(outcomeOf(text.slice(0, length))).toBe('not a JSON value');
  });

  it('is refused whatever JSON stands in it', () => {
    fc.assert(
      fc.property(fc.json(), (line) => {
        expect(['agrees', 'differs']).not.toContain(outcomeOf(line));
      }),
    );
  });
});
