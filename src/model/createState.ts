/** The first state of a run: empty caches, nothing exported, every buffer with its initial content. */
import { initialWriter, makeCell, uniformLine } from './hardware/cell.ts';
import { layoutOf } from './hardware/layout.ts';
import { emptyDmaDebug } from './kernel/dmaDebug/types.ts';
import type { InitialContent, Setup } from './setup.ts';
import type { Buffer, Frame, Line, State } from './state.ts';

const firstIova = 0xffffff000;

/** The state before the first operation, of a setup as `setupOf` makes it of a scenario. */
export function createState(setup: Setup): State {
  const { platform } = setup;
  const layout = layoutOf(setup);
  return {
    setup,
    frames: createFrames(setup),
    poolFrame: layout.poolFrame,
    cpus: Array.from({ length: platform.cpus }, () => ({
      sets: Array.from({ length: platform.cacheSets }, () => []),
      tlb: [],
      wc: [],
    })),
    processes: [],
    files: [],
    memfds: [],
    fences: [],
    syncFiles: [],
    timelines: [],
    jobs: [],
    races: null,
    buffers: setup.buffers.map((_, index) => createBuffer(layout.bufferFrames[index] ?? [])),
    vmas: [],
    attachments: [],
    accessWindows: [],
    vmaps: [],
    mappings: [],
    devices: setup.devices.map(({ dmaBits }) => ({
      transfer: 'idle',
      iommu: [],
      iotlb: [],
      nextIova: Math.min(firstIova, 2 ** dmaBits),
      lastRead: null,
    })),
    slots: Array.from({ length: platform.swiotlb === 'off' ? 0 : platform.swiotlbSlots }, () => ({
      mapping: null,
      buffer: 0,
      start: 0,
    })),
    blames: [],
    costs: {
      maintainedLines: 0,
      cleanedLines: 0,
      invalidatedLines: 0,
      bouncedBytes: 0,
      faults: 0,
      ipis: 0,
      syscalls: 0,
    },
    dmaDebug: platform.dmaDebug ? emptyDmaDebug : null,
    warned: [],
    nextSlot: 0,
    nextWrite: 1,
    nextId: 1,
    violations: 0,
  };
}

function createBuffer(frames: readonly number[]): Buffer {
  return { frames, dmaBuf: null, released: 0, away: frames.map(() => false), coherentFor: null };
}

function createFrames(setup: Setup): readonly Frame[] {
  const { pageSize, lineSize } = setup.platform;
  const layout = layoutOf(setup);
  const linesPerPage = pageSize / lineSize;
  const zeroLine = uniformLine(makeCell(0, initialWriter, 0), lineSize);
  const zeroPage: readonly Line[] = Array.from({ length: linesPerPage }, () => zeroLine);
  return layout.pfns.map((pfn, frame) => {
    const bytes = layout.frameBytes[frame];
    const content = bytes ? setup.buffers[bytes.buffer]?.content : undefined;
    if (!bytes || !content) return { pfn, lines: zeroPage, newest: zeroPage };
    const lines = Array.from({ length: linesPerPage }, (_, line) =>
      initialLine(content, bytes.start + line * lineSize, lineSize),
    );
    return { pfn, lines, newest: lines };
  });
}

function initialLine(content: InitialContent, start: number, lineSize: number): Line {
  return Array.from({ length: lineSize }, (_, i) =>
    makeCell(0, initialWriter, initialValue(content, start + i)),
  );
}

/** The value of a byte before anything was written. */
export function initialValue({ base, cell, period }: InitialContent, byte: number): number {
  return (base + (Math.floor(byte / cell) % period)) % 256;
}
