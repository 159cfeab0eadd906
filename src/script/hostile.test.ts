import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replayScenario } from '../history/replay.ts';
import { mostDiagnostics } from './diagnostic.ts';
import { longestText } from './longestText.ts';
import { parseScenario, parseSteps } from './parse.ts';
import { mostOperations } from './readSteps.ts';

const head = 'platform x86 page=4096\nbuffer b pages=1024\ndevice gpu\napp@cpu0: f = export b\n';

/** Place and message of every mistake. */
function mistakes(text: string): string[] {
  return parseScenario(text).diagnostics.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );
}

describe('a hostile script', () => {
  it('is told a bounded number of mistakes', () => {
    const { scenario, diagnostics } = parseScenario('q\n'.repeat(longestText / 2));
    expect(scenario).toBeNull();
    expect(diagnostics).toHaveLength(mostDiagnostics + 1);
    expect(diagnostics.at(-1)).toMatchObject({
      line: mostDiagnostics + 1,
      message: 'there are more than 500 mistakes: no more are told',
    });
    expect(mistakes('q\n'.repeat(mostDiagnostics))).toHaveLength(mostDiagnostics);
  });

  it('is refused where a number is beyond what a machine has', () => {
    const text = [
      'platform x86 cpus=1000000 page=4294967296 line=0',
      'buffer b pages=1000000000',
      'app@cpu99999999999999999999: x = export b',
    ].join('\n');
    expect(mistakes(text)).toEqual([
      expect.stringMatching(/^1:\d+ cpus must be a number from 1 to 8$/u),
      expect.stringMatching(/^1:\d+ page must be a power of two from 64 to 65536$/u),
      expect.stringMatching(/^1:\d+ line must be a power of two/u),
      expect.stringMatching(/^2:\d+ pages must be a number from 1 to 1024$/u),
      expect.stringMatching(/^3:\d+ /u),
    ]);
  });

  it('of a million operations is refused by its length, and a dense one by their number', () => {
    expect(mistakes('cpu0:drain\n'.repeat(1_000_000))).toEqual([
      '1:1 the text is longer than 262144 characters',
    ]);
    expect(mistakes('cpu0:drain\n'.repeat(mostOperations + 1000))).toEqual([
      `${mostOperations + 1}:1 a scenario has at most ${mostOperations} operations`,
    ]);
  });

  // Cache lines of 64 bytes: the buffer has 65536 of them, so that the fourth pass over it is the first beyond 200000.
  it.each([
    ['begin_cpu_access', 'kernel@cpu0: begin_cpu_access b FROM_DEVICE', 4],
    ['move', 'kernel@cpu0: move b', 4],
    ['sync', 'app@cpu0: sync f START READ', 4],
    // 262144 bytes are 4096 lines: 48 times that is 196608.
    ['submit', 'gpu: j = submit read b+0 262144', 49],
    ['dma_map_sg', 'gpu: m = dma_map_sg b+0 262144 TO_DEVICE entry=64', 49],
    // 4194304 bytes are 1024 pages: 195 times that is 199680.
    ['mincore', 'app@cpu0: mincore p+0 4194304', 196],
    // Nobody's mapping is longer, whatever is asked for.
    ['munmap', 'app@cpu0: munmap bytes p+0 0xffffffff000', 196],
    // 1024 entries of page tables and the names that there are: 178 forks are 200k.
    ['fork', (i: number) => `app@cpu0: c${i} = fork`, 180],
    // The nth of them costs n / 32 lines: n² / 64 is 200000 for 3577.
    ['dup', (i: number) => `app@cpu0: d${i} = dup f`, 3580],
  ])('that asks for too much work is refused: %s', (_, line, most) => {
    const mapped = `${head}app@cpu0: p = mmap f\n`;
    const lines = Array.from({ length: most * 3 }, (__, i) =>
      typeof line === 'string' ? line : line(i),
    );
    const found = parseScenario(`${mapped}${lines.join('\n')}`).diagnostics;
    expect(found.map(({ message }) => message)).toEqual([
      'too much work: up to here the operations touch more than 200000 cache lines',
    ]);
    // Within a twentieth: names cost a little too.
    const first = (found[0]?.line ?? 0) - mapped.split('\n').length + 1;
    expect(first).toBeGreaterThan(most * 0.95 - 2);
    expect(first).toBeLessThanOrEqual(most + 1);
  });

  it('that nests as far as it can is read and runs', () => {
    const inner = 'app@cpu0: barrier during vma.open\n'.repeat(2000);
    const { scenario } = parseScenario(`${head}app@cpu0: p = mmap f\n${inner}`);
    if (!scenario) throw new Error('does not parse');
    expect(scenario.steps.at(-1)?.meanwhile).toHaveLength(2000);
    const { steps } = replayScenario(scenario, 'x86');
    expect(steps.at(-1)?.deeds).toHaveLength(2001);
  });
});

describe('characters that nobody sees', () => {
  it.each([
    '\0',
    '\x1b',
    '\x7f',
    '\x9b',
    '\u061C',
    '\u200B',
    '\u200F',
    '\u2028',
    '\u202E',
    '\u2066',
  ])('are mistakes with their place: %j', (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    const told = `2:7 the character U+${code} cannot be seen: leave it out`;
    expect(mistakes(`title x\nnote a${character}b\ncpu0: drain`)).toEqual([told]);
    expect(mistakes(`title x\ncpu0: ${character}drain`)).toContainEqual(told);
    const { scenario } = parseScenario('buffer b');
    if (!scenario) throw new Error('does not parse');
    expect(parseSteps(`cpu0: drain # ${character}`, scenario).diagnostics).toHaveLength(1);
  });

  it('leave alone what is written from right to left, joined, or begins with a byte order mark', () => {
    expect(
      mistakes(
        '\uFEFFtitle שלום مرحبا\r\nnote नमस्\u200Dते 👩\u200D💻 می\u200Cخواهم\r\ncpu0:\tdrain',
      ),
    ).toEqual([]);
  });
});

describe('any text', () => {
  const token = fc.constantFrom(
    ...[
      'title',
      'platform',
      'x86',
      'buffer',
      'b',
      'pages=',
      'device',
      'gpu:',
      'app@cpu0:',
      'f',
      '=',
      'export',
    ],
    ...[
      'expect',
      'during',
      'note',
      '#',
      '\n',
      '\n',
      ' ',
      '+',
      '|',
      '4294967296',
      '-1',
      '0x',
      'fork',
      'mmap',
      '\u202E',
    ],
    ...[
      'constructor',
      '__proto__',
      'toString',
      'hasOwnProperty',
      '\uD800',
      '😀',
      'pages=9'.repeat(50),
    ],
  );
  const hostile = fc.oneof(
    fc.array(token, { maxLength: 400 }).map((words) => words.join(' ')),
    fc.string({ unit: 'binary', maxLength: 2000 }),
  );

  it('is read with bounded mistakes, each in its line, and runs where it has none', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { scenario, diagnostics } = parseScenario(text);
        expect(diagnostics.length).toBeLessThanOrEqual(mostDiagnostics + 1);
        expect(scenario === null).toBe(diagnostics.length > 0);
        const lines = text.split('\n');
        for (const { line, column, endColumn } of diagnostics) {
          expect(lines[line - 1]).toBeDefined();
          expect(column).toBeGreaterThan(0);
          expect(endColumn).toBeGreaterThanOrEqual(column);
        }
        if (scenario) replayScenario(scenario, 'x86');
      }),
    );
  });
});
