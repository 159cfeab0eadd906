/**
 * How long links with own operations are: scripts of several kinds and a fork, written by hand (test/links/own). The
 * table in docs/links.md has these numbers.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findScenario } from '../scenarios/catalogue.ts';
import { formatDiagnostic } from '../script/diagnostic.ts';
import { parseScenario } from '../script/parse.ts';
import { decodeLink, encodeLink } from './link.ts';
import type { LinkState } from './linkFormat.ts';
import { parseForks } from './parseForks.ts';

const root = join(import.meta.dirname, '../..');

const read = (name: string) => readFileSync(join(root, 'test/links/own', `${name}.txt`), 'utf8');

const isOperation = (line: string) => /^[a-z][\w@-]*:/.test(line);

/** The declarations and the first lines up to that many operations; where there are fewer, varied over and over. */
function withOperations(text: string, count: number): string {
  const lines = text.trimEnd().split('\n');
  const own = lines.filter(isOperation);
  const kept: string[] = [];
  let left = count;
  for (const line of lines) {
    if (left === 0) break;
    kept.push(line);
    if (isOperation(line) && !line.includes(' during ')) left -= 1;
  }
  for (let round = 1; left > 0; round++) {
    const more = own.filter(canRepeat).slice(0, left);
    kept.push(...more.map((line) => varied(line, round)));
    left -= more.length;
  }
  return kept.join('\n');
}

/** What makes or gives up a name is done once. */
function canRepeat(line: string): boolean {
  return !/ = |munmap|close|release|import|unmap_single|dma_sync_single| run | during /.test(line);
}

/** Another byte is written, and elsewhere: nothing that packs better than what people write. */
function varied(line: string, round: number): string {
  return line
    .replace(
      / ([A-Z])$/,
      (_, letter: string) =>
        ` ${String.fromCharCode(((letter.charCodeAt(0) - 65 + 5 * round) % 26) + 65)}`,
    )
    .replace(
      /\+(\d+) (\d+)/,
      (_, at: string, size: string) =>
        `+${(Number(at) * 7 + 16 * round) % 128} ${Math.max(1, Number(size) >> round)}`,
    );
}

const scripts = ['camera', 'shared', 'driver', 'fences', 'lesson'];
const counts = [10, 50, 200];

/** A link as it is shared: with all that a reader can have set. */
const set: Partial<LinkState> = {
  platform: 'arm64-iommu',
  at: { operation: 12, micro: 3 },
  view: ['room', 'lanes', 'why'],
  select: 'b0l1@cache0',
  theme: 'dark',
  speed: 0.5,
  from: { operation: 3, micro: null },
  to: { operation: 40, micro: null },
  loop: true,
  pause: [{ at: { operation: 7, micro: 2 }, seconds: null }],
  break: 'owner;effect',
};

/** Links with 10, 50 and 200 own operations of one kind. */
const sizes = new Map([
  ...scripts.map((name): [string, readonly string[]] => [
    name,
    counts.map((count) => {
      const text = withOperations(read(name), count);
      return encodeLink({ ...set, source: { kind: 'script', text } });
    }),
  ]),
  [
    'fork',
    counts.map((count) =>
      encodeLink({
        ...set,
        source: { kind: 'scenario', id: 'shootdown' },
        fork: withOperations(read('fork'), count),
      }),
    ),
  ] as const,
]);

describe('links with own operations', () => {
  it.each(scripts)('carry a script that means something: %s', (name) => {
    for (const count of counts) {
      const text = withOperations(read(name), count);
      const { scenario, diagnostics } = parseScenario(text);
      expect(diagnostics.map(formatDiagnostic)).toEqual([]);
      expect(scenario?.steps).toHaveLength(count);
    }
  });

  it('carry a fork that means something', () => {
    const scenario = parseScenario(findScenario('shootdown')?.text ?? '').scenario;
    if (!scenario) throw new Error('shootdown cannot be read');
    for (const count of counts) {
      const { forks, wrong } = parseForks(withOperations(read('fork'), count), scenario);
      expect(wrong).toBeNull();
      expect(forks.map(({ inputs }) => inputs.length)).toEqual([count]);
    }
  });

  it.each([...sizes])('are read back whole: %s', (_, links) => {
    for (const link of links) {
      const { link: said, problems } = decodeLink(link);
      expect(problems).toEqual([]);
      expect(encodeLink(said)).toBe(link);
    }
  });

  it.each([...sizes])(
    'have 50 operations in at most 1,000 characters: %s',
    (name, [, fifty = '']) => {
      expect(fifty.length, name).toBeLessThanOrEqual(1000);
    },
  );

  it('are as long as docs/links.md says', () => {
    const page = readFileSync(join(root, 'docs/links.md'), 'utf8');
    const told = [...sizes].map(([name, links]) =>
      [name, ...links.map(({ length }) => length)].join(' | '),
    );
    for (const row of told) expect(page).toContain(`| ${row} |`);
  });
});
