/** What fences, reservations, sync_files, timelines and jobs consist of; kept in the state. */
import type { FenceState } from '../../machines/states.ts';

/**
 * Who must wait for a fence of a dma_resv, in the order of the kernel: whoever asks for one usage gets those
 * before it too [include/linux/dma-resv.h, enum dma_resv_usage].
 */
export type FenceUsage = 'KERNEL' | 'WRITE' | 'READ' | 'BOOKKEEP';

/** Who will signal a fence. */
export type FenceSource =
  /** The engine of a device (index), at the end of a job. */
  | { readonly kind: 'job'; readonly device: number }
  /** Whoever moves a sw_sync timeline (id) on. */
  | { readonly kind: 'timeline'; readonly timeline: number };

/** Something that will be signaled once [struct dma_fence]. */
export interface Fence {
  readonly id: number;
  /** What people call it: the job’s name, or timeline and point. */
  readonly name: string;
  readonly source: FenceSource;
  /** Its place on its timeline; later ones signal later. */
  readonly seqno: number;
  readonly state: FenceState;
}

/** A fence of a buffer, and who must wait for it. */
export interface ResvEntry {
  /** Id of the fence. */
  readonly fence: number;
  readonly usage: FenceUsage;
}

/** A file that holds fences; it is ready when all are signaled. */
export interface SyncFile {
  readonly id: number;
  /** Name of its first descriptor. */
  readonly name: string;
  /** Ids of its fences; none: it stands for nothing and is ready. */
  readonly fences: readonly number[];
}

/** A timeline that userspace moves on [drivers/dma-buf/sw_sync.c]. */
export interface SwSyncTimeline {
  readonly id: number;
  /** Name of its first descriptor. */
  readonly name: string;
  readonly value: number;
}

/** Work that a driver has queued on its device’s engine, which does it in its own time. */
export interface Job {
  /** Name that the script gave it. */
  readonly name: string;
  readonly device: number;
  /** Id of its fence, which says whether it is finished. */
  readonly fence: number;
  /** Id of the mapping whose addresses it works on; -1 where it only waits, and length 0. */
  readonly mapping: number;
  readonly buffer: number;
  /** First byte, from the start of the buffer, and length. */
  readonly start: number;
  readonly length: number;
  /** What it writes; null for a read. */
  readonly value: number | null;
  /** Ids of the fences that it waits for. */
  readonly waits: readonly number[];
}
