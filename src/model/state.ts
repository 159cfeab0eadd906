/**
 * The state of the simulated machine: plain, readonly, JSON-serialisable data, shared structurally
 * between steps. Nothing here knows how it changes; `step.ts` does that.
 *
 * Indices (`cpu`, `device`, `buffer`, `frame`, `slot`) are positions in the arrays below; ids (`id`) are
 * numbers that stay while other objects of their kind come and go.
 */
import type { DmaDebugState } from './kernel/dmaDebug/types.ts';
import type { Fence, Job, ResvEntry, SwSyncTimeline, SyncFile } from './kernel/fences/types.ts';
import type {
  AccessWindowState,
  AttachmentState,
  DmaTransferState,
  IommuMappingState,
  OwnershipState,
  PteState,
} from './machines/states.ts';
import type { Direction } from './operation.ts';
import type { RaceState } from './races/types.ts';
import type { Errno } from './result.ts';
import type { MemoryType, Setup } from './setup.ts';
import type { DefectId, RuleId } from './violation.ts';

/** One stored byte: `(writeId * 32 + writer) * 256 + value`; see `hardware/cell.ts`. */
export type Cell = number;

/** The cells of one cache line, `lineSize` of them. Never changed in place, so copies share it. */
export type Line = readonly Cell[];

/** A page frame: what DRAM holds, and what the newest bytes are. */
export interface Frame {
  /** Page frame number: physical address divided by the page size. */
  readonly pfn: number;
  /** What DRAM holds, by line. */
  readonly lines: readonly Line[];
  /** What the newest store to each byte was, wherever it is now, by line; not known to any hardware. */
  readonly newest: readonly Line[];
}

/** A line in a data cache. */
export interface CacheLine {
  /** Physical address of its first byte. */
  readonly address: number;
  /** Id of the VMA under whose virtual address it stands; absent: physically tagged, or the kernel’s own address. */
  readonly tag?: number;
  /** MESI without Invalid, which is absence. Modified is dirty. */
  readonly state: 'M' | 'E' | 'S';
  readonly data: Line;
}

/** A translation that a CPU remembers. */
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

/** A line in a write-combining buffer. */
export interface WcEntry {
  /** Physical address of the line. */
  readonly address: number;
  /** Stored cells; null where nothing was stored. */
  readonly cells: readonly (Cell | null)[];
}

/** A CPU: its data cache, TLB and write-combining buffer. */
export interface Cpu {
  /** Data cache by set; in a set the most recently used line comes first. */
  readonly sets: readonly (readonly CacheLine[])[];
  /** Translations, newest first. */
  readonly tlb: readonly TlbEntry[];
  /** Write-combining buffer, oldest first. */
  readonly wc: readonly WcEntry[];
}

/** What an open file is. */
export type FileKind = 'dma-buf' | 'memfd' | 'sync_file' | 'sw_sync' | 'heap';

/** An open file description: what descriptors share after dup. */
export interface OpenFile {
  readonly id: number;
  readonly kind: FileKind;
  /**
   * What stands behind it: index of the buffer (dma-buf) or in `memfds`, id of the sync_file or of the sw_sync
   * timeline; -1 where there is nothing (heap).
   */
  readonly object: number;
  /** f_flags: the access mode O_RDONLY 0, O_WRONLY 1, O_RDWR 2, and others such as O_NONBLOCK 0o4000. */
  readonly flags: number;
  /** f_pos. */
  readonly position: number;
}

/** A descriptor of a process. */
export interface FileDescriptor {
  /** Name that the script gave it. */
  readonly name: string;
  /** Number, from 3. */
  readonly number: number;
  /** Id of the open file. */
  readonly file: number;
  /** Buffer of a dma-buf; -1 for any other kind of file. */
  readonly buffer: number;
  /** Whether the file allows no writing. */
  readonly readOnly: boolean;
  /** FD_CLOEXEC. */
  readonly closeOnExec: boolean;
}

/** A file of anonymous memory [mm/memfd.c, mm/shmem.c]. Its place in `State.memfds` stays for good. */
export interface Memfd {
  /** Name that the script gave to its first descriptor. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** F_SEAL_SEAL 1, SHRINK 2, GROW 4, WRITE 8, FUTURE_WRITE 16, EXEC 32. */
  readonly seals: number;
  /** Frame of each page; null where it has none yet, or none any more. */
  readonly frames: readonly (number | null)[];
  /** Buffers (index) whose udmabuf has pinned pages of it. */
  readonly pinnedBy: readonly number[];
}

/** A process, with its descriptors. */
export interface Process {
  readonly name: string;
  /** CPUs it has run on, which a shootdown must reach. */
  readonly cpus: readonly number[];
  readonly fds: readonly FileDescriptor[];
  /** What its names of mappings stand for; absent: there never was one. */
  readonly ranges?: readonly NamedRange[];
}

