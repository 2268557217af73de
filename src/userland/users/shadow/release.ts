import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { readTextIfAny } from "../text-file.ts";

/** Releases of the shadow suite that are emulated: those of Debian 12 and 13. */
export type Release = "4.13" | "4.17";

/** Which one the image has, by dpkg's database. */
export async function releaseOf(proc: Process): Promise<Release> {
  const status = (await readTextIfAny(proc, "/var/lib/dpkg/status")) ?? "";
  const version = /^Package: passwd\n(?:.+\n)*?Version: (.*)$/m.exec(status)?.[1];
  if (version?.startsWith("1:4.13+dfsg1-1")) return "4.13";
  if (version?.startsWith("1:4.17.4-2")) return "4.17";
  throw new Refusal("passwd", version === undefined ? "is a package of unknown version" : `${version} is not emulated`);
}
