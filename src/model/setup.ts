/**
 * What a run starts from: the platform and the declared buffers and devices. Plain data, made from a
 * script's declarations (or from a recording), turned into the first state by `createState`.
 */
import type { Platform } from './platform.ts';

/** How the exporter keeps a userspace mapping coherent (semantics: the ways to keep a mapping coherent). */
export type MmapPolicy =
  | 'coherent'
  | 'shootdown'
  | 'sync-ioctl'
  | 'prepare-finish'
  | 'split-window'
  | 'lock'
  | 'none';

/** How an importer maps for its device. */
export type ImporterPolicy =
  | 'map-at-import'
  | 'map-per-dma'
  | 'cached'
  | 'pinned'
  | 'split-api'
  | 'dynamic'
  | 'page-stealing';

/** Memory without struct page: behind a device, or kept away from the kernel at boot. */
export type PagelessMemory = 'device' | 'carve-out';

/** What an exporter puts into the sg list of memory without struct page, where it is no bogus page. */
export type PagelessRemedy = 'dma-only' | 'nopage' | 'fail-early';

/** What an exporter looks at when a device attaches, where it is more or less than its reach. */
export type AttachCheck = 'none' | 'limits' | 'union' | 'test-map';

/** What an exporter does with an attachment that its storage does not suit, where it does not refuse it. */
export type UnfitPolicy = 'separate' | 'bounce';

/**
 * In whose address space the exporter looks for mappings to zap, before v5.3: `shared`, that of the one inode of
 * all dma-buf files; `device`, that of its own device file, where the mappings are not.
 */
export type InodePolicy = 'shared' | 'device';

/** How a buffer is stored and handed out, where it is not as usual. Absent: as usual. */
export interface StorageSetup {
  /** Memory without struct page; absent: system memory. */
  readonly memory?: PagelessMemory;
  /** What stands in its sg list; absent: a page that does not exist. */
  readonly pageless?: PagelessRemedy;
  /** Storage is chosen at the first map, to suit all attached; absent: at once. */
  readonly allocation?: 'delayed';
  /** The exporter can move the buffer to other frames. */
  readonly movable?: true;
  /** What it looks at when a device attaches; absent: whether the device reaches the storage. */
  readonly attachCheck?: AttachCheck;
  /** What it does where the storage does not suit; absent: refuse the attachment. */
  readonly unfit?: UnfitPolicy;
  /** One sg list, with one DMA list, for all attachments; absent: one an attachment. */
  readonly sgLists?: 'shared';
  /** Caches are maintained once for all mappings that stand together; absent: for each. */
  readonly flush?: 'once';
}

/** What a device demands of memory [struct device_dma_parameters]. Absent: as the kernel assumes. */
export interface DeviceDemands {
  /** Longest segment in bytes; absent: 64 KiB. */
  readonly maxSegSize?: number;
  /** Most segments; absent: any number. */
  readonly maxSegs?: number;
  /** Bytes of which no segment may cross a multiple; absent: 4 GiB. */
  readonly segBoundary?: number;
  /** It needs the whole buffer in one run of addresses. */
  readonly contiguous?: true;
  /** It does not sit behind the platform's IOMMU; absent: it has a domain of its own there. */
  readonly iommu?: 'none';
  /** Bus that it sits on; absent: the platform bus. */
  readonly bus?: 'pci';
}

/** Memory type of a CPU mapping: write-back, write-combining, uncached. */
export type MemoryType = 'WB' | 'WC' | 'UC';

/** Content at the start: byte i is `(base + floor(i / cell) % period) % 256`. */
export interface InitialContent {
  readonly base: number;
  /** Bytes of equal value. */
  readonly cell: number;
  readonly period: number;
}

/** A declared buffer, and the driver that exports it. */
export interface BufferSetup extends StorageSetup {
  /** Absent: its mappings are of a file with an inode of its own, which it zaps. */
  readonly inode?: InodePolicy;
  readonly name: string;
  /** Size in pages, 1 to 1024. */
  readonly pages: number;
  /** Name of the exporting driver, for people. */
  readonly exporter: string;
  readonly mmap: MmapPolicy;
  /** Memory type of userspace mappings under `coherent` on hardware that does not snoop. */
  readonly coherentType: 'WC' | 'UC';
  /** The ioctl prepare waits for devices before it maintains the caches; absent: it does not wait. */
  readonly prepare?: 'wait';
  /** The upper window of `split-window` is as coherent as the lower one; absent: it is cached and explicit. */
  readonly upperWindow?: 'coherent';
  readonly content: InitialContent;
  /** Whether the pages lie above 4 GiB, out of reach of a 32 bit DMA mask. */
  readonly high: boolean;
  /** Whether the pages are physically adjacent; otherwise none is next to another. */
  readonly contiguous: boolean;
}

/** A device, and the driver that imports for it. */
export interface DeviceSetup extends DeviceDemands {
  readonly name: string;
  readonly importer: ImporterPolicy;
  /** Whether its transactions snoop the CPU caches. */
  readonly coherent: boolean;
  /** Bits of its DMA mask, 24 to 64. */
  readonly dmaBits: number;
  /** Exporter whose own misc device this is: no script declares or drives it. Absent: a declared device. */
  readonly miscOf?: string;
}

/** What a run starts from. */
export interface Setup {
  readonly platform: Platform;
  readonly buffers: readonly BufferSetup[];
  readonly devices: readonly DeviceSetup[];
}

/** The devices that a script can drive; they come first, so that their indices are those of all. */
export function drivenDevices({ devices }: Setup): readonly DeviceSetup[] {
  return devices.filter(({ miscOf }) => miscOf === undefined);
}