/** Page table entry of one page of a VMA. */
export interface Pte {
  readonly state: PteState;
  /** Frame it points to, or pointed to before it was cleared; null before the first fault. */
  readonly frame: number | null;
  /**
   * The frame is a private copy: the process's own, or lent to it and relatives alike since a fork, so that the
   * next write copies it. Absent: a page of the file.
   */
  readonly copy?: 'own' | 'lent';
  /** Written since it was inserted, where the exporter wants to be told of first writes. Absent: not. */
  readonly written?: true;
}

/** What a process told the kernel about a VMA [VM_LOCKED, VM_DONTCOPY, VM_DONTDUMP, VM_RAND_READ, VM_SEQ_READ]. */
export type VmaAdvice = 'locked' | 'dontfork' | 'dontdump' | 'random' | 'sequential';

/** Addresses that a name of the script stands for: those of a mapping as it was first made. */
export interface NamedRange {
  readonly name: string;
  /** Virtual address of its first byte. */
  readonly address: number;
  /** Bytes, whole pages. */
  readonly length: number;
}

/** A range of addresses of a process that shows a buffer [struct vm_area_struct]. */
export interface Vma {
  readonly id: number;
  /** Name of the mapping that it is, or is a part of. */
  readonly name: string;
  readonly process: string;
  /** Buffer that it shows; -1 where it shows a memfd. */
  readonly buffer: number;
  /** Index of the memfd that it shows; absent: none. */
  readonly memfd?: number;
  /** Virtual address of its first byte. */
  readonly address: number;
  /** Page of the buffer or memfd that its first page shows. */
  readonly pageOffset: number;
  /** vm_pgoff: the page by which unmap_mapping_range finds it; absent: `pageOffset`. */
  readonly fileOffset?: number;
  /** VM_READ, VM_WRITE, VM_EXEC. */
  readonly readable: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
  /** MAP_PRIVATE: what it writes goes to copies. */
  readonly private: boolean;
  /** VM_MAYWRITE: whether mprotect can make it writable. */
  readonly mayWrite: boolean;
  /** Whether it has or had private copies [vma->anon_vma], so that fork copies its PTEs. */
  readonly hasCopies: boolean;
  readonly advice: readonly VmaAdvice[];
  /** Of the upper window of a split one: prepare and finish must stand around accesses. Absent: not. */
  readonly explicit?: true;
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
  /** What its page link holds instead of a page; absent: a page. */
  readonly page?: 'bogus' | 'none' | 'mangled';
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

/** A mapping for DMA: what dma_map_* and dma_alloc_coherent return. */
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
  /** The DMA list was made for another device, or by the exporter by hand: there is nothing to unmap. */
  readonly adopted?: true;
  /** The exporter bounces it, whatever the device reaches. */
  readonly bounced?: true;
  /** The exporter has moved the buffer since: the addresses lead to where it was. */
  readonly moved?: true;
  /** Addresses that the driver took from the CPU list in place of the DMA list, in order of the buffer. */
  readonly taken?: readonly DmaSegment[];
  /** Its map left the caches to a mapping that stood already. */
  readonly unmaintained?: true;
  /** The CPU list that it was made of, where somebody needs to know. */
  readonly list?: readonly SgEntry[];
}

/** A device attached to a buffer [struct dma_buf_attachment]. */
export interface Attachment {
  readonly id: number;
  readonly device: number;
  readonly buffer: number;
  readonly state: AttachmentState;
  /** CPU list, once built. */
  readonly sgTable: readonly SgEntry[];
  /** Id of its newest mapping while mapped, else null. */
  readonly mapping: number | null;
  /** Ids of the mappings that stand beside it, oldest first; absent: none. */
  readonly earlier?: readonly number[];
}

/** A buffer mapped into the kernel's address space by dma_buf_vmap. */
export interface Vmap {
  /** Name that the script gave it. */
  readonly name: string;
  readonly buffer: number;
  /** Whether it stands; a name that was unmapped is remembered, because using it is a bug. */
  readonly live: boolean;
}

/** A window of access to a buffer that somebody has opened, or waits for; one for each who and buffer. */
export interface AccessWindow {
  /** Name of a process, `kernel`, or name of a device. */
  readonly who: string;
  readonly buffer: number;
  /** Whether it is a lock, which others wait for; otherwise SYNC, prepare or begin_cpu_access. */
  readonly isLock: boolean;
  /** Of a lock that is waited for: whether it will be for writing too. */
  readonly isWrite: boolean;
  /** CPU on which the caller runs. */
  readonly cpu: number;
  readonly state: AccessWindowState;
}

/** The exported object [struct dma_buf]. */
export interface DmaBuf {
  /** References to its file: descriptors, VMAs, importers, other kernel code. */
  readonly references: number;
  /** Devices (index) whose driver holds a reference, once per reference. */
  readonly importers: readonly number[];
  /** References that kernel code holds for no device, such as the exporter’s own. */
  readonly kernelReferences: number;
  /** Id of its open file. */
  readonly file: number;
  /** Bytes, fixed at export; not always those of its pages. */
  readonly size: number;
  /** What SET_NAME gave it; empty before. */
  readonly name: string;
}

