/** Whatever is in the address of a figure, or comes by message: a run is shown, or what is wrong is said in its place. */
import { describe, expect, it } from 'vitest';
import { clampCursor } from '../history/points.ts';
import { decodeLinkWith } from '../history/readLink.ts';
import { readingLoader } from '../session/loaders.ts';
import { goodFragments } from '../../test/links/goodFragments.ts';
import { hostileFragments } from '../../test/links/hostileFragments.ts';
import { openFragment } from './openFragment.ts';
import type { OpenedFragment } from './openedFragment.ts';
import { simulatedRuns } from './simulatedRuns.ts';
import { wrongWords } from './wrong.ts';

const kept = { theme: 'auto', speed: 1 } as const;
const { packer } = await readingLoader.load();
const seed = Number(process.env['PROPERTY_SEED'] ?? 20261121);

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Fails unless something is shown that is fit to be shown. */
function expectShown(opened: OpenedFragment, fragment: string): void {
  if (opened.kind !== 'run') {
    expect(opened.kind, fragment).toBe('mistakes');
    expect(wrongWords(opened).replaceAll('\n', ' '), fragment).not.toMatch(unprintable);
    return;
  }
  const { history, cursor, problems, scenario, compare, lecture } = opened.state;
  expect(clampCursor(history, cursor), fragment).toEqual(cursor);
  expect(scenario.title, fragment).toBeTypeOf('string');
  // A figure has neither.
  expect({ compare, lecture }, fragment).toEqual({ compare: null, lecture: false });
  expect(problems.length, fragment).toBeLessThanOrEqual(40);
  for (const { key, value, message } of problems)
    expect(`${key}${value}${message}`, fragment).not.toMatch(unprintable);
}

describe('three thousand random, damaged and hostile fragments', () => {
  it('each show a run or its mistakes in a figure', { timeout: 300_000 }, async () => {
    const opened = new Set<string>();
    const kinds = new Set<string>();
    for (const fragment of hostileFragments(seed, 3000, goodFragments())) {
      const said = JSON.stringify(decodeLinkWith(packer, fragment).link);
      if (opened.has(said)) continue;
      opened.add(said);
      // One after the other: thousands of runs at a time would be no test of a figure.
      const shown = await openFragment(fragment, kept, simulatedRuns);
      kinds.add(shown.kind);
      expectShown(shown, fragment);
    }
    expect(opened.size).toBeGreaterThan(500);
    expect(kinds).toEqual(new Set(['run', 'mistakes']));
  });
});
