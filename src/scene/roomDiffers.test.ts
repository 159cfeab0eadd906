import { describe, expect, it } from 'vitest';
import { missedScript, runTo, shootdownScript } from '../../test/roomStates.ts';
import { roomDifferences, withDifferences } from './roomDiffers.ts';
import { roomScene } from './roomScene.ts';
import type { RoomScene } from './roomTypes.ts';

const sceneOn = (platform: string, script: string, operations: number, more = {}): RoomScene =>
  roomScene(runTo(script, operations, undefined, platform).state, more);

/** Pages of 64 lines, most of which nobody touches. */
const largePages = shootdownScript.replace('page=512', 'page=4096');
/** The map has just cleaned the lines on arm64; on x86 there is no need. */
const mapped = 6;

/** `where: here / there` of each. */
const said = (here: RoomScene, there: RoomScene): readonly string[] =>
  roomDifferences(here, there).map(
    ({ where, here: own, there: other }) => `${where}: ${own} / ${other}`,
  );

describe('what two rooms show otherwise', () => {
  it('is nothing for the same state', () => {
    const scene = sceneOn('arm64', missedScript, 5);
    expect(roomDifferences(scene, scene)).toEqual([]);
    expect(withDifferences(scene, [])).toBe(scene);
  });

  it('is the lines that one platform has cleaned and the other has not', () => {
    const here = sceneOn('arm64', shootdownScript, mapped);
    const there = sceneOn('x86', shootdownScript, mapped);
    expect(said(here, there)).toEqual([
      "line 0 in CPU 0's cache: A / A, dirty",
      "lines 1 to 2 in CPU 1's cache: B / B, dirty",
      'line 0 in memory: A / stale 0',
      'lines 1 to 2 in memory: B / stale 0',
    ]);
  });

  it('names the marks of both rooms, and outlines them', () => {
    const here = sceneOn('arm64', shootdownScript, mapped);
    const there = sceneOn('x86', shootdownScript, mapped);
    const memory = roomDifferences(here, there).find(({ where }) => where === 'line 0 in memory');
    expect(memory?.keysHere).toEqual(['b0l0/memory']);
    expect(memory?.keysThere).toEqual(['b0l0/memory']);
    const marked = withDifferences(here, memory?.keysHere ?? []);
    expect(marked.differs).toEqual(['b0l0/memory']);
    expect(marked.legend.at(-1)).toMatchObject({ symbol: 'differs' });
  });

  it('is a column that one platform alone has', () => {
    const here = sceneOn('arm64', shootdownScript, 1);
    const there = sceneOn('arm64-iommu', shootdownScript, 1);
    expect(said(here, there)).toEqual(['IOMMU, strict flush: none / there is one']);
    expect(said(there, here)).toEqual(['IOMMU, strict flush: there is one / none']);
  });

  it('does not depend on how rows are folded', () => {
    const here = sceneOn('arm64', largePages, mapped);
    const there = sceneOn('x86', largePages, mapped);
    const folds = here.buffers.flatMap(({ pages }) =>
      pages.flatMap(({ fold, rows }) => [fold, ...rows.map((row) => row.fold)]),
    );
    const opened = new Set(folds.filter((fold) => fold !== null));
    expect(opened.size).toBeGreaterThan(0);
    const open = sceneOn('arm64', largePages, mapped, { opened });
    expect(said(open, there)).toEqual(said(here, there));
    expect(said(here, there)).toHaveLength(4);
  });
});
