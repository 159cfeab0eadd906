/**
 * What a script line can do: every operation of the model, by agent. Operations are plain data: they
 * are what scripts parse to, what links carry, and what `step` performs.
 * Names in them (`fd`, `p`, `m`) are resolved against the state; a name that means nothing there is a
 * script error in the result, never an exception.
 */
import type { MicroEventKind } from './microEvent.ts';
import type { DmaApiAction } from './vocabulary/dmaApi.ts';
import type { ExporterAction } from './vocabulary/exporters.ts';
import type { FenceAction } from './vocabulary/fences.ts';
import type { FileAction } from './vocabulary/files.ts';
import type { ImporterAction } from './vocabulary/importers.ts';
import type { MmAction } from './vocabulary/mm.ts';

/** `enum dma_data_direction` without its prefix. */
export type Direction = 'BIDIRECTIONAL' | 'TO_DEVICE' | 'FROM_DEVICE';

/** Who does it. `kernel` as process is kernel code working through the linear map. */
export type Agent =
  | { readonly kind: 'thread'; readonly process: string; readonly cpu: number }
  /** A device and the driver that drives it; the driver's code runs on `cpu`. */
  | { readonly kind: 'device'; readonly device: string; readonly cpu: number }
  /** CPU hardware acting on its own: eviction, prefetch, draining. */
  | { readonly kind: 'cpu'; readonly cpu: number }
  | { readonly kind: 'iommu' };

/** A byte in something named: a mapping of a process (`p`), a buffer, or a streaming mapping (`m`). */
export interface Location {
  /** Name of the mapping or buffer; empty: the device's only mapping. */
  readonly base: string;
  /** Bytes from its start. */
  readonly offset: number;
}

/** What a thread (or kernel code on a CPU) does. */
export type ThreadAction =
  | {
      readonly do: 'export';
      readonly name: string;
      readonly buffer: string;
      readonly readOnly: boolean;
    }
  | { readonly do: 'dup'; readonly name: string; readonly fd: string }
  | { readonly do: 'receive'; readonly name: string; readonly fd: string; readonly from: string }
  | { readonly do: 'close'; readonly fd: string }
  | {
      readonly do: 'mmap';
      readonly name: string;
      readonly fd: string;
      /** Pages to map; null: to the end of the buffer. */
      readonly pages: number | null;
      /** First page of the buffer. */
      readonly pageOffset: number;
      readonly writable: boolean;
      readonly shared: boolean;
    }
  | { readonly do: 'munmap'; readonly map: string }
  | { readonly do: 'read'; readonly at: Location; readonly length: number }
  | { readonly do: 'write'; readonly at: Location; readonly length: number; readonly value: number }
  | {
      readonly do: 'sync';
      readonly fd: string;
      /** Raw `flags` of `struct dma_buf_sync`: READ 1, WRITE 2, END 4 (START 0). */
      readonly flags: number;
    }
  | { readonly do: 'barrier' }
  /** The process ends: its mappings go, its descriptors are closed. */
  | { readonly do: 'exit' }
  | { readonly do: 'doorbell'; readonly device: string };

/** What only kernel code (`kernel@cpuN`) can do, beside reading and writing through the linear map. */
export type KernelAction =
  | {
      readonly do: 'maintain';
      readonly how: 'clean' | 'invalidate' | 'flush';
      readonly at: Location;
      readonly length: number;
    }
  /** The exporter's unmap_mapping_range() over a byte range of the buffer; length 0: to its end. */
  | { readonly do: 'zap'; readonly at: Location; readonly length: number };

