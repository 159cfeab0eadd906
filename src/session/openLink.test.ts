import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLink } from '../history/link.ts';
import { initialState } from './firstState.ts';
import { linkOf } from './derive.ts';
import { opening } from './opening.ts';
import type { SessionState } from './sessionState.ts';
import { textTools } from './textTools.ts';
import { engineLoader } from './loaders.ts';

/** The state after opening a fragment, coming from the bare address. */
function opened(fragment: string, from: SessionState = initialState()): SessionState {
  return { ...from, ...opening.openLink(from, fragment, textTools).change };
}

const problemsOf = (fragment: string) =>
  opened(fragment).problems.map(({ key, value, message }) => `${key} ${value} ${message}`);

// As in the page soon after the first picture.
await engineLoader.load();

describe('openLink', () => {
  it('shows what the bare address shows where the link says nothing', () => {
    const { scenarioId, cursor, problems, panels } = opened('');
    const bare = initialState();
    expect([scenarioId, cursor, problems, panels]).toEqual([
      'missed-clean',
      bare.cursor,
      [],
      bare.panels,
    ]);
  });

  it('opens what a person writes by hand', () => {
    const state = opened(
      'scenario=shootdown&platform=bounce&at=6.4&view=room,lanes&theme=dark&speed=2',
    );
    expect(state).toMatchObject({
      scenarioId: 'shootdown',
      platform: 'bounce',
      cursor: { operation: 6, micro: 4 },
      panels: ['room', 'lanes'],
      theme: 'dark',
      speed: 2,
      problems: [],
    });
  });

  it('is the inverse of linkOf', () => {
    const fragments = [
      'scenario=missed-clean&platform=x86&at=3&v=1',
      'scenario=prefetch&platform=arm64-iommu&at=2&select=b0l1&theme=dark&speed=4&v=1',
      'scenario=missed-clean&platform=arm64&at=6&fork=@5%20mine%0Agpu:%20unmap%20frame&v=1',
      `script=${encodeURIComponent('title T\nplatform arm64\nbuffer b pages=1\napp@cpu0: fd = export b')}&at=1`,
    ];
    for (const fragment of fragments) {
      const state = opened(fragment);
      expect(state.problems, fragment).toEqual([]);
      const again = opened(encodeLink(linkOf(state)));
      expect(linkOf(again), fragment).toEqual(linkOf(state));
      expect(again.history.entries.length).toBe(state.history.entries.length);
    }
  });

  it('offers the nearest that works', () => {
    expect(opened('scenario=shotdown').scenarioId).toBe('shootdown');
    expect(problemsOf('scenario=shotdown')).toEqual([
      'scenario shotdown is no built-in scenario; this is the nearest, shootdown',
    ]);
    expect(opened('platform=arm46').platform).toBe('arm64');
    expect(opened('scenario=missed-clean&at=77').cursor).toEqual({ operation: 10, micro: null });
    expect(opened('view=cellar').panels).toEqual(initialState().panels);
  });

  it('takes the last micro-event of an operation for its end, and none beyond', () => {
    const events = opened('scenario=missed-clean').history.entries[4]?.events.length ?? 0;
    const end = opened(`scenario=missed-clean&at=5.${events}`);
    expect([end.cursor, end.problems]).toEqual([{ operation: 5, micro: null }, []]);
    expect(opened(`scenario=missed-clean&at=5.${events + 1}`).problems).toHaveLength(1);
  });

  it('runs the lines of a script that can be read, and shows the mistakes', () => {
    const script =
      'title T\nplatform x86\nbuffer b pages=1\napp@cpu0: fd = export b\napp@cpu0: p = mmpa fd';
    const state = opened(`script=${encodeURIComponent(script)}`);
    expect(state.history.entries).toHaveLength(1);
    expect(state.draft).toBe(script);
    expect(state.problems.map(({ key }) => key)).toEqual(['script']);
  });

  it('keeps the forks that there are when the same run is opened again', () => {
    const forked = opened('scenario=missed-clean&at=6&fork=@5%20mine%0Agpu:%20unmap%20frame');
    const back = opened('scenario=missed-clean&at=5', forked);
    expect(back.tree.branches).toHaveLength(2);
    expect(back.tree.current).toBe('script');
  });

  it('says so where text comes without what reads it', () => {
    const from = initialState();
    const { change } = opening.openLink(from, 'script=title%20T', null);
    expect(change.scenarioId).toBe('missed-clean');
    expect(change.problems?.[0]?.message).toContain('could not be loaded');
  });

  it('never throws, and always shows a run', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        'scenario=',
        'shootdown',
        '&at=',
        '9.9',
        '&fork=@1%20x%0A',
        'gpu: get fd',
        '&z=',
        '&select=',
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const state = opened(parts.join(''));
        expect(state.history.entries.length).toBeGreaterThanOrEqual(0);
        expect(state.panels.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
