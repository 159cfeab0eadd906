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
  /** Frames that each buffer can be moved to, or be put in when it is mapped; empty where there are none. */
  readonly spareFrames: readonly (readonly number[])[];
  /** Buffer and first byte of each buffer frame. */
  readonly frameBytes: readonly BufferBytes[];
  /** First frame of the bounce pool. */
  readonly poolFrame: number;
}

const firstBufferAddress = 0x1a2f0000;
/** 5 GiB: out of reach of a 32 bit DMA mask. */
const firstHighAddress = 0x140000000;
/** Low and in one run: what suits the pickiest device. */
const firstSpareAddress = 0x08000000;
/** Memory without struct page: reserved at boot, and behind a device's window. */
const firstPagelessAddress = { 'carve-out': 0x50000000, device: 0xe0000000 };
const poolAddress = 0x04000000;
/** Frames that are taken while a run goes on: private copies of pages, pages of memfds. */
const firstTakenAddress = 0x60000000;

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
  const next = {
    low: firstBufferAddress / pageSize,
    high: firstHighAddress / pageSize,
    'carve-out': firstPagelessAddress['carve-out'] / pageSize,
    device: firstPagelessAddress.device / pageSize,
  };
  setup.buffers.forEach((buffer, index) => {
    const frames: number[] = [];
    const where = buffer.memory ?? (buffer.high ? 'high' : 'low');
    for (let page = 0; page < buffer.pages; page++) {
      const stride = buffer.contiguous ? 1 : 2;
      frames.push(pfns.length);
      frameBytes.push({ buffer: index, start: page * pageSize });
      pfns.push(next[where]);
      next[where] += stride;
    }
    bufferFrames.push(frames);
    // None is next to another buffer.
    next.low += 1;
    next.high += 1;
    next['carve-out'] += 1;
    next.device += 1;
  });
  const spareFrames = placeSpares(setup, pfns, frameBytes);
  const poolFrame = pfns.length;
  const poolPages = swiotlb === 'off' ? 0 : Math.ceil((swiotlbSlots * swiotlbSlotSize) / pageSize);
  for (let i = 0; i < poolPages; i++) pfns.push(poolAddress / pageSize + i);
  const frameOfPfn = new Map(pfns.map((pfn, frame) => [pfn, frame]));
  return { frameOfPfn, pfns, bufferFrames, spareFrames, frameBytes, poolFrame };
}

/** The other places of buffers that can move, or that are placed late. */
function placeSpares(setup: Setup, pfns: number[], frameBytes: BufferBytes[]): number[][] {
  const { pageSize } = setup.platform;
  let next = firstSpareAddress / pageSize;
  return setup.buffers.map(({ pages, movable, allocation }, buffer) => {
    if (!movable && allocation !== 'delayed') return [];
    const frames = Array.from({ length: pages }, (_, page) => {
      frameBytes.push({ buffer, start: page * pageSize });
      return pfns.push(next + page) - 1;
    });
    next += pages + 1;
    return frames;
  });
}

/** Physical address of a byte of a frame. */
export function frameAddress(state: State, frame: number, offset: number): number {
  return (state.frames[frame]?.pfn ?? 0) * state.setup.platform.pageSize + offset;
}

/** Frame that holds a physical address; undefined where there is no memory of the model. */
export function frameAt(state: State, address: number): number | undefined {
  const layout = layoutOf(state.setup);
  const pfn = Math.floor(address / state.setup.platform.pageSize);
  const known = layout.frameOfPfn.get(pfn);
  if (known !== undefined || state.frames.length === layout.pfns.length) return known;
  const frame = layout.pfns.length + pfn - firstTakenAddress / state.setup.platform.pageSize;
  return frame >= layout.pfns.length && frame < state.frames.length ? frame : undefined;
}

/** Page frame number of the next frame that is taken. */
export function nextTakenPfn(state: State): number {
  const taken = state.frames.length - layoutOf(state.setup).pfns.length;
  return firstTakenAddress / state.setup.platform.pageSize + taken;
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
  return (
    frame !== undefined && frame >= state.poolFrame && frame < layoutOf(state.setup).pfns.length
  );
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
    // A page that the buffer has moved away from holds nothing of it.
    const page = bytes.start / state.setup.platform.pageSize;
    if (state.buffers[bytes.buffer]?.frames[page] !== frame) return null;
    return { buffer: bytes.buffer, start: bytes.start + (address % state.setup.platform.pageSize) };
  }
  if (frame >= layoutOf(state.setup).pfns.length) return takenByteAt(state, frame, address);
  const index = slotAt(state, address);
  const slot = state.slots[index];
  if (!slot || slot.mapping === null) return null;
  const start = slot.start + (address - slotAddress(state, index));
  const mapping = state.mappings.find(({ id }) => id === slot.mapping);
  if (!mapping || start < mapping.start || start >= mapping.start + mapping.length) return null;
  return { buffer: slot.buffer, start };
}

/** A page of a memfd that became one of a udmabuf. */
function takenByteAt(state: State, frame: number, address: number): BufferBytes | null {
  const { pageSize } = state.setup.platform;
  for (const [buffer, { frames }] of state.buffers.entries()) {
    const page = frames.indexOf(frame);
    if (page >= 0) return { buffer, start: page * pageSize + (address % pageSize) };
  }
  return null;
}

/** Whether a device with this many address bits reaches a physical range. */
export function isReachable(address: number, length: number, dmaBits: number): boolean {
  return address + length <= 2 ** dmaBits;
}
