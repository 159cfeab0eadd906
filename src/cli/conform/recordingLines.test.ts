import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { conformFile, type Disagreement } from './conformFile.ts';
import {
  largestRecording,
  longestLine,
  recordingLines,
  type Bounds,
  type RecordingLine,
} from './recordingLines.ts';

const folder = mkdtempSync(join(tmpdir(), 'bufscope-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

const usual: Bounds = { line: 1000, bytes: 100_000, lines: 1000 };

function stored(content: string | Buffer, name = 'a.jsonl'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What a file yields, and the message with which it ended, if it did. */
async function readAll(
  path: string,
  bounds = usual,
): Promise<{ readonly lines: readonly RecordingLine[]; readonly failure: string | null }> {
  const lines: RecordingLine[] = [];
  try {
    for await (const line of recordingLines(path, bounds)) lines.push(line);
  } catch (error) {
    return { lines, failure: error instanceof Error ? error.message : 'no error' };
  }
  return { lines, failure: null };
}

describe('lines of a recording', () => {
  it('are those that are not blank, with their numbers, whatever ends them', async () => {
    expect(await readAll(stored('\uFEFFa\r\n\n  \nbä\nc'))).toEqual({
      lines: [
        { number: 1, text: 'a\r' },
        { number: 4, text: 'bä' },
        { number: 5, text: 'c' },
      ],
      failure: null,
    });
  });

  it('are the same plain and packed', async () => {
    const line = fc.stringMatching(/^[a-zä€ ]{0,30}$/u);
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (texts) => {
        const wanted = texts.flatMap((text, i) =>
          text.trim() === '' ? [] : [{ number: i + 1, text }],
        );
        const whole = texts.join('\n');
        expect((await readAll(stored(whole))).lines).toEqual(wanted);
        expect((await readAll(stored(gzipSync(whole), 'a.gz'))).lines).toEqual(wanted);
      }),
      { numRuns: 30 },
    );
  });

  it('that are too long are passed over, and the rest is read', async () => {
    const path = stored(`${'x'.repeat(1001)}\n${'y'.repeat(1000)}\n${'z'.repeat(5000)}`);
    expect((await readAll(path)).lines).toEqual([
      { number: 1, text: null },
      { number: 2, text: 'y'.repeat(1000) },
      { number: 3, text: null },
    ]);
  });

  it('end where there are too many of them, blank or not', async () => {
    const path = stored('a\n'.repeat(3) + '\n'.repeat(998));
    const { lines, failure } = await readAll(path);
    expect([lines.length, failure]).toEqual([3, 'it has more than 1000 lines']);
  });

  it('end where they hold too much, as what is packed tight does', async () => {
    const bomb = stored(gzipSync(Buffer.alloc(64 * 1024 * 1024)), 'bomb.gz');
    const { lines, failure } = await readAll(bomb);
    expect([lines.length, failure]).toEqual([0, 'it holds more than 100000 bytes']);
  });

  it('end with what the file system or gzip says', async () => {
    const whole = gzipSync('a\nb\n'.repeat(5000));
    expect((await readAll(stored(whole.subarray(0, 30), 'cut.gz'))).failure).toMatch(
      /unexpected end/,
    );
    expect((await readAll(stored('no gzip', 'no.gz'))).failure).toMatch(/incorrect header/);
    expect((await readAll(join(folder, 'none.jsonl'))).failure).toMatch(/ENOENT/);
    expect((await readAll(join(folder, 'none.gz'))).failure).toMatch(/ENOENT/);
  });
});

describe('a hostile recording', () => {
  async function conformed(path: string) {
    const found: Disagreement[] = [];
    const outcome = await conformFile(
      path,
      [],
      (disagreement) => found.push(disagreement),
      () => {},
    );
    return { outcome, found };
  }

  it('with one enormous line says so, and its other lines count', async () => {
    const path = stored(`{"ops":[${'{},'.repeat(longestLine / 3)}{}]}\n{}\n`);
    const { outcome, found } = await conformed(path);
    expect(outcome).toMatchObject({ agree: 0, all: 2, failure: null });
    expect(found).toEqual([
      { kind: 'unreadable', line: 1, message: 'is longer than 1048576 bytes' },
      { kind: 'unreadable', line: 2, message: 'a record of unknown format' },
    ]);
  });

  it('that is nested deep, or holds names of an object’s own, is no record', async () => {
    const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`;
    const inner = `{"id":"v","init":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)},"ops":[]}`;
    const own = '{"__proto__":{"id":"v","init":{},"ops":[]},"constructor":1}';
    const { outcome, found } = await conformed(stored([deep, inner, own].join('\n')));
    expect(outcome).toMatchObject({ agree: 0, all: 3, failure: null });
    expect(found.map((each) => (each.kind === 'unreadable' ? each.message : each.kind))).toEqual([
      'not a JSON object',
      'init has a field "a" that is not known',
      'a record of unknown format',
    ]);
  });

  it('that unpacks to a gigabyte ends at its bound', async () => {
    // Blocks of zeros beyond the bound, without ever having them in memory at once.
    const block = gzipSync(Buffer.alloc(1024 * 1024), { level: 9 });
    const blocks = Array.from({ length: largestRecording / (1024 * 1024) + 1 }, () => block);
    const { outcome, found } = await conformed(stored(Buffer.concat(blocks), 'zeros.jsonl.gz'));
    expect(outcome).toMatchObject({
      agree: 0,
      all: 1,
      failure: 'cannot be read: it holds more than 268435456 bytes',
    });
    expect(found).toEqual([]);
  });
});
