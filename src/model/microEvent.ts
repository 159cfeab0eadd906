/**
 * Micro-events: the smallest steps of an operation, nested as the kernel's calls are nested. Each names
 * its agent, the kernel function or hardware action, the data that moved, and the state that changed.
 */
import type { Violation } from './violation.ts';
import type { DmaApiEventKind } from './vocabulary/dmaApi.ts';
import type { ExporterEventKind } from './vocabulary/exporters.ts';
import type { FenceEventKind } from './vocabulary/fences.ts';
import type { FileEventKind } from './vocabulary/files.ts';
import type { ImporterEventKind } from './vocabulary/importers.ts';
import type { MmEventKind } from './vocabulary/mm.ts';

/** Stable words; scripts name them in `during`, so none may be renamed. */
export type MicroEventKind =
  // kernel calls and objects
  | 'call'
  | 'fd.open'
  | 'fd.close'
  | 'ref.get'
  | 'ref.put'
  | 'release'
  | 'attach'
  | 'detach'
  | 'sgt.build'
  | 'sgt.free'
  | 'owner.change'
  | 'refused'
  | 'signal'
  | 'printk'
  // userspace mappings
  | 'vma.map'
  | 'vma.unmap'
  | 'pte.fault'
  | 'pte.insert'
  | 'pte.clear'
  | 'tlb.fill'
  | 'tlb.flush'
  | 'ipi.send'
  | 'ipi.ack'
  | 'shootdown.done'
  // CPU, cache, memory
  | 'cpu.load'
  | 'cpu.store'
  | 'cache.fill'
  | 'cache.upgrade'
  | 'cache.writeback'
  | 'cache.drop'
  | 'wc.store'
  | 'wc.drain'
  | 'barrier'
  // devices
  | 'dma.start'
  | 'dma.snoop'
  | 'dma.read'
  | 'dma.write'
  | 'dma.done'
  | 'dma.fault'
  | 'doorbell'
  | 'iommu.map'
  | 'iommu.unmap'
  | 'iotlb.fill'
  | 'iotlb.flush'
  | 'bounce.alloc'
  | 'bounce.copy'
  | 'bounce.free'
  | MmEventKind
  | FileEventKind
  | FenceEventKind
  | DmaApiEventKind
  | ExporterEventKind
  | ImporterEventKind;

/** Where a copy or a translation can be. Indices are into the state's arrays. */
export type Place =
  | { readonly kind: 'cpu'; readonly cpu: number }
  | { readonly kind: 'cache'; readonly cpu: number }
  | { readonly kind: 'wc'; readonly cpu: number }
  | { readonly kind: 'tlb'; readonly cpu: number }
  | { readonly kind: 'pte'; readonly vma: number }
  | { readonly kind: 'memory' }
  | { readonly kind: 'slot'; readonly slot: number }
  | { readonly kind: 'iommu'; readonly device: number }
  | { readonly kind: 'iotlb'; readonly device: number }
  | { readonly kind: 'device'; readonly device: number }
  | { readonly kind: 'kernel' };

/** Bytes of a buffer. */
export interface ByteRange {
  /** Index of the buffer in the state. */
  readonly buffer: number;
  /** First byte, from the start of the buffer. */
  readonly start: number;
  /** Number of bytes. */
  readonly length: number;
}

/** The smallest step of an operation: a call, a copy, a translation, a change of hands. */
export interface MicroEvent {
  readonly kind: MicroEventKind;
  /** Nesting: 0 is the operation's own level; the event belongs to the last `call` of smaller depth. */
  readonly depth: number;
  /** Who does it: `app@cpu0`, `gpu`, `cpu1`, `iommu`, or an exporter's name. */
  readonly agent: string;
  /** What it is called: `dma_map_sgtable(gpu, TO_DEVICE)`, `write back line 3`. */
  readonly label: string;
  /** Where data, a translation or a message leaves. */
  readonly from: Place | null;
  /** Where it arrives. */
  readonly to: Place | null;
  /** The bytes of a buffer that it is about. */
  readonly range: ByteRange | null;
  /** The rules it breaks and the effects it has. */
  readonly violations: readonly Violation[];
  /** Facts for the explanation, by name (`direction`, `errno`, `reason`, `state`, `owner` …). */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  /** The machine transitions taken. */
  readonly transitions: readonly Transition[];
}

/** A step of one of the machines of `machines/`. */
export interface Transition {
  readonly machine: MachineId;
  /** Which instance: an id as in `machineInstances(state)`. */
  readonly instance: string;
  /** The event that was sent. */
  readonly event: string;
  /** State before, with dots for nesting. */
  readonly from: string;
  /** State after. */
  readonly to: string;
}

/** The state machines of the model. */
export type MachineId =
  | 'ownership'
  | 'attachment'
  | 'pte'
  | 'iommuMapping'
  | 'dmaTransfer'
  | 'accessWindow'
  | 'fence';
