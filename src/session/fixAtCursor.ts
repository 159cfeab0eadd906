/** Which fix belongs to what is shown: that of a violation at the cursor, or of what made it possible. */
import type { Fix, Violation } from '../model/violation.ts';
import { currentEntry, currentEvent, placedViolations, type Point } from './derive.ts';

/** A fix, and the number of the operation that it is about. */
export interface PlacedFix {
  readonly fix: Fix;
  readonly operation: number;
}

/** Whether there is anything to do for a fix, beyond its words. */
export function isApplicable({ before, after, settings }: Fix): boolean {
  return before.length + after.length + settings.length > 0;
}

/** Whether a fix can stand as a fork beside what it fixes: it declares nothing else. */
export function isForkable({ settings }: Fix): boolean {
  return settings.length === 0;
}

/** The fix of what is wrong at the cursor, or of what that came from; null where none can be done. */
export function fixAtCursor(point: Point): PlacedFix | null {
  const { cursor, history } = point;
  const shown =
    (cursor.micro === null ? currentEntry(point) : currentEvent(point))?.violations ?? [];
  const causes = new Set(shown.flatMap((violation) => violation.causes));
  const earlier = placedViolations(history).filter(({ violation }) => causes.has(violation.id));
  return (
    shown.map((violation) => placed(violation, cursor.operation)).find((each) => each !== null) ??
    earlier
      .map(({ violation, cursor: at }) => placed(violation, at.operation))
      .find((each) => each !== null) ??
    null
  );
}

function placed({ fix }: Violation, operation: number): PlacedFix | null {
  return fix && isApplicable(fix) ? { fix, operation } : null;
}