/** What a driver calls on behalf of its device. */
export type DriverAction =
  /** PRIME import: dma_buf_get, dma_buf_attach, and what the importer's policy adds. */
  | { readonly do: 'import'; readonly fd: string }
  /** PRIME handle closed: what is left of unmap, detach and dma_buf_put. */
  | { readonly do: 'release'; readonly buffer: string }
  | { readonly do: 'get'; readonly fd: string }
  | { readonly do: 'put'; readonly buffer: string }
  | { readonly do: 'attach'; readonly buffer: string }
  | { readonly do: 'detach'; readonly buffer: string }
  | { readonly do: 'map'; readonly buffer: string; readonly direction: Direction }
  /** `direction` null: the mapping's own. */
  | { readonly do: 'unmap'; readonly buffer: string; readonly direction: Direction | null }
  /** dma_sync_sgtable_for_cpu or _for_device by the importer itself. */
  | {
      readonly do: 'syncSgtable';
      readonly buffer: string;
      readonly to: 'cpu' | 'device';
      readonly direction: Direction;
    }
  | {
      readonly do: 'mapSingle';
      readonly name: string;
      readonly at: Location;
      readonly length: number;
      readonly direction: Direction;
      readonly skipCpuSync: boolean;
      /** Other DMA_ATTR_* bits; absent: none. */
      readonly attrs?: number;
      /** The driver does not call dma_mapping_error() at once. */
      readonly unchecked?: true;
    }
  | {
      readonly do: 'unmapSingle';
      readonly mapping: string;
      /** Bytes given to the call; null: the mapping's own. */
      readonly length: number | null;
      /** Direction given to the call; null: the mapping's own. */
      readonly direction: Direction | null;
      readonly skipCpuSync: boolean;
      /** Other DMA_ATTR_* bits; absent: none. */
      readonly attrs?: number;
    }
  | {
      readonly do: 'syncSingle';
      readonly to: 'cpu' | 'device';
      readonly at: Location;
      readonly length: number;
      readonly direction: Direction;
    }
  /** dma_alloc_coherent: the named buffer's storage becomes a coherent allocation for this device. */
  | {
      readonly do: 'allocCoherent';
      readonly name: string;
      readonly buffer: string;
      /** Bytes asked for; absent: the whole buffer. */
      readonly length?: number;
    }
  | {
      readonly do: 'freeCoherent';
      readonly mapping: string;
      /** Bytes given to the call; absent: those that were allocated. */
      readonly length?: number;
      /** How far the CPU address given is from the one that was allocated; absent: not at all. */
      readonly cpuOffset?: number;
    }
  /** The driver is unbound from its device; what it left behind is a leak. */
  | { readonly do: 'unbind' };

/** What the device's DMA engine does. */
export type DeviceAction =
  | {
      readonly do: 'dmaRead';
      readonly at: Location;
      readonly length: number;
      /** Whether the transaction snoops; null: as the device does by default. */
      readonly snoop: boolean | null;
    }
  | {
      readonly do: 'dmaWrite';
      readonly at: Location;
      readonly length: number;
      readonly value: number;
      readonly snoop: boolean | null;
    };

/** What CPU hardware does on its own. */
export type CpuAction =
  | { readonly do: 'evict'; readonly at: Location }
  | { readonly do: 'prefetch'; readonly at: Location }
  | { readonly do: 'drain' };

/** The lazy IOMMU's batched IOTLB invalidation. */
export type IommuAction = { readonly do: 'flushIotlb' };

/** The actions of the subjects under `vocabulary/`. */
export type SubjectAction =
  | MmAction
  | FileAction
  | FenceAction
  | DmaApiAction
  | ExporterAction
  | ImporterAction;

/** Everything that can be done; `do` says what, and each agent does its own part of it. */
export type Action =
  | ThreadAction
  | KernelAction
  | DriverAction
  | DeviceAction
  | CpuAction
  | IommuAction
  | SubjectAction;
export type ActionName = Action['do'];

/** Who does what. */
export interface Operation {
  readonly agent: Agent;
  readonly action: Action;
}

/** A point inside an operation: after its nth (from 1) micro-event of a kind. */
export interface MicroPoint {
  readonly kind: MicroEventKind;
  readonly nth: number;
}

/** Another agent's operation that happens inside an operation; at its end where the point never comes. */
export interface Interleaving {
  readonly at: MicroPoint;
  readonly operation: Operation;
}

/** What `step` performs: an operation and what others do meanwhile. */
export interface StepInput {
  readonly operation: Operation;
  readonly meanwhile: readonly Interleaving[];
}
