/**
 * The option that `word` was most likely meant to be: the fewest edits (insert, delete, replace, swap of
 * neighbours), at most a third of its length, at least one; undefined where none is that close. Of equals the first.
 * Compares exactly; callers fold case where it means nothing.
 */
export function nearest(word: string, options: Iterable<string>): string | undefined {
  let best: string | undefined;
  let limit = Math.max(1, Math.ceil(word.length / 3)) + 1;
  for (const option of options) {
    if (option === word || Math.abs(option.length - word.length) >= limit) continue;
    const distance = edits(word, option, limit);
    if (distance >= limit) continue;
    best = option;
    limit = distance;
  }
  return best;
}

/** Optimal string alignment distance; any number ≥ `limit` once it must be that. */
function edits(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, beforeLast[j - 2]! + 1);
      row.push(least);
    }
    if (Math.min(...row) >= limit) return limit;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
