/** Whatever is in an address: a run is shown, what is wrong is said in plain words, and it takes no time to speak of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeLink, encodeLink } from '../history/link.ts';
import { packText } from '../history/pack.ts';
import { encodePercent } from '../history/percent.ts';
import { clampCursor } from '../history/points.ts';
import type { LinkProblem } from '../history/linkFormat.ts';
import { initialState } from './firstState.ts';
import type { OpenedLink } from './linkView.ts';
import { engineLoader } from './loaders.ts';
import { opening } from './opening.ts';
import { goodFragments } from '../../test/links/goodFragments.ts';
import { hostileFragments, packedZeros } from '../../test/links/hostileFragments.ts';
import { textTools } from './textTools.ts';

await engineLoader.load();

function open(fragment: string): OpenedLink {
  return opening.openLink(initialState(), fragment, textTools);
}

/** Fails unless a run is shown, at a point that it has, with words that are fit to be shown. */
function expectPicture(fragment: string): void {
  const { change } = open(fragment);
  const { history, cursor, panels, scenario, problems = [] } = change;
  if (!history || !cursor) throw new Error(`nothing is shown for ${fragment}`);
  expect(clampCursor(history, cursor), fragment).toEqual(cursor);
  expect(panels?.length, fragment).toBeGreaterThan(0);
  expect(scenario?.title, fragment).toBeTypeOf('string');
  expectPlain(problems, fragment);
}

function expectPlain(problems: readonly LinkProblem[], fragment: string): void {
  expect(problems.length, fragment).toBeLessThanOrEqual(40);
  for (const { key, value, message } of problems) {
    expect(key.length, fragment).toBeLessThanOrEqual(41);
    expect(value.length, fragment).toBeLessThanOrEqual(41);
    expect(message.length, fragment).toBeLessThanOrEqual(401);
    expect(`${key}${value}${message}`, fragment).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  }
}

const seed = Number(process.env['PROPERTY_SEED'] ?? 20261121);

describe('ten thousand random, damaged and hostile fragments', () => {
  it('are read, and each one that says something new shows a run', { timeout: 300_000 }, () => {
    const opened = new Set<string>();
    for (const fragment of hostileFragments(seed, 10_000, goodFragments())) {
      const { link, problems } = decodeLink(fragment);
      expectPlain(problems, fragment);
      const said = encodeLink(link);
      expect(decodeLink(said).link, fragment).toEqual(link);
      if (!opened.has(said)) expectPicture(fragment);
      opened.add(said);
    }
    expect(opened.size).toBeGreaterThan(1000);
  });
});

const head = readFileSync(join(import.meta.dirname, '../../test/links/own/shared.txt'), 'utf8');
const kib = 1024;

/** Text of at most that many characters: the head, and a line over and over. */
function long(line: string, size: number): string {
  return head + `${line}\n`.repeat(Math.floor((size - head.length) / (line.length + 1)));
}

/** Zeros that unpack to fifty million bytes. */
const zeros = packedZeros(50_000_000);

/** What is small in an address and large behind it, or large everywhere; and what is said about it. */
const bombs: readonly (readonly [name: string, fragment: string, said: string])[] = [
  ['a packed text that unpacks to 50 MB', `z=${zeros}`, 'z holds more than 256 KiB'],
  ['a packed fork that does', `scenario=shootdown&fork=~${zeros}`, 'fork holds more than 256 KiB'],
  [
    'as many operations as a text can have',
    `z=${packText(long('app@cpu0: read p+0 1', 256 * kib))}`,
    '',
  ],
  [
    'work without end',
    `script=${encodePercent(`buffer b pages=1024\n${'kernel@cpu0: write b+0 262144 A\n'.repeat(60)}`)}`,
    'script has',
  ],
  ['mistakes without end', `z=${packText('x\n'.repeat(128 * kib - 1))}`, 'script has'],
  [
    'buffers without end',
    `z=${packText(Array.from({ length: 9000 }, (_, i) => `buffer b${i} pages=64`).join('\n'))}`,
    'script has',
  ],
  [
    'a buffer without end',
    'script=buffer%20b%20pages%3D99999999%0Aapp@cpu0:%20fd%20=%20export%20b',
    'script has',
  ],
  [
    'a script longer than a text may be',
    `script=${encodePercent(long('gpu: get fd', 300 * kib))}`,
    'script has',
  ],
  [
    'a fork longer than a text may be',
    `scenario=shootdown&fork=@5%0A${'gpu:%20get%20fd%0A'.repeat(27_000)}`,
    'fork has',
  ],
  [
    'forks in forks in forks',
    `scenario=shootdown&fork=~${packText('@1\n'.repeat(80_000))}`,
    'fork has more than 100 forks',
  ],
  [
    'operations in an operation without end',
    `script=${encodePercent(`${head}npu: map tile TO_DEVICE\n${'app@cpu1: write p+64 64 D during tlb.flush\n'.repeat(5000)}`)}`,
    '',
  ],
  ['half a million separators', '&'.repeat(512 * kib), ''],
  ['a hundred thousand keys', 'a=1&'.repeat(128 * kib), 'a is not a key'],
  ['half a million escapes', `script=${'%41'.repeat(174_000)}`, 'script has'],
  ['more than is read', `script=${'x'.repeat(600_000)}`, 'is too long to be read whole'],
  [
    'a hundred thousand panels',
    `view=${'room,'.repeat(100_000)}`,
    'view has a name that is repeated',
  ],
  ['a hundred thousand pauses', `pause=${'1,'.repeat(200_000)}`, 'pause has more than 100 steps'],
  ['a comparison without end', `compare=${'x86;'.repeat(1999)}`, ''],
];

describe('a fragment that is a bomb', () => {
  it.each(bombs)('is bounded: %s', { timeout: 60_000 }, (_, fragment, said) => {
    const begin = process.cpuUsage();
    expectPicture(fragment);
    const { user, system } = process.cpuUsage(begin);
    // Some tenths of a second; twenty seconds are for a machine that has much else to do.
    expect((user + system) / 1e6).toBeLessThan(20);
    const problems = open(fragment).change.problems ?? [];
    expect(problems.map(({ key, message }) => `${key} ${message}`).join('\n')).toContain(said);
  });
});
