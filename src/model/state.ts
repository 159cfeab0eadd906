/**
 * The state of the simulated machine: plain, readonly, JSON-serialisable data, shared structurally
 * between steps. Nothing here knows how it changes; `step.ts` does that.
 *
 * Indices (`cpu`, `device`, `buffer`, `frame`, `slot`) are positions in the arrays below; ids (`id`) are
 * numbers that stay while other objects of their kind come and go.
 */
import type {
  AttachmentState,
  DmaTransferState,
  IommuMappingState,
  OwnershipState,
  PteState,
} from './machines/states.ts';
import type { Direction } from './operation.ts';
import type { MemoryType, Setup } from './setup.ts';
import type { DefectId, RuleId } from './violation.ts';

/** One stored byte: `(writeId * 32 + writer) * 256 + value`; see `hardware/cell.ts`. */
export type Cell = number;

/** The cells of one cache line, `lineSize` of them. Never changed in place, so copies share it. */
export type Line = readonly Cell[];

export interface Frame {
  /** Page frame number: physical address divided by the page size. */
  readonly pfn: number;
  /** What DRAM holds, by line. */
  readonly lines: readonly Line[];
  /** What the newest store to each byte was, wherever it is now, by line; not known to any hardware. */
  readonly newest: readonly Line[];
}

export interface CacheLine {
  /** Physical address of its first byte. */
  readonly address: number;
  /** MESI without Invalid, which is absence. Modified is dirty. */
  readonly state: 'M' | 'E' | 'S';
  readonly data: Line;
}

export interface TlbEntry {
  readonly process: string;
  /** Id of the VMA that it translates for. */
  readonly vma: number;
  /** Page of the VMA. */
  readonly page: number;
  /** Frame that it points to. */
  readonly frame: number;
  readonly writable: boolean;
  readonly type: MemoryType;
}

export interface WcEntry {
  /** Physical address of the line. */
  readonly address: number;
  /** Stored cells; null where nothing was stored. */
  readonly cells: readonly (Cell | null)[];
}

export interface Cpu {
  /** Data cache by set; in a set the most recently used line comes first. */
  readonly sets: readonly (readonly CacheLine[])[];
  /** Translations, newest first. */
  readonly tlb: readonly TlbEntry[];
  /** Write-combining buffer, oldest first. */
  readonly wc: readonly WcEntry[];
}

export interface FileDescriptor {
  /** Name that the script gave it. */
  readonly name: string;
  /** Number, from 3. */
  readonly number: number;
  readonly buffer: number;
  readonly readOnly: boolean;
}

export interface Process {
  readonly name: string;
  /** CPUs it has run on, which a shootdown must reach. */
  readonly cpus: readonly number[];
  readonly fds: readonly FileDescriptor[];
  /** Buffers between SYNC START and END of this process. */
  readonly windows: readonly number[];
}

export interface Pte {
  readonly state: PteState;
  /** Frame it points to, or pointed to before it was cleared; null before the first fault. */
  readonly frame: number | null;
}

export interface Vma {
  readonly id: number;
  /** Name that the script gave it. */
  readonly name: string;
  readonly process: string;
  readonly buffer: number;
  /** Virtual address of its first byte. */
  readonly address: number;
  /** First page of the buffer that it maps. */
  readonly pageOffset: number;
  readonly writable: boolean;
  readonly type: MemoryType;
  /** One a page. */
  readonly ptes: readonly Pte[];
}

/** Entry of an attachment's CPU list: one run of adjacent pages of the buffer. */
export interface SgEntry {
  /** First byte, from the start of the buffer. */
  readonly start: number;
  readonly length: number;
  /** Physical address of its first byte. */
  readonly address: number;
}

/** Entry of a mapping's DMA list: a run of the buffer behind one device address. */
export interface DmaSegment {
  readonly start: number;
  readonly length: number;
  /** Device address: physical, IOVA, or in a bounce slot. */
  readonly dmaAddress: number;
  /** First bounce slot, or null where it does not bounce. */
  readonly slot: number | null;
}

/** A run of bytes of a mapping in the same ownership state. */
export interface Extent {
  /** First byte and end, from the start of the buffer. */
  readonly start: number;
  readonly end: number;
  readonly state: OwnershipState;
  /** Whether somebody touched it who did not own it, since it last changed hands. */
  readonly contested: boolean;
}

