/**
 * What a scenario text means: declarations, and operations with what is expected of them. Plain,
 * readonly, JSON-serialisable data; `parse.ts` makes it from text, `print.ts` makes text from it.
 * Nothing here knows the platforms: `setupOf.ts` puts a scenario on one.
 */
import type { MicroPoint, Operation } from '../model/operation.ts';
import type { Platform } from '../model/platform.ts';
import type { Errno } from '../model/result.ts';
import type { BufferSetup, DeviceDemands, ImporterPolicy } from '../model/setup.ts';
import type { RuleId } from '../model/violation.ts';
import type { ViolationClass } from '../model/violations/rule.ts';
import type { CostWord } from './costWords.ts';

/** Parameters that a script may set; they hold on every platform that the scenario is run on. */
export type PlatformOverrides = Partial<
  Pick<
    Platform,
    | 'cpus'
    | 'pageSize'
    | 'lineSize'
    | 'cacheSets'
    | 'cacheWays'
    | 'tlbEntries'
    | 'wcLines'
    | 'snooping'
    | 'maintenance'
    | 'invalidateCleansEdges'
    | 'iommu'
    | 'swiotlb'
    | 'swiotlbSlots'
    | 'kernel'
    | 'dmaDebug'
    | 'dmaAlignment'
    | 'cacheTags'
    | 'dmabufDebug'
  >
>;

/** The line `platform` of a scenario. */
export interface PlatformChoice {
  /** Id of the platform that the scenario opens on. */
  readonly id: string;
  readonly overrides: PlatformOverrides;
  /** Platforms whose expectations were worked out; absent: all of them. */
  readonly expectsPlatforms?: readonly string[];
}

/** A declared device; what it leaves open is decided by the platform. */
export interface ScenarioDevice extends DeviceDemands {
  readonly name: string;
  readonly importer: ImporterPolicy;
  /** Whether its transactions snoop; null: as the platform's devices do. */
  readonly coherent: boolean | null;
  /** Bits of its DMA mask, 24 to 64. */
  readonly dmaBits: number;
}

/** A run of equal bytes in an expected value. */
export interface ExpectedRun {
  readonly value: number;
  /** Bytes. */
  readonly count: number;
}

/** What can be expected of one operation. */
export type ExpectWhat =
  /** Every byte read has this value. */
  | { readonly kind: 'value'; readonly value: number }
  /** The bytes read are these runs, no more and no fewer. */
  | { readonly kind: 'runs'; readonly runs: readonly ExpectedRun[] }
  | { readonly kind: 'ok' }
  | { readonly kind: 'errno'; readonly errno: Errno }
  | { readonly kind: 'signal'; readonly signal: 'SIGBUS' | 'SIGSEGV' }
  /** It took at least one page fault, or none. */
  | { readonly kind: 'fault'; readonly took: boolean }
  /** The IOMMU blocked it. */
  | { readonly kind: 'blocked' }
  /** The kernel oopsed. */
  | { readonly kind: 'oops' }
  /** This rule was broken, or this effect happened (`stale` is written for `stale-read`). */
  | { readonly kind: 'rule'; readonly rule: RuleId }
  /** Some rule of this class was broken. */
  | { readonly kind: 'class'; readonly class: ViolationClass }
  /** The rules it broke did harm somewhere in the run, or none of them did. */
  | { readonly kind: 'verdict'; readonly verdict: 'luck' | 'harm' }
  /** It broke no rule and had no effect. */
  | { readonly kind: 'none' }
  /** So much has the run cost by the end of it. */
  | { readonly kind: 'cost'; readonly cost: CostWord; readonly count: number }
  /** The call returned this number: a size, flags, what poll found ready. */
  | { readonly kind: 'returns'; readonly number: number };

/** A clause `expect` of an operation. */
export interface Expect {
  readonly what: ExpectWhat;
  /** Platforms that it is limited to; empty: all. */
  readonly platforms: readonly string[];
}

/**
 * Lines without meaning that printing keeps: each is empty (a blank line) or a comment with its `#`.
 * Never two blank lines in a row.
 */
export type Layout = readonly string[];

/** A line with an operation, and what belongs to it. */
export interface ScenarioStep {
  readonly operation: Operation;
  readonly expects: readonly Expect[];
  /** Shown when the cursor reaches the operation. */
  readonly notes: readonly string[];
  /** What others do inside the operation; their own `meanwhile` is empty. */
  readonly meanwhile: readonly Meanwhile[];
  /** Line of the operation in the text, from 1; 0 where it was not written. */
  readonly line: number;
  /** Blank lines and comments above it and its notes. */
  readonly above?: Layout;
  /** Comment at the end of its line, with `#`. */
  readonly remark?: string;
}

/** An operation of another agent that happens inside an operation. */
export interface Meanwhile {
  readonly at: MicroPoint;
  readonly step: ScenarioStep;
}

/** Comments at a declaration; `index` counts the lines of its word. */
export interface DeclarationLayout {
  readonly word: DeclarationWord;
  readonly index: number;
  readonly above: Layout;
  readonly remark: string | null;
}

/** The words that a declaration begins with. */
export type DeclarationWord = 'title' | 'summary' | 'source' | 'platform' | 'buffer' | 'device';

/** What a scenario text means: declarations, then operations. */
export interface Scenario {
  /** Empty where the text has none. */
  readonly title: string;
  /** A paragraph for the reader; the lines of the text joined by spaces. */
  readonly summary: string;
  readonly sources: readonly string[];
  readonly platform: PlatformChoice;
  readonly buffers: readonly BufferSetup[];
  readonly devices: readonly ScenarioDevice[];
  readonly steps: readonly ScenarioStep[];
  /** Comments at declarations; absent where there are none. */
  readonly layout?: readonly DeclarationLayout[];
  /** Comments below the last operation; absent where there are none. */
  readonly closing?: Layout;
}
