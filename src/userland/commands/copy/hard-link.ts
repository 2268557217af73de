import { SystemError } from "../../kernel/errno.ts";
import { replaceByLink } from "../force-link.ts";
import type { Stdio } from "../stdio.ts";
import { tried } from "../tried.ts";
import type { CopyOptions } from "./options.ts";

/** create_hard_link; what is in the way is removed where that is wanted. */
export async function hardLink(
  io: Stdio,
  source: string,
  target: string,
  replace: boolean,
  x: CopyOptions,
  follow: boolean,
): Promise<boolean> {
  const { files } = io.proc;
  const linked = tried<boolean>(() => {
    const first = tried<void>(() => files.link(source, target, { follow }));
    if (!(first instanceof SystemError)) return false;
    if (first.code !== "EEXIST" || !replace) throw first;
    replaceByLink(io.proc, target, (path) => files.link(source, path, { follow }));
    return true;
  });
  if (linked instanceof SystemError) {
    await io.complain(`cannot create hard link ${io.quoteaf(target)} to ${io.quoteaf(source)}: ${linked.message}`);
    return false;
  }
  if (linked && x.verbose) await io.put(`removed ${io.quoteaf(target)}\n`);
  return true;
}
