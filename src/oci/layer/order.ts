/** Compares paths so that a directory comes before what it holds, and that before the next name: "/" is the least byte. */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const one = a.charCodeAt(i);
    const other = b.charCodeAt(i);
    if (one === other) continue;
    return one === 0x2f ? -1 : other === 0x2f ? 1 : one - other;
  }
  return a.length - b.length;
}
