/** What a rule and a defect are; the tables are in `rules.ts` and under `vocabulary/`. */

export const violationClasses = [
  'ownership',
  'effect',
  'dma-debug',
  'translation',
  'lifetime',
  'race',
  'struct-page',
] as const;
/** Kinds of rules: scripts name them in `expect`. */
export type ViolationClass = (typeof violationClasses)[number];

/** A rule that a run can break, and where it is laid down. */
export interface Rule {
  readonly class: ViolationClass;
  readonly title: string;
  /** The rule in a sentence. */
  readonly text: string;
  /** Where it is laid down. */
  readonly source: string;
  /** Whether breaking it does harm by itself; otherwise it is luck until an effect is traced to it. */
  readonly alwaysHarm: boolean;
}

/** A named flaw of a policy, a profile or an interface. */
export interface Defect {
  readonly title: string;
  readonly text: string;
  readonly source: string;
}
