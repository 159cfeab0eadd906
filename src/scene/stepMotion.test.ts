import { describe, expect, it } from 'vitest';
import { missedScript, runTo, shootdownScript, type Point } from '../../test/roomStates.ts';
import { roomScene } from './roomScene.ts';
import type { PageMark, RoomCell, RoomPage, RoomScene } from './roomTypes.ts';
import { stepMotion } from './stepMotion.ts';

const sceneAt = ({ state, event, operation }: Point): RoomScene =>
  roomScene(state, { event, operation });

const pagesOf = (scene: RoomScene): readonly RoomPage[] =>
  scene.buffers.flatMap(({ pages }) => pages);

function cellAt(scene: RoomScene, key: string): RoomCell | undefined {
  return pagesOf(scene)
    .flatMap(({ rows }) => rows)
    .flatMap(({ cells }) => cells)
    .find((cell) => cell.key === key);
}

function markAt(scene: RoomScene, key: string): PageMark | undefined {
  return pagesOf(scene)
    .flatMap(({ marks }) => marks)
    .find((mark) => mark.key === key);
}

const values = (cell: RoomCell | undefined): readonly string[] | undefined =>
  cell?.runs.map(({ label }) => label);

/** The pictures before and after the first micro-event of a kind in an operation of the shootdown. */
function around(operation: number, kind: string): readonly [RoomScene, RoomScene] {
  const before = runTo(shootdownScript, operation - 1);
  const after = runTo(shootdownScript, operation, kind);
  return [sceneAt(before), sceneAt(after)];
}

describe('what waits for what moves to it', () => {
  it('is the cell where a write-back lands, and nothing else', () => {
    const [before, after] = around(6, 'cache.writeback');
    expect(values(cellAt(after, 'b0l0/memory'))).toEqual(['A']);
    const { stage, leaving, coming, sweeps } = stepMotion(before, after);
    // Memory is behind the cache until then: zeroes as at the start.
    expect(values(cellAt(stage, 'b0l0/memory'))).toEqual(['0']);
    expect(cellAt(stage, 'b0l0/cache:0')).toEqual(cellAt(after, 'b0l0/cache:0'));
    expect([leaving, coming, sweeps]).toEqual([[], [], []]);
    expect(stage.moves).toBe(after.moves);
  });

  it('is the TLB entry that a page walk fills', () => {
    const [before, after] = around(4, 'tlb.fill');
    expect(markAt(after, 'b0p0/tlb:0')?.state).toBe('solid');
    const { stage } = stepMotion(before, after);
    expect(markAt(stage, 'b0p0/tlb:0')?.state).toBe('none');
    expect(markAt(stage, 'b0p0/tlb:0')?.touched).toBe(true);
  });

  it('leaves pages that nothing moves on the same objects', () => {
    const [before, after] = around(6, 'cache.writeback');
    const { stage } = stepMotion(before, after);
    expect(pagesOf(stage)[1]).toBe(pagesOf(after)[1]);
    expect(pagesOf(stage)[0]).not.toBe(pagesOf(after)[0]);
  });
});

describe('what goes', () => {
  it('is the TLB entry of the CPU that flushes, as it was', () => {
    const [before, after] = around(6, 'tlb.flush');
    const { stage, leaving } = stepMotion(before, after);
    expect(leaving).toEqual(['b0p0/tlb:0']);
    expect(markAt(stage, 'b0p0/tlb:0')?.title).toBe('TLB rw');
    expect(markAt(stage, 'b0p0/tlb:1')).toEqual(markAt(after, 'b0p0/tlb:1'));
  });

  it('is what an acknowledging CPU has flushed', () => {
    const { leaving } = stepMotion(...around(6, 'ipi.ack'));
    expect(leaving).toEqual(['b0p0/tlb:1']);
  });
});

describe('a change of owner', () => {
  it('sweeps over its pages to the side of the new owner', () => {
    const [before, after] = around(6, 'owner.change');
    const { stage, sweeps } = stepMotion(before, after);
    expect(sweeps.map(({ page, isToRight }) => [page.key, isToRight])).toEqual([
      ['b0p0', true],
      ['b0p1', true],
    ]);
    expect(pagesOf(stage).map(({ ownerWords }) => ownerWords)).toEqual(['CPU owns', 'CPU owns']);
    expect(pagesOf(after).map(({ ownerWords }) => ownerWords)).toEqual(['gpu owns', 'gpu owns']);
  });

  it('sweeps back where the CPU gets them', () => {
    const { sweeps } = stepMotion(...around(8, 'owner.change'));
    expect(sweeps.map(({ isToRight }) => isToRight)).toEqual([false, false]);
  });
});

describe('a picture in which nothing moves', () => {
  it('is shown as it is', () => {
    const [before, after] = around(6, 'call');
    expect(stepMotion(before, after)).toEqual({
      stage: after,
      leaving: [],
      coming: [],
      sweeps: [],
    });
  });
});

describe('what comes', () => {
  it('is the mapping that a process gets, though its entries are still empty', () => {
    const { coming, stage } = stepMotion(
      sceneAt(runTo(shootdownScript, 1)),
      sceneAt(runTo(shootdownScript, 2, 'vma.map')),
    );
    expect(coming).toEqual(['b0p0/pte:app/0', 'b0p1/pte:app/0']);
    expect(markAt(stage, 'b0p0/pte:app/0')?.title).toBe('absent');
  });

  it('is a bounce slot, though nothing is in it yet', () => {
    const keep = new Set(['slots:0']);
    const to = (operations: number, until?: string): RoomScene => {
      const { state, event, operation } = runTo(missedScript, operations, until, 'bounce');
      return roomScene(state, { event, operation, keep });
    };
    const { coming } = stepMotion(to(4), to(5, 'bounce.alloc'));
    expect(coming).toContain('b0l0/slots:0');
  });
});

describe('an IOMMU', () => {
  it('loses its entry, while its IOTLB still has it', () => {
    const mapped = sceneAt(runTo(shootdownScript, 7, undefined, 'arm64-iommu'));
    const unmapped = sceneAt(runTo(shootdownScript, 8, 'iommu.unmap', 'arm64-iommu'));
    const { leaving, stage } = stepMotion(mapped, unmapped);
    expect(leaving).toContain('b0p0/iommu:0');
    expect(markAt(stage, 'b0p0/iommu:0')?.state).toBe('solid');
    expect(markAt(unmapped, 'b0p0/iommu:0')?.state).toBe('leaving');
  });
});
