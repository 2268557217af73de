import type { Process } from "../kernel/process.ts";
import type { Encoding } from "../regex/characters.ts";
import { checkCollation, isUtf8 } from "./locale.ts";

/** How a program that sets its locale by the environment reads text and patterns. */
export async function regexEncoding(proc: Process): Promise<Encoding> {
  await checkCollation(proc);
  return (await isUtf8(proc)) ? "utf8" : "bytes";
}
