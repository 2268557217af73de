import type { Location } from "../../errors.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { root } from "../../oci/filesystem/path.ts";
import { resolvePath } from "../../oci/filesystem/resolve.ts";
import { problem } from "./errors.ts";

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** An owner, and the names that the tree does not know: they count as 0, as BuildKit has it. */
export interface FoundOwner extends Owner {
  readonly unknown: readonly string[];
}

/** BuildKit's maxUserFileBytes. */
const userFileLimit = 10 * 1024 * 1024;
const largest = 2 ** 31 - 1;

/**
 * The ids of `user[:group]` as COPY --chown and WORKDIR resolve them (llb.WithUser and readUser):
 * a number alone is user and group; a name alone brings its group of /etc/passwd; "root" is 0
 * without looking. The last of several equal names does not count, the first does.
 */
export async function resolveOwner(tree: Filesystem, text: string, where?: Location): Promise<FoundOwner> {
  const colon = text.indexOf(":");
  const user = colon < 0 ? text : text.slice(0, colon);
  const group = colon < 0 ? "" : text.slice(colon + 1);
  if (namesSomebody(text) && tree.list(root).length === 0)
    throw problem("copy/bad-owner", `Nothing can be looked up for ${JSON.stringify(text)}: there is no file yet`, {
      where,
      help: "On scratch, give numbers.",
    });
  const unknown: string[] = [];
  let owner: Owner = { uid: 0, gid: 0 };
  const uid = idOf(user, text, where);
  if (uid !== undefined) owner = { uid, gid: uid };
  else {
    const line = await lineOf(tree, "etc/passwd", user);
    if (line === undefined) unknown.push(user);
    else owner = { uid: number(line[2]), gid: number(line[3]) };
  }
  if (group === "") return { ...owner, unknown };
  const gid = idOf(group, text, where);
  if (gid !== undefined) return { ...owner, gid, unknown };
  const line = await lineOf(tree, "etc/group", group);
  return {
    ...owner,
    gid: line === undefined ? owner.gid : number(line[2]),
    unknown: line ? unknown : [...unknown, group],
  };
}

/** Whether `--chown` holds a name that has to be looked up. */
export const namesSomebody = (text: string): boolean =>
  text.split(":", 2).some((part, index) => part !== "root" && !/^[+-]?\d+$/.test(part) && (index === 0 || part !== ""));

function idOf(part: string, text: string, where: Location | undefined): number | undefined {
  if (part === "root") return 0;
  if (!/^[+-]?\d+$/.test(part)) return undefined;
  const id = Number(part);
  if (id < 0 || id > largest)
    throw problem("copy/bad-owner", `${JSON.stringify(text)} is no owner: ids are 0 to ${largest}`, { where });
  return id;
}

const number = (text: string | undefined): number => (/^\d{1,10}$/.test(text ?? "") ? Number(text) : 0);

/** Fields of the first line of a colon-separated file whose first field is `name`. */
async function lineOf(tree: Filesystem, path: string, name: string): Promise<string[] | undefined> {
  const found = resolvePath(tree, path);
  if (found.stat?.type !== "file" || found.stat.size > userFileLimit) return undefined;
  const parts: Buffer[] = [];
  for await (const part of tree.read(found.path)) parts.push(Buffer.from(part));
  for (const line of Buffer.concat(parts).toString("utf8").split("\n")) {
    const fields = line.trim().split(":");
    if (fields[0] === name) return fields;
  }
  return undefined;
}
