import { describe, expect, it } from 'vitest';
import { missedScript, runTo, shootdownScript, type Point } from '../../test/roomStates.ts';
import { usedParts } from './roomColumns.ts';
import { roomScene } from './roomScene.ts';
import { roomText } from './roomText.ts';
import type { PageMark, RoomCell, RoomPage, RoomScene } from './roomTypes.ts';

const sceneAt = (point: Point, more = {}): RoomScene =>
  roomScene(point.state, { event: point.event, operation: point.operation, ...more });

const pagesOf = (scene: RoomScene): readonly RoomPage[] =>
  scene.buffers.flatMap(({ pages }) => pages);

function cellAt(scene: RoomScene, line: number, part: string): RoomCell | undefined {
  return pagesOf(scene)
    .flatMap(({ rows }) => rows)
    .find(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine)
    ?.cells.find((cell) => cell.part === part);
}

function markAt(scene: RoomScene, page: number, part: string): PageMark | undefined {
  return pagesOf(scene)[page]?.marks.find((mark) => mark.part === part);
}

describe('the columns of the room', () => {
  it('are those of places in use, in the order in which data travels', () => {
    const before = roomScene(runTo(shootdownScript, 0).state);
    expect(before.columns.map(({ key }) => key)).toEqual(['cpu:0', 'memory', 'device:0']);
    const after = roomScene(runTo(shootdownScript, 5).state);
    expect(after.columns.map(({ key }) => key)).toEqual([
      'process:app',
      'cpu:0',
      'cpu:1',
      'memory',
      'device:0',
    ]);
  });

  it('stay where they are when the parts of the whole run are kept', () => {
    const keep = new Set(usedParts(runTo(shootdownScript, 8).state));
    const keys = (operations: number): readonly string[] =>
      roomScene(runTo(shootdownScript, operations).state, { keep }).columns.map(({ key }) => key);
    expect(keys(0)).toEqual(keys(8));
  });

  it('have bounce slots and an IOMMU only on platforms with them', () => {
    const kinds = (platform: string): readonly string[] =>
      roomScene(runTo(missedScript, 8, undefined, platform).state).columns.map(({ kind }) => kind);
    expect(kinds('arm64')).not.toContain('iommu');
    expect(kinds('arm64-iommu').filter((kind) => kind === 'iommu')).toHaveLength(2);
    expect(kinds('bounce')).toEqual(['process', 'cpu', 'memory', 'slots', 'device', 'device']);
  });
});

describe('copies', () => {
  const scene = sceneAt(runTo(shootdownScript, 5));

  it('show who wrote them, and that memory is behind', () => {
    const cached = cellAt(scene, 0, 'cache:0');
    expect(cached).toMatchObject({ absent: false, dirty: true, stale: false });
    expect(cached?.runs).toEqual([
      { start: 0, length: 64, label: 'A', role: 'cpu', stale: false, behind: '' },
    ]);
    expect(cached?.name).toBe("line 0 in CPU 0's cache: A, dirty, newest");
    const memory = cellAt(scene, 0, 'memory');
    expect(memory).toMatchObject({ dirty: false, stale: true, note: 'stale' });
    expect(cached).toMatchObject({ newest: true, note: 'newest' });
    expect(cellAt(scene, 3, 'memory')).toMatchObject({ newest: false, stale: false, note: '' });
    expect(cellAt(scene, 1, 'cache:0')?.absent).toBe(true);
    expect(cellAt(scene, 1, 'cache:1')?.runs[0]?.label).toBe('B');
  });

  it('are drawn by runs of bytes where a line has several writers', () => {
    const line = cellAt(sceneAt(runTo(missedScript, 7)), 1, 'cache:0');
    expect(line?.runs.map(({ start, length, label }) => [start, length, label])).toEqual([
      [0, 6, ''],
      [6, 20, 'B'],
      [26, 38, ''],
    ]);
  });

  it('include what a device read last', () => {
    const read = cellAt(sceneAt(runTo(missedScript, 8)), 0, 'device:0');
    expect(read).toMatchObject({ absent: false, stale: true, note: 'stale' });
  });
});

describe('the marks of a page', () => {
  it('follow a shootdown: PTE zapped, own TLB flushed, the other still stale', () => {
    const scene = sceneAt(runTo(shootdownScript, 6, 'ipi.send'));
    expect(markAt(scene, 0, 'pte:app/0')).toMatchObject({ state: 'leaving', title: 'PTE zapped' });
    expect(markAt(scene, 0, 'tlb:0')).toMatchObject({ state: 'pending', title: 'TLB flushed' });
    expect(markAt(scene, 0, 'tlb:1')).toMatchObject({ state: 'stale', role: 'bad' });
    expect(markAt(scene, 1, 'pte:app/0')).toMatchObject({ state: 'none', title: 'absent' });
    expect(pagesOf(scene)[0]).toMatchObject({
      ownerWords: 'CPU → gpu',
      bandRoles: ['cpu', 'dev0'],
    });
  });

  it('call the mapping unfinished until the call is done', () => {
    const scene = sceneAt(runTo(shootdownScript, 6, 'cache.writeback'));
    expect(markAt(scene, 0, 'device:0')).toMatchObject({ state: 'pending', title: 'being mapped' });
    expect(pagesOf(scene)[0]?.ownerWords).toBe('CPU → gpu');
  });

  it('show neither when it is over', () => {
    const scene = sceneAt(runTo(shootdownScript, 6));
    expect(markAt(scene, 0, 'tlb:1')?.state).toBe('none');
    expect(markAt(scene, 0, 'device:0')).toMatchObject({ state: 'solid', detail: 'to device' });
    expect(pagesOf(scene).map(({ ownerWords }) => ownerWords)).toEqual(['gpu owns', 'gpu owns']);
  });
});

