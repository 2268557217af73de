import type { Process } from "../../kernel/process.ts";

/** A command in the background reads nothing, unless it says what. */
export async function withoutInput(proc: Process): Promise<void> {
  proc.descriptors.get(0)?.close();
  proc.descriptors.set(0, await proc.files.open("/dev/null", { read: true }));
}
