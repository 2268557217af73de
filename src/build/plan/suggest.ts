/** BuildKit's "did you mean": the first option fewer than three edits away, the nearest one (util/suggest). */
export function suggest(word: string, options: Iterable<string>): string | undefined {
  let match: string | undefined;
  let least = 3;
  for (const option of options) {
    if (option === word) return undefined;
    const edits = distance([...word], [...option]);
    if (edits >= least) continue;
    match = option;
    least = edits;
  }
  return match;
}

/** Levenshtein's: inserted, deleted and replaced characters count one each; a swap counts two. */
function distance(a: readonly string[], b: readonly string[]): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    last = row;
  }
  return last[b.length]!;
}
