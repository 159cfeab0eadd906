/**
 * What can go wrong, and what is known about it. The rules with their sources are in
 * `violations/rules.ts`; this file has the types.
 */
import type { ByteRange } from './microEvent.ts';
import type { Operation } from './operation.ts';
import type { DmaApiDefectId, DmaApiRuleId } from './vocabulary/dmaApi.ts';
import type { ExporterDefectId, ExporterRuleId } from './vocabulary/exporters.ts';
import type { FenceDefectId, FenceRuleId } from './vocabulary/fences.ts';
import type { FileDefectId, FileRuleId } from './vocabulary/files.ts';
import type { ImporterDefectId, ImporterRuleId } from './vocabulary/importers.ts';
import type { MmDefectId, MmRuleId } from './vocabulary/mm.ts';
import type { ViolationClass } from './violations/rule.ts';

/** Stable words; scripts name them in `expect`. */
export type RuleId =
  // ownership
  | 'cpu-access-while-device-owns'
  | 'device-access-while-cpu-owns'
  | 'device-access-not-serialized'
  | 'direction'
  | 'sync-direction'
  | 'hand-over-twice'
  | 'hand-back-discards'
  | 'not-handed-back'
  | 'sync-outside-mapping'
  | 'shared-cache-line'
  | 'unsnooped-transaction'
  | 'wc-not-drained'
  | 'mixed-memory-types'
  | 'dirty-invalidate'
  | 'coherent-memory-streamed'
  // effect
  | 'stale-read'
  | 'lost-write'
  | 'clobber'
  // translation
  | 'dma-unmapped'
  | 'iommu-fault'
  | 'dma-in-lazy-window'
  | 'stale-tlb'
  | 'sigbus'
  | 'sigsegv'
  // lifetime
  | 'use-after-release'
  | 'unmap-twice'
  | 'sync-after-unmap'
  | 'release-with-attachments'
  | 'leak'
  | MmRuleId
  | FileRuleId
  | FenceRuleId
  | DmaApiRuleId
  | ExporterRuleId
  | ImporterRuleId;

/** A named flaw of a policy, a profile or an interface, to which an effect can be traced. */
export type DefectId =
  | 'exporter-none'
  | 'coherent-bounced'
  | 'shootdown-no-wait'
  | 'sync-write-only'
  | 'cached-mapping'
  | 'map-at-import'
  | 'from-device-discards'
  | 'no-invalidate-after'
  | 'shootdown-drops-kernel-writes'
  | MmDefectId
  | FileDefectId
  | FenceDefectId
  | DmaApiDefectId
  | ExporterDefectId
  | ImporterDefectId;

/** Change of the script that removes a violation. */
export interface Fix {
  /** The change in words. */
  readonly text: string;
  /** Operations to put before the offending one. */
  readonly before: readonly Operation[];
  /** Operations to put after it. */
  readonly after: readonly Operation[];
  /** Settings of declarations to change instead: `buffer frame mmap=sync-ioctl`. */
  readonly settings: readonly FixSetting[];
}

/** A setting of a declaration that a fix changes. */
export interface FixSetting {
  readonly declaration: 'buffer' | 'device';
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

/** A broken rule, or an effect of one. */
export interface Violation {
  /** Number in the run, from 1; effects name their causes by it. */
  readonly id: number;
  readonly class: ViolationClass;
  readonly rule: RuleId;
  /** Who broke it or, for an effect, to whom it happened. */
  readonly agent: string;
  /** Bytes concerned; null where it is about an object. */
  readonly bytes: ByteRange | null;
  /** For an effect: the violations that made it possible, most recent last. */
  readonly causes: readonly number[];
  /** For an effect or a violation that is nobody's mistake but a policy's: its name. */
  readonly defect: DefectId | null;
  /** What happened to the data on this platform, in words. */
  readonly outcome: string;
  /** The smallest change of the script that removes it; null where none is known. */
  readonly fix: Fix | null;
}
