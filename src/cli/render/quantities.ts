/** Sizes as docker shows them: powers of 1000, three digits: "121 MB", "3.1 MB", "812 B". */
export function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toPrecision(value < 9.995 ? 2 : 3)} ${units[unit]}`;
}

/** "1.4s": seconds with one decimal. */
export const seconds = (value: number): string => `${value.toFixed(1)}s`;

/** "3 days": how long ago, in its largest unit. */
export function age(value: number): string {
  const units: readonly (readonly [string, number])[] = [
    ["year", 31_536_000],
    ["month", 2_592_000],
    ["week", 604_800],
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ];
  for (const [name, length] of units) {
    const count = Math.floor(value / length);
    if (count >= 1) return `${count} ${name}${count === 1 ? "" : "s"}`;
  }
  return "0 seconds";
}

/** "sha256:4be1c0ffee12": enough of a digest to recognise it, as docker shortens image IDs. */
export const short = (digest: string): string => digest.slice(0, 19);
