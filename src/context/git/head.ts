import { join } from "node:path";
import { type Repository, smallFile } from "./repository.ts";

const objectId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const packedRefsLimit = 64 * 1024 * 1024;

/** git-check-ref-format(1), as far as a file name must be safe: nothing here may leave the git directory. */
const isRefName = (name: string): boolean =>
  /^refs\/[^\\\0-\x1f:?*[\]~^ ]+$/.test(name) && !name.split("/").some((part) => part === "" || part.startsWith("."));

/** Object id that HEAD leads to; undefined on an unborn branch, in a reftable repository, or for anything odd. */
export function headOf(repository: Repository): string | undefined {
  let text = smallFile(join(repository.gitDir, "HEAD"))?.trim();
  for (let hops = 0; text !== undefined && hops < 5; hops++) {
    if (objectId.test(text)) return text;
    const name = /^ref: (.+)$/.exec(text)?.[1];
    if (name === undefined || !isRefName(name)) return undefined;
    text = readRef(repository, name);
  }
  return undefined;
}

const readRef = ({ gitDir, commonDir }: Repository, name: string): string | undefined =>
  (smallFile(join(gitDir, name)) ?? smallFile(join(commonDir, name)))?.trim() ?? packedRef(commonDir, name);

function packedRef(commonDir: string, name: string): string | undefined {
  const text = smallFile(join(commonDir, "packed-refs"), packedRefsLimit) ?? "";
  for (let at = text.indexOf(` ${name}\n`); at >= 0; at = text.indexOf(` ${name}\n`, at + 1)) {
    const id = text.slice(text.lastIndexOf("\n", at) + 1, at);
    if (objectId.test(id)) return id;
  }
  return undefined;
}
