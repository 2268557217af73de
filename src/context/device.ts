/** Splits st_rdev as the host's libc does; Linux gnu_dev_major(3), the BSDs and macOS 8:24. */
export function deviceNumbers(
  rdev: number,
  platform: NodeJS.Platform,
): { readonly major: number; readonly minor: number } {
  const bits = BigInt(rdev);
  const part = (shift: bigint, width: bigint): number => Number(BigInt.asUintN(Number(width), bits >> shift));
  if (platform !== "linux") return { major: part(24n, 8n), minor: part(0n, 24n) };
  return { major: part(8n, 12n) + part(44n, 20n) * 4096, minor: part(0n, 8n) + part(20n, 24n) * 256 };
}
