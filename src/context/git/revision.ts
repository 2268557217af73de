import { join } from "node:path";
import { redactUrls } from "../../redact.ts";
import { headOf } from "./head.ts";
import { findRepository, type Repository, smallFile } from "./repository.ts";

/** Where the work tree around a directory comes from; members that cannot be told are left out. */
export interface Revision {
  /** Address of the remote "origin", without user name and password (CVE-2023-26054). */
  readonly source?: string;
  /** Object id of HEAD; whether files differ from it is not looked at. */
  readonly revision?: string;
}

export function revisionOf(directory: string): Revision {
  const repository = findRepository(directory);
  if (repository === undefined) return {};
  const [source, revision] = [originOf(repository), headOf(repository)];
  return { ...(source === undefined ? {} : { source }), ...(revision === undefined ? {} : { revision }) };
}

/** Of git-config(1) only `url` in `[remote "origin"]` is read; a path of this machine is nobody else's business. */
function originOf({ commonDir }: Repository): string | undefined {
  const lines = (smallFile(join(commonDir, "config")) ?? "").split(/\r?\n/);
  const start = lines.findIndex((line) => /^\s*\[\s*remote\s+"origin"\s*\]\s*$/i.test(line));
  if (start < 0) return undefined;
  const length = lines.slice(start + 1).findIndex((line) => /^\s*\[/.test(line));
  const section = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
  const url = section
    .map((line) => /^\s*url\s*=\s*"?([^"\s]+)"?\s*$/i.exec(line)?.[1])
    .find((one) => one !== undefined);
  if (url === undefined) return undefined;
  if (/^(?:https?|ssh|git):\/\//i.test(url)) return redactUrls(url).replace(/\/\/[^/@]*@/, "//");
  return /^(?:[\w.-]+@)?[\w-]+(?:\.[\w-]+)+:(?!\/\/)/.test(url) ? url.replace(/^[^@]*@/, "") : undefined;
}
