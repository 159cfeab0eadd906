/**
 * What a run starts from: the platform and the declared buffers and devices. Plain data, made from a
 * script's declarations (or from a recording), turned into the first state by `createState`.
 */
import type { Platform } from './platform.ts';

/** How the exporter keeps a userspace mapping coherent (semantics: the ways to keep a mapping coherent). */
export type MmapPolicy = 'coherent' | 'shootdown' | 'sync-ioctl' | 'none';

/** How an importer maps for its device. */
export type ImporterPolicy = 'map-at-import' | 'map-per-dma' | 'cached';

/** Memory type of a CPU mapping: write-back, write-combining, uncached. */
export type MemoryType = 'WB' | 'WC' | 'UC';

/** Content at the start: byte i is `(base + floor(i / cell) % period) % 256`. */
export interface InitialContent {
  readonly base: number;
  /** Bytes of equal value. */
  readonly cell: number;
  readonly period: number;
}

export interface BufferSetup {
  readonly name: string;
  /** Size in pages, 1 to 1024. */
  readonly pages: number;
  /** Name of the exporting driver, for people. */
  readonly exporter: string;
  readonly mmap: MmapPolicy;
  /** Memory type of userspace mappings under `coherent` on hardware that does not snoop. */
  readonly coherentType: 'WC' | 'UC';
  readonly content: InitialContent;
  /** Whether the pages lie above 4 GiB, out of reach of a 32 bit DMA mask. */
  readonly high: boolean;
  /** Whether the pages are physically adjacent; otherwise none is next to another. */
  readonly contiguous: boolean;
}

export interface DeviceSetup {
  readonly name: string;
  readonly importer: ImporterPolicy;
  /** Whether its transactions snoop the CPU caches. */
  readonly coherent: boolean;
  /** Bits of its DMA mask, 24 to 64. */
  readonly dmaBits: number;
}

export interface Setup {
  readonly platform: Platform;
  readonly buffers: readonly BufferSetup[];
  readonly devices: readonly DeviceSetup[];
}
