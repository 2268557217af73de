import { SystemError } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { readAll } from "../read-all.ts";
import { triedLater } from "../tried.ts";

/** The addresses of -i. */
export async function listed(proc: Process, file: string | undefined): Promise<readonly string[]> {
  if (file === undefined) return [];
  const bytes = await triedLater(() => readAll(proc, file === "-" ? "/dev/stdin" : file, 1024 * 1024));
  if (bytes === undefined || bytes instanceof SystemError) throw new Refusal(`-i ${file}`, "cannot be read");
  return bytes
    .toString("latin1")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
