import { describe, expect, it } from 'vitest';
import { sampleLanes } from '../../test/sampleLanes.ts';
import { lanesRun } from './lanesRun.ts';
import { lanesScene } from './lanesScene.ts';

const run = lanesRun(sampleLanes);
const laneOf = (key: string) =>
  run.lanes[run.pills.find((pill) => pill.key === key)?.lane ?? -1]?.key;
const pill = (key: string) => run.pills.find((each) => each.key === key);

describe('lanesRun', () => {
  it('puts threads first, then exporters, then devices in their order', () => {
    expect(run.lanes.map(({ key }) => key)).toEqual([
      'app@cpu0',
      'app@cpu1',
      'exporter gem',
      'gpu',
      'npu',
    ]);
    expect(run.lanes.map(({ role }) => role)).toEqual(['cpu', 'cpu', 'other', 'dev-0', 'dev-1']);
  });

  it('names every operation shortly, with what a read got', () => {
    const texts = run.pills.filter(({ kind }) => kind === 'operation').map(({ text }) => text);
    expect(texts).toEqual([
      'export',
      'mmap',
      'import',
      'START',
      'W A',
      'END',
      'munmap',
      'map',
      'bell',
      'DMA R A',
      'unmap',
    ]);
  });

  it('shows what reaches another lane, and what was done meanwhile, in the lane of who did it', () => {
    const inside = run.pills.filter(({ key }) => /^8[./]/.test(key));
    expect(inside.map(({ key, text }) => [key, text, laneOf(key)])).toEqual([
      ['8.2', 'zap', 'exporter gem'],
      ['8.3', 'IPI', 'app@cpu1'],
      ['8/1', 'W D', 'app@cpu1'],
    ]);
    // The interrupt and the write share a lane, so the operation takes two columns.
    expect(run.slots[7]).toEqual({ start: 7, width: 2, bounds: [0, 3, 8] });
    expect(pill('8/1')?.x).toBe(8.5);
    expect(run.width).toBe(12);
  });

  it('sends the interrupt from who cleared the entry, and a doorbell to its device', () => {
    const name = (lane: number) => run.lanes[lane]?.key;
    expect(run.arrows.map((each) => [each.kind, name(each.fromLane), name(each.toLane)])).toEqual([
      ['zap', 'gpu', 'exporter gem'],
      ['ipi', 'exporter gem', 'app@cpu1'],
      ['doorbell', 'app@cpu0', 'gpu'],
    ]);
  });

  it('flags violations where they happened, luck apart from harm', () => {
    const flagged = run.pills.filter(({ flag }) => flag !== null);
    expect(flagged.map(({ key, flag }) => [key, flag?.verdict, flag?.rules])).toEqual([
      ['4', 'luck', ['sync-direction']],
      ['8/1', 'harm', ['stale-tlb']],
      ['10', 'harm', ['stale-read']],
    ]);
  });

  it('marks what the kernel refused', () => {
    expect(pill('7')).toMatchObject({ failed: true, label: '7. app@cpu0: munmap q: EINVAL' });
  });

  it('draws ownership, mappings and access windows as spans', () => {
    const spans = run.rows.map((row) => [
      row.label,
      row.spans.map(({ text, from, to }) => [text, from, to]),
    ]);
    expect(spans).toEqual([
      ['gpu maps', [['TO_DEVICE', 9, 12]]],
      ['app access', [['reads and writes', 4, 6]]],
      [
        'owner',
        [
          ['CPU', 0, 8.6],
          // The owner changes after the sixth of eight micro-events: 3/5 into the second column.
          ['gpu', 8.6, 12],
        ],
      ],
    ]);
    expect(run.rows.at(-1)?.spans[1]?.label).toBe('owner: gpu, from operation 8 to operation 11');
  });

  it('leads from the operation that changed the owner to the new span', () => {
    const ends = { fromLane: 3, fromX: 7.5, toRow: 2, toX: 8.6 };
    expect(run.threads).toEqual([{ key: 'owner/0@8.6', kind: 'owner', ...ends, look: 'dev-0' }]);
  });

  it('shows contested bytes from the violation on', () => {
    const [map, sync] = [sampleLanes.entries[7], sampleLanes.entries[3]];
    const mapping = map?.state.mappings[0];
    if (!map || !sync || !mapping) throw new Error('the sample has lost its mapping');
    const extents = mapping.extents.map((extent) => ({ ...extent, contested: true }));
    const state = { ...map.state, mappings: [{ ...mapping, extents }] };
    const [violating] = sync.events;
    if (!violating) throw new Error('the sample has lost its violation');
    const events = [violating, { ...violating, violations: [] }];
    const contested = lanesRun({ ...sampleLanes, entries: [map, { ...sync, state, events }] });
    expect(contested.rows.at(-1)?.spans.map(({ look, from, to }) => [look, from, to])).toEqual([
      ['cpu', 0, 1.6],
      ['dev-0', 1.6, 2.5],
      ['contested', 2.5, 3],
    ]);
  });

  it('is empty, and not wrong, before anything was done', () => {
    const empty = lanesRun({ ...sampleLanes, entries: [] });
    expect(empty).toMatchObject({ pills: [], slots: [], width: 0, arrows: [] });
    expect(lanesScene(empty, { operation: 0, micro: null }).cursor).toMatchObject({
      x: 0,
      text: '0',
    });
  });
});

describe('lanesScene', () => {
  it('moves the cursor alone', () => {
    const scene = lanesScene(run, { operation: 8, micro: 4 });
    expect(scene.run).toBe(run);
    expect(scene.cursor).toEqual({ operation: 8, micro: 4, x: 8.2, text: '8.4' });
  });
});
