/**
 * What every kind of micro-event moves: bytes, a translation, an owner, a message, or nothing. A table over
 * all kinds, so that a new kind has to say it. From where to where is read from the event: `roomMoves.ts`.
 */
import type { MicroEventKind } from '../model/microEvent.ts';

/** What moves, the gravest first. */
export type Moved = 'owner' | 'data' | 'translation' | 'message';

export interface EventMotion {
  /** `nothing`: it is said where it happens, if that is in the picture, and nothing is seen to move. */
  readonly moves: Moved | 'nothing';
  /** Along the rows of its lines, along the rows of its pages, or over the heads. */
  readonly along: 'rows' | 'pages' | 'heads';
  /** What it is called in the pill, where its own label would be too long; empty: its label. */
  readonly words: string;
  /** What stands on what moves, where that is no bytes. */
  readonly token: string;
  /** Where entries or lines come to be, other than by moving there, or go; null: nowhere. */
  readonly comes: 'to' | null;
  readonly leaves: 'from' | 'to' | null;
}

type Extra = Partial<Omit<EventMotion, 'moves'>>;

function motion(moves: EventMotion['moves'], along: EventMotion['along'], extra: Extra = {}) {
  return { moves, along, words: '', token: '', comes: null, leaves: null, ...extra } as const;
}

/** Bytes of lines go from one place to another. */
const data = (words: string, extra: Extra = {}): EventMotion =>
  motion('data', 'rows', { words, ...extra });
/** An entry of a page table, a TLB or a list goes from one place to another. */
const translation = (words: string, token: string, extra: Extra = {}): EventMotion =>
  motion('translation', 'pages', { words, token, ...extra });
const message = (words: string, extra: Extra = {}): EventMotion =>
  motion('message', 'heads', { words, ...extra });
/** Something comes to be in its place, or changes there. */
const comes = (words: string): EventMotion =>
  motion('translation', 'heads', { words, comes: 'to' });
/** Something goes where it is. */
const leaves = (words: string, where: 'from' | 'to' = 'to'): EventMotion =>
  motion('translation', 'heads', { words, leaves: where });
const nothing = (words = ''): EventMotion => motion('nothing', 'heads', { words });

export const eventMotions: Readonly<Record<MicroEventKind, EventMotion>> = {
  // Kernel calls and objects: numbers and names of the kernel, which have no place in the picture.
  call: nothing(),
  'fd.open': nothing(),
  'fd.close': nothing(),
  'ref.get': nothing(),
  'ref.put': nothing(),
  release: nothing(),
  attach: nothing(),
  detach: nothing(),
  refused: nothing(),
  printk: nothing(),
  'sgt.build': translation('build sg_table', 'sg'),
  'sgt.free': leaves('free sg_table', 'from'),
  'owner.change': motion('owner', 'pages'),
  signal: message(''),

  // Userspace mappings.
  'vma.map': comes('mmap'),
  'vma.unmap': leaves('munmap', 'from'),
  'pte.fault': message('page fault', { along: 'pages', token: '?' }),
  'pte.insert': translation('insert PTE', 'PTE'),
  'pte.clear': leaves('clear PTE'),
  'tlb.fill': translation('page walk', 'PTE'),
  'tlb.flush': leaves('flush TLB'),
  'ipi.send': message('IPI flush'),
  'ipi.ack': message('ack', { leaves: 'to' }),
  'shootdown.done': leaves('all acknowledged'),
  fork: message('fork'),
  'vma.open': nothing(),
  'vma.close': nothing(),
  'vma.split': nothing(),
  'vma.merge': nothing(),
  'vma.protect': nothing(),
  'vma.move': comes('mremap'),
  'vma.advice': nothing(),
  'pte.copy': translation('copy PTE', 'PTE'),
  'pte.protect': comes('change PTE'),
  'page.copy': data('copy on write'),
  'page.free': leaves('drop private copy', 'from'),
  'mm.answer': nothing(),

  // CPU, cache, memory.
  'cpu.load': data('load'),
  'cpu.store': data('store'),
  'cache.fill': data('fill'),
  'cache.upgrade': data('upgrade', { token: '!', leaves: 'from' }),
  'cache.writeback': data('write back'),
  'cache.drop': data('drop', { leaves: 'from' }),
  'cache.alias': data('alias', { comes: 'to' }),
  'wc.store': data('gather'),
  'wc.drain': data('drain', { leaves: 'from' }),
  barrier: nothing(),

  // Devices.
  'dma.start': nothing('DMA start'),
  'dma.snoop': data('snoop', { token: '?' }),
  'dma.read': data('DMA read'),
  'dma.write': data('DMA write'),
  'dma.done': nothing(),
  'dma.fault': message('blocked', { along: 'pages', token: '✕' }),
  doorbell: message('doorbell'),
  'iommu.map': translation('map IOVA', 'IOVA'),
  'iommu.unmap': leaves('unmap IOVA'),
  'iotlb.fill': translation('I/O page walk', 'IOVA'),
  'iotlb.flush': leaves('flush IOTLB'),
  'bounce.alloc': data('take slot', { comes: 'to' }),
  'bounce.copy': data('bounce copy'),
  'bounce.free': data('free slot', { leaves: 'to' }),
  'debug.add': nothing(),
  'debug.remove': nothing(),
  'dma.parms': nothing(),

  // Fences and jobs.
  'job.queue': message('queue job'),
  'job.begin': nothing(),
  'fence.create': nothing(),
  'fence.add': nothing(),
  'fence.wait': nothing(),
  'fence.signal': message(''),

  // Files: no place of the picture has them.
  'file.flags': nothing(),
  'file.answer': nothing(),
  'poll.ready': nothing(),
  'memfd.size': nothing(),
  'memfd.seal': nothing(),
  'memfd.pin': nothing(),
  'memfd.hole': nothing(),
  'buffer.name': nothing(),
  'mask.set': nothing(),
  inject: nothing(),

  // Exporters and importers.
  'window.open': nothing(),
  'window.close': nothing(),
  'lock.wait': nothing(),
  'lock.grant': nothing(),
  'lock.drop': nothing(),
  'heap.choose': nothing(),
  vmap: translation('vmap', 'vmap'),
  vunmap: leaves('vunmap', 'from'),
  'attach.check': nothing(),
  'storage.choose': nothing(),
  'move.notify': message('move_notify'),
  'page.move': data('move page'),
  pin: nothing(),
  unpin: nothing(),
  'sgt.adopt': translation('adopt DMA list', 'sg'),
  'sgt.hide': comes('hide page links'),
  'pages.take': translation('take pages', 'page'),
  'list.check': nothing(),
  'flush.left': nothing(),
};

/** Whether an event of this kind is about the bytes of lines. */
export function movesBytes(kind: MicroEventKind): boolean {
  return eventMotions[kind].moves === 'data';
}