describe('lists', () => {
  it('show that the DMA list merges what the CPU list does not', () => {
    const spans = roomScene(runTo(missedScript, 5, undefined, 'arm64-iommu').state).spans;
    const ranges = (part: string): readonly (readonly number[])[] =>
      spans.filter((span) => span.part === part).map(({ start, end }) => [start, end]);
    expect(ranges('sg:0')).toEqual([
      [0, 512],
      [512, 1024],
    ]);
    expect(ranges('dma:0')).toEqual([[0, 1024]]);
    const dma = spans.find(({ part }) => part === 'dma:0');
    expect(dma).toMatchObject({ label: 'dma[0]', merges: 'sg[0–1]' });
    expect(dma?.name).toContain('dma[0], sg[0–1] as one: 1024 bytes');
  });
});

describe('the move of a step', () => {
  it('runs along the row from where data leaves to where it lands', () => {
    const scene = sceneAt(runTo(shootdownScript, 6, 'cache.writeback'));
    expect(scene.moves).toMatchObject([
      {
        from: 'cache:0',
        to: 'memory',
        rows: ['b0l0'],
        label: 'write back',
        value: 'A',
        role: 'cpu',
      },
    ]);
    expect(cellAt(scene, 0, 'memory')?.touched).toBe(true);
    expect(cellAt(scene, 1, 'memory')?.touched).toBe(false);
  });

  it('is a message between heads for an interrupt', () => {
    const scene = sceneAt(runTo(shootdownScript, 6, 'ipi.send'));
    expect(scene.moves).toMatchObject([{ from: 'cpu:0', to: 'cpu:1', rows: [], kind: 'message' }]);
  });

  it('names the rule that it breaks', () => {
    const scene = sceneAt(runTo(missedScript, 6, 'cpu.store'));
    expect(scene.moves[0]?.violation).toBe('CPU access while device owns');
    expect(cellAt(scene, 0, 'cache:0')?.violation).toBe('CPU access while device owns');
  });
});

describe('folds', () => {
  const long = shootdownScript.replace(' page=512', '');

  it('join neighbouring lines that look alike, and leave short pages whole', () => {
    const titles = (text: string): readonly string[] =>
      pagesOf(roomScene(runTo(text, 5).state))[0]?.rows.map(({ title }) => title) ?? [];
    expect(titles(long)).toEqual(['0', '1', '2', '3–63']);
    expect(titles(shootdownScript)).toHaveLength(8);
  });

  it('let the selected line and the line of the step stand alone', () => {
    const { state } = runTo(long, 5);
    const scene = roomScene(state, {
      selection: { kind: 'line', buffer: 0, line: 9, place: null },
    });
    expect(pagesOf(scene)[0]?.rows.map(({ title }) => title)).toEqual([
      '0',
      '1',
      '2',
      '3–8',
      '9',
      '10–63',
    ]);
  });

  it('open', () => {
    const { state } = runTo(long, 5);
    const fold = pagesOf(roomScene(state))[0]?.rows.at(-1)?.fold ?? '';
    const scene = roomScene(state, { opened: new Set([fold]) });
    expect(pagesOf(scene).map(({ rows }) => rows.length)).toEqual([64, 1]);
  });

  it('join whole pages of a large buffer', () => {
    const large = long.replace('pages=2', 'pages=1000');
    const pages = pagesOf(roomScene(runTo(large, 5).state));
    expect(pages.map(({ title }) => title)).toEqual(['page 0', 'pages 1–999']);
  });
});

describe('the legend', () => {
  it('explains what is on screen and nothing else', () => {
    const keys = (operations: number): readonly string[] =>
      sceneAt(runTo(shootdownScript, operations)).legend.map(({ key }) => key);
    expect(keys(0)).toEqual(['initial', 'absent', 'owner']);
    expect(keys(5)).toEqual(expect.arrayContaining(['cpu', 'dirty', 'stale']));
  });
});

describe('roomText', () => {
  it('reads out the selected row and the current step', () => {
    const point = runTo(shootdownScript, 6, 'cache.writeback');
    const selection = { kind: 'line', buffer: 0, line: 1, place: null } as const;
    const text = roomText(sceneAt(point, { selection }));
    expect(text.selected).toContain("Line 1 in CPU 1's cache: B, dirty, newest.");
    expect(text.selected).toContain('Line 1 in memory: 0, as at the start, stale, behind B.');
    expect(text.selected.at(-1)).toBe("No copy in CPU 0's cache, gpu.");
    expect(text.changed[0]).toBe("Write back from CPU 0's cache to memory.");
    expect(text.changed).toContain('Line 0 in memory: A, newest.');
  });

  it('has nothing to say of what is not there', () => {
    expect(roomText(sceneAt(runTo(shootdownScript, 0)))).toEqual({ selected: [], changed: [] });
  });
});