/** An error that an exporter’s callback is made to return. */
export interface InjectedError {
  readonly callback: ExporterCallback;
  readonly errno: Errno;
}

/** Callbacks of struct dma_buf_ops that can be made to fail. */
export type ExporterCallback =
  | 'attach'
  | 'map_dma_buf'
  | 'begin_cpu_access'
  | 'end_cpu_access'
  | 'mmap'
  | 'vmap'
  | 'pin';

/** A buffer: its storage, and what is exported of it. */
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
  /** Whether storage that is chosen late has been chosen. */
  readonly allocated?: true;
  /** What its sg list was cut to, where it suits the devices that were attached at the first map. */
  readonly listLimits?: { readonly maxSegSize: number; readonly segBoundary: number };
  /** Whether an unmap has left it to the last one to invalidate what devices wrote. */
  readonly owesInvalidate?: boolean;
  /** Violation that left a struct page in its sg list that does not exist. */
  readonly bogusPage?: number;
  /** Errors that its exporter returns from now on; absent: none. */
  readonly injected?: readonly InjectedError[];
  /** Fences of its dma_resv, in the order in which they were added; absent: none yet. */
  readonly resv?: readonly ResvEntry[];
}

/** An entry of an I/O page table. */
export interface IommuPte {
  /** I/O virtual address of the page. */
  readonly iova: number;
  readonly frame: number;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly state: IommuMappingState;
}

/** A translation that the IOTLB remembers. */
export interface IotlbEntry {
  readonly iova: number;
  readonly frame: number;
  readonly readable: boolean;
  readonly writable: boolean;
}

/** A device: its DMA engine, its side of the IOMMU, and what its driver has set. */
export interface Device {
  /** What its DMA engine is doing. */
  readonly transfer: DmaTransferState;
  /** I/O page table of its domain; empty without an IOMMU. */
  readonly iommu: readonly IommuPte[];
  readonly iotlb: readonly IotlbEntry[];
  /** Next I/O virtual address to hand out, downward. */
  readonly nextIova: number;
  /** Bits of its DMA mask since its driver set it; absent: as declared. */
  readonly dmaBits?: number;
  /** What the engine read last, for the picture: range of a buffer and its cells; null before. */
  readonly lastRead: DeviceRead | null;
  /** Whether the thread that ran its driver died in an oops. */
  readonly oopsed?: true;
  /** Whether it has no driver at present. */
  readonly unbound?: true;
  /** Longest segment that its driver has set; absent: as declared. */
  readonly maxSegSize?: number;
  /** Segment boundary that its driver has set; absent: as declared. */
  readonly segBoundary?: number;
}

/** What a DMA engine got at its last read. */
export interface DeviceRead {
  readonly buffer: number;
  readonly start: number;
  readonly cells: readonly Cell[];
}

/** A slot of the bounce pool [kernel/dma/swiotlb.c]. */
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

/** The whole machine at one moment. */
export interface State {
  readonly setup: Setup;
  /** Frames of the buffers, then of the bounce pool, then those taken since: private copies, pages of memfds. */
  readonly frames: readonly Frame[];
  /** Index of the first frame of the bounce pool. */
  readonly poolFrame: number;
  readonly cpus: readonly Cpu[];
  readonly processes: readonly Process[];
  /** Open files that descriptors or VMAs refer to. */
  readonly files: readonly OpenFile[];
  readonly memfds: readonly Memfd[];
  /** All fences that were made, signaled ones too. */
  readonly fences: readonly Fence[];
  readonly syncFiles: readonly SyncFile[];
  readonly timelines: readonly SwSyncTimeline[];
  /** What was queued on engines, in this order, finished jobs too. */
  readonly jobs: readonly Job[];
  /** What orders accesses, once there has been a job; null before. */
  readonly races: RaceState | null;
  readonly buffers: readonly Buffer[];
  readonly vmas: readonly Vma[];
  readonly attachments: readonly Attachment[];
  /** Windows of access, locks in the order in which they were asked for. */
  readonly accessWindows: readonly AccessWindow[];
  /** Mappings of dma_buf_vmap by name, also those that are gone. */
  readonly vmaps: readonly Vmap[];
  readonly mappings: readonly DmaMapping[];
  readonly devices: readonly Device[];
  readonly slots: readonly Slot[];
  readonly blames: readonly Blame[];
  readonly costs: Costs;
  /** What CONFIG_DMA_API_DEBUG keeps; null where the kernel is built without it. */
  readonly dmaDebug: DmaDebugState | null;
  /** Warnings that come once only, and have come. */
  readonly warned: readonly string[];
  /** Slot of the bounce pool from which the next search starts. */
  readonly nextSlot: number;
  /** Id of the next write; 0 is the initial content. */
  readonly nextWrite: number;
  /** Id of the next VMA, attachment or mapping. */
  readonly nextId: number;
  /** Violations so far. */
  readonly violations: number;
}
