/**
 * Luck or harm: what a broken rule did to the data in this run. An effect, and a rule that never goes
 * well, is harm; any other violation is harm when an effect of the run is traced to it, else luck.
 */
import type { Violation } from '../model/violation.ts';
import { rules } from '../model/violations/rules.ts';

/** `harm` where data came to harm by it in this run, else `luck`. */
export type Verdict = 'luck' | 'harm';

/** The verdict on each of `violations` (all of one run) by its id. */
export function verdictsOf(violations: readonly Violation[]): ReadonlyMap<number, Verdict> {
  const blamed = new Set(violations.flatMap((violation) => violation.causes));
  return new Map(
    violations.map((violation) => {
      const harm =
        violation.class === 'effect' ||
        rules[violation.rule].alwaysHarm ||
        blamed.has(violation.id);
      return [violation.id, harm ? 'harm' : 'luck'];
    }),
  );
}

/** The verdict on one violation, judged over all violations of its run. */
export function verdictOf(violation: Violation, allViolationsOfRun: readonly Violation[]): Verdict {
  return verdictsOf([...allViolationsOfRun, violation]).get(violation.id) ?? 'luck';
}
