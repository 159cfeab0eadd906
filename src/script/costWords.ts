/** The words of `expect maintained=8`: what a run costs, each with the count of the model behind it. */
import type { Costs } from '../model/state.ts';

/** What can be compared of the costs of a run. */
export type CostWord =
  | 'maintained'
  | 'cleaned'
  | 'invalidated'
  | 'bounced'
  | 'faults'
  | 'ipis'
  | 'syscalls';

interface Cost {
  /** The count of the model. */
  readonly key: keyof Costs;
  /** What is counted, behind a number: `8 lines maintained`. */
  readonly unit: string;
}

export const costWords: Readonly<Record<CostWord, Cost>> = {
  maintained: { key: 'maintainedLines', unit: 'lines maintained' },
  cleaned: { key: 'cleanedLines', unit: 'lines cleaned' },
  invalidated: { key: 'invalidatedLines', unit: 'lines invalidated' },
  bounced: { key: 'bouncedBytes', unit: 'bytes bounced' },
  faults: { key: 'faults', unit: 'page faults' },
  ipis: { key: 'ipis', unit: 'interrupts between CPUs' },
  syscalls: { key: 'syscalls', unit: 'system calls' },
};
