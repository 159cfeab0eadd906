/**
 * Reading positions and scrolling, put off until everything that is drawn in this turn is drawn. Reading
 * between two drawings has the browser lay out the page for each of them; this way it does so once.
 */
const waiting: (() => void)[] = [];

/** Calls `work` at the end of the current task, in the order of the calls. */
export function onceDrawn(work: () => void): void {
  if (waiting.push(work) > 1) return;
  queueMicrotask(() => {
    for (const each of waiting.splice(0)) each();
  });
}
