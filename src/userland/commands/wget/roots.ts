import { SystemError } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import { readAll } from "../read-all.ts";
import { triedLater } from "../tried.ts";

/** The authorities of the image, or those of --ca-certificate. Without any, no certificate is good. */
export async function rootsOf(proc: Process, file = "/etc/ssl/certs/ca-certificates.crt"): Promise<string> {
  const bytes = await triedLater(() => readAll(proc, file, 16 * 1024 * 1024));
  return bytes === undefined || bytes instanceof SystemError ? "" : bytes.toString("latin1");
}
