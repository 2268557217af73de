import type { Counted } from "./work.ts";

/** How much was saved: display_ratio. */
export function ratio({ original, compressed }: Counted, of: number): string {
  const saved = of === 0 ? 0 : (100 * (original - compressed)) / of;
  return `${saved.toFixed(1).padStart(5)}%`;
}
