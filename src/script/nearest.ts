/** The word that somebody probably meant: the nearest by edit distance, adjacent swaps counting once. */

/** Longer words get no suggestion, and of longer lists only the beginning is looked at. */
const longest = 40;
const most = 400;

/** Edits between two words (insert, delete, replace, swap neighbours), regardless of case. */
export function editDistance(left: string, right: string): number {
  const a = left.toLowerCase();
  const b = right.toLowerCase();
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, at(last, j) + 1, at(row, j - 1) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, at(beforeLast, j - 2) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? 0;
}

/** The candidate nearest to `word`, the first of equals; null where none is near enough to be meant. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  if (word.length > longest) return null;
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(word.length / 2.5)) + 1;
  for (const candidate of candidates.slice(0, most)) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word, candidate);
    if (distance < bestDistance && distance < candidate.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