export interface DmaMapping {
  readonly id: number;
  /** Name given by the script; null for an attachment's mapping. */
  readonly name: string | null;
  /** `coherent` is dma_alloc_coherent: no ownership, no bouncing. */
  readonly kind: 'single' | 'sg' | 'coherent';
  readonly device: number;
  readonly buffer: number;
  readonly start: number;
  readonly length: number;
  readonly direction: Direction;
  readonly segments: readonly DmaSegment[];
  /** Whether it stands. A torn down one is kept until its name is used again: devices remember addresses. */
  readonly live: boolean;
  /** Whether a call that hands it over, either way, is under way: nobody may touch it then. */
  readonly changing: boolean;
  /** Ownership, in order, without gaps over [start, start + length); empty when torn down or coherent. */
  readonly extents: readonly Extent[];
}

export interface Attachment {
  readonly id: number;
  readonly device: number;
  readonly buffer: number;
  readonly state: AttachmentState;
  /** CPU list, once built. */
  readonly sgTable: readonly SgEntry[];
  /** Id of its mapping while mapped, else null. */
  readonly mapping: number | null;
}

export interface DmaBuf {
  /** References to its file: descriptors, VMAs, importers. */
  readonly references: number;
  /** Devices (index) whose driver holds a reference, once per reference. */
  readonly importers: readonly number[];
}

export interface Buffer {
  /** Frame of each page. */
  readonly frames: readonly number[];
  /** The exported object; null before export and after release. */
  readonly dmaBuf: DmaBuf | null;
  /** Times that the exporter's release ran. */
  readonly released: number;
  /** Pages that left the CPU domain by a shootdown and were not faulted back, by page. */
  readonly away: readonly boolean[];
  /** Device for which it is a coherent allocation, else null. */
  readonly coherentFor: number | null;
}

export interface IommuPte {
  /** I/O virtual address of the page. */
  readonly iova: number;
  readonly frame: number;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly state: IommuMappingState;
}

export interface IotlbEntry {
  readonly iova: number;
  readonly frame: number;
  readonly readable: boolean;
  readonly writable: boolean;
}

export interface Device {
  /** What its DMA engine is doing. */
  readonly transfer: DmaTransferState;
  /** I/O page table of its domain; empty without an IOMMU. */
  readonly iommu: readonly IommuPte[];
  readonly iotlb: readonly IotlbEntry[];
  /** Next I/O virtual address to hand out, downward. */
  readonly nextIova: number;
  /** What the engine read last, for the picture: range of a buffer and its cells; null before. */
  readonly lastRead: DeviceRead | null;
}

export interface DeviceRead {
  readonly buffer: number;
  readonly start: number;
  readonly cells: readonly Cell[];
}

export interface Slot {
  /** Mapping that uses it, else null. */
  readonly mapping: number | null;
  /** Buffer and byte of the original that its first byte stands for; kept after it is freed. */
  readonly buffer: number;
  readonly start: number;
}

/** Something that an effect on these lines can be traced to. */
export interface Blame {
  /** Violation, or null for a defect that is no violation by itself. */
  readonly violation: number | null;
  readonly rule: RuleId | null;
  /** Who broke the rule, or in whose context the defect acted. */
  readonly agent: string;
  readonly defect: DefectId | null;
  readonly buffer: number;
  /** First and last line, counted from the start of the buffer. */
  readonly firstLine: number;
  readonly lastLine: number;
}

/** What the run has cost so far. */
export interface Costs {
  /** Lines that maintenance looked at. */
  readonly maintainedLines: number;
  /** Lines written back by maintenance. */
  readonly cleanedLines: number;
  /** Lines dropped by maintenance. */
  readonly invalidatedLines: number;
  /** Bytes copied between buffer and bounce slots. */
  readonly bouncedBytes: number;
  /** Page faults. */
  readonly faults: number;
  /** Interprocessor interrupts. */
  readonly ipis: number;
  /** System calls. */
  readonly syscalls: number;
}

export interface State {
  readonly setup: Setup;
  /** Frames of the buffers, then of the bounce pool. */
  readonly frames: readonly Frame[];
  /** Index of the first frame of the bounce pool. */
  readonly poolFrame: number;
  readonly cpus: readonly Cpu[];
  readonly processes: readonly Process[];
  readonly buffers: readonly Buffer[];
  readonly vmas: readonly Vma[];
  readonly attachments: readonly Attachment[];
  readonly mappings: readonly DmaMapping[];
  readonly devices: readonly Device[];
  readonly slots: readonly Slot[];
  readonly blames: readonly Blame[];
  readonly costs: Costs;
  /** Id of the next write; 0 is the initial content. */
  readonly nextWrite: number;
  /** Id of the next VMA, attachment or mapping. */
  readonly nextId: number;
  /** Violations so far. */
  readonly violations: number;
}
