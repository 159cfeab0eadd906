/**
 * Where things lie in physical memory: frames to page frame numbers and back, bounce slots to addresses,
 * physical addresses to the bytes of a buffer that they stand for. Fixed for a run; derived from the setup.
 */
import type { Place } from '../microEvent.ts';
import type { Setup } from '../setup.ts';
import type { State } from '../state.ts';

/** Bytes of a buffer that some physical bytes hold or stand for. */
export interface BufferBytes {
  readonly buffer: number;
  readonly start: number;
}

interface Layout {
  /** Frame index by page frame number. */
  readonly frameOfPfn: ReadonlyMap<number, number>;
  /** Page frame number of each frame, buffers first, then the bounce pool. */
  readonly pfns: readonly number[];
  /** Frames of each buffer. */
  readonly bufferFrames: readonly (readonly number[])[];
  /** Buffer and first byte of each buffer frame. */
  readonly frameBytes: readonly BufferBytes[];
  /** First frame of the bounce pool. */
  readonly poolFrame: number;
}

const firstBufferAddress = 0x1a2f0000;
/** 5 GiB: out of reach of a 32 bit DMA mask. */
const firstHighAddress = 0x140000000;
const poolAddress = 0x04000000;

const layouts = new WeakMap<Setup, Layout>();

/** The layout of a setup; computed once and remembered. */
export function layoutOf(setup: Setup): Layout {
  const known = layouts.get(setup);
  if (known) return known;
  const layout = computeLayout(setup);
  layouts.set(setup, layout);
  return layout;
}

function computeLayout(setup: Setup): Layout {
  const { pageSize, swiotlb, swiotlbSlots, swiotlbSlotSize } = setup.platform;
  const pfns: number[] = [];
  const bufferFrames: number[][] = [];
  const frameBytes: BufferBytes[] = [];
  let low = firstBufferAddress / pageSize;
  let high = firstHighAddress / pageSize;
  setup.buffers.forEach((buffer, index) => {
    const frames: number[] = [];
    for (let page = 0; page < buffer.pages; page++) {
      const stride = buffer.contiguous ? 1 : 2;
      frames.push(pfns.length);
      frameBytes.push({ buffer: index, start: page * pageSize });
      pfns.push(buffer.high ? high : low);
      if (buffer.high) high += stride;
      else low += stride;
    }
    bufferFrames.push(frames);
    low += 1;
    high += 1;
  });
  const poolFrame = pfns.length;
  const poolPages = swiotlb === 'off' ? 0 : Math.ceil((swiotlbSlots * swiotlbSlotSize) / pageSize);
  for (let i = 0; i < poolPages; i++) pfns.push(poolAddress / pageSize + i);
  const frameOfPfn = new Map(pfns.map((pfn, frame) => [pfn, frame]));
  return { frameOfPfn, pfns, bufferFrames, frameBytes, poolFrame };
}

/** Physical address of a byte of a frame. */
export function frameAddress(state: State, frame: number, offset: number): number {
  return (state.frames[frame]?.pfn ?? 0) * state.setup.platform.pageSize + offset;
}

/** Frame that holds a physical address; undefined where there is no memory of the model. */
export function frameAt(state: State, address: number): number | undefined {
  return layoutOf(state.setup).frameOfPfn.get(Math.floor(address / state.setup.platform.pageSize));
}

/** Physical address of a byte of a buffer, which must lie in it. */
export function bufferAddress(state: State, buffer: number, byte: number): number {
  const { pageSize } = state.setup.platform;
  const frame = state.buffers[buffer]?.frames[Math.floor(byte / pageSize)] ?? 0;
  return frameAddress(state, frame, byte % pageSize);
}

/** Whether a physical address lies in the bounce pool. */
export function isPoolAddress(state: State, address: number): boolean {
  const frame = frameAt(state, address);
  return frame !== undefined && frame >= state.poolFrame;
}

/** Physical address of a bounce slot. */
export function slotAddress(state: State, slot: number): number {
  return poolAddress + slot * state.setup.platform.swiotlbSlotSize;
}

/** Bounce slot that holds a physical address of the pool. */
export function slotAt(state: State, address: number): number {
  return Math.floor((address - poolAddress) / state.setup.platform.swiotlbSlotSize);
}

/** Where a physical address lies, for events: memory, or the bounce slot that it is in. */
export function memoryPlace(state: State, address: number): Place {
  if (!isPoolAddress(state, address)) return { kind: 'memory' };
  return { kind: 'slot', slot: slotAt(state, address) };
}

/**
 * The byte of a buffer that a physical address holds (a buffer's page) or stands for (a slot in use);
 * null for a free slot and outside memory.
 */
export function bufferByteAt(state: State, address: number): BufferBytes | null {
  const frame = frameAt(state, address);
  if (frame === undefined) return null;
  if (frame < state.poolFrame) {
    const bytes = layoutOf(state.setup).frameBytes[frame];
    if (!bytes) return null;
    return { buffer: bytes.buffer, start: bytes.start + (address % state.setup.platform.pageSize) };
  }
  const index = slotAt(state, address);
  const slot = state.slots[index];
  if (!slot || slot.mapping === null) return null;
  const start = slot.start + (address - slotAddress(state, index));
  const mapping = state.mappings.find(({ id }) => id === slot.mapping);
  if (!mapping || start < mapping.start || start >= mapping.start + mapping.length) return null;
  return { buffer: slot.buffer, start };
}

/** Whether a device with this many address bits reaches a physical range. */
export function isReachable(address: number, length: number, dmaBits: number): boolean {
  return address + length <= 2 ** dmaBits;
}
