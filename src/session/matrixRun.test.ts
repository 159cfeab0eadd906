import { describe, expect, it } from 'vitest';
import { initialState } from './firstState.ts';
import { engineLoader } from './loaders.ts';
import {
  matrixKinds,
  matrixRows,
  runRows,
  type MatrixKind,
  type MatrixResult,
} from './matrixRun.ts';

// As in the page soon after the first picture.
await engineLoader.load();

const state = initialState();

function run(kind: MatrixKind): readonly MatrixResult[] {
  return [...runRows(state, matrixRows(state, kind))].filter((result) => result !== null);
}

describe('the matrix of missed-clean', () => {
  it('has a row a platform: luck on x86, wrong where devices see memory alone', () => {
    const rows = matrixRows(state, { by: 'platform' });
    expect(rows.map(({ title, text, isShown }) => [title, text, isShown])).toEqual([
      ['x86', 'x86', false],
      ['arm64', '', true],
      ['arm64 + IOMMU', 'arm64-iommu', false],
      ['bounce', 'bounce', false],
    ]);
    const results = run({ by: 'platform' });
    // As the scenario's own expectations say.
    const words = results.map(({ cells }) => cells.map(({ verdict }) => verdict[0]).join(''));
    expect(words).toEqual(['rrrrrrlrrr', 'rrrrrrwwrr', 'rrrrrrwwrr', 'rrrrrrwwrw']);
    expect(results.map(({ summary }) => summary)).toEqual([
      'luck at 7: The CPU touches a buffer that a device owns',
      'wrong at 8: Stale read',
      'wrong at 8: Stale read',
      'wrong at 8: Stale read',
    ]);
    // One page of 512 bytes: eight lines are cleaned, or all of it is bounced.
    expect(results.map(({ costs }) => costs)).toEqual([
      '',
      '8 lines maintained',
      '8 lines maintained',
      '512 bytes bounced',
    ]);
  });

  it('has a row a policy of the buffer and of the importer', () => {
    expect(matrixKinds(state)).toEqual([
      { by: 'platform' },
      { by: 'setting', name: 'frame', key: 'mmap' },
      { by: 'setting', name: 'gpu', key: 'importer' },
    ]);
    const rows = matrixRows(state, { by: 'setting', name: 'frame', key: 'mmap' });
    expect(rows.find(({ isShown }) => isShown)?.title).toBe('none');
    expect(rows[0]).toMatchObject({ title: 'coherent', text: 'frame.mmap=coherent' });
    expect(run({ by: 'setting', name: 'frame', key: 'mmap' })).toHaveLength(rows.length);
  });

  it('stops between slices', () => {
    const rows = matrixRows(state, { by: 'platform' });
    const slices = [...runRows({ ...state, scenario: { ...state.scenario } }, rows)];
    expect(slices.filter((result) => result !== null)).toHaveLength(4);
  });
});
