/** Work done one piece after the other, each when the one before is done: a `seek` after a `load` finds what it loaded. */

/** Work begins when `first` is done. At most `most` pieces wait at a time. */
export function createSequence(first: Promise<void>, most: number) {
  let last: Promise<unknown> = first;
  let waiting = 0;
  return {
    /** False where too much waits already: then it is not done. What fails keeps back nothing else. */
    add(work: () => void | Promise<void>): boolean {
      if (waiting >= most) return false;
      waiting++;
      last = last
        .then(work)
        .catch(() => undefined)
        .finally(() => waiting--);
      return true;
    },
  };
}
