import { damaged } from "../damaged.ts";
import type { Input } from "../input.ts";

/** The next bytes of what the input holds. */
export function take(input: Input, count: number): Uint8Array {
  if (input.available < count) throw damaged("xz", "it is cut off");
  return input.take(count);
}

/** The next bytes, waited for. */
export async function next(input: Input, count: number): Promise<Uint8Array> {
  await input.fill(count);
  return take(input, count);
}
