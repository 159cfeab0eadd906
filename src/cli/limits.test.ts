import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { longestText } from '../script/longestText.ts';
import type { Io } from './io.ts';
import { largestScript, loadScenario, loadText } from './loadScenario.ts';
import { readBounded } from './readBounded.ts';

const folder = mkdtempSync(join(tmpdir(), 'bufscope-limits-'));
afterAll(() => rmSync(folder, { recursive: true }));

function stored(content: string, size?: number): string {
  const path = join(folder, 'a.bufscope');
  writeFileSync(path, content);
  if (size !== undefined) truncateSync(path, size);
  return path;
}

/** What loading a file says. */
function said(path: string): readonly string[] {
  const lines: string[] = [];
  const out = (line: string) => void lines.push(line);
  const io: Io = { out, err: out, progress: () => {}, color: false };
  loadScenario(path, io);
  return lines;
}

describe('a file of the command line', () => {
  it('is read up to its bound, and no further', () => {
    expect(readBounded(stored('äb'), 3)).toBe('äb');
    expect(readBounded(stored('äbc'), 3)).toBeNull();
    expect(readBounded(stored(''), 3)).toBe('');
    expect(readBounded('/dev/zero', 100_000)).toBeNull();
    expect(() => readBounded(join(folder, 'none'), 3)).toThrow('ENOENT');
    expect(() => readBounded(folder, 3)).toThrow('EISDIR');
  });

  it('holds the longest text, whatever its characters', () => {
    const text = '€'.repeat(longestText);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(largestScript);
    expect(loadText(stored(text))).toMatchObject({ text });
  });

  it.each([
    ['too large', 'title x\n', 100_000_000, 'is too large for a script: the limit is 1 MB'],
    ['too long', `title ${'x'.repeat(longestText)}`, undefined, 'is longer than 262144 characters'],
    ['of zeros', '', 1000, 'the character U+0000 cannot be seen: leave it out'],
  ])('is refused in words where it is %s', (_, content, size, words) => {
    const lines = said(stored(content, size));
    expect(lines[0]).toContain(words);
    expect(lines.join('').length).toBeLessThan(500_000);
  });

  it('is told few mistakes, in lines that stay short', () => {
    const lines = said(stored(`${'q '.repeat(1000)}\n`.repeat(120)));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400);
    const many = said(stored('q\n'.repeat(100_000)));
    expect(many.filter((line) => line.includes(': error: '))).toHaveLength(501);
  });
});
