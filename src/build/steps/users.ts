import { type Chown, namesSomebody } from "../../dockerfile/values/chown.ts";
import type { Location } from "../../errors.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { resolvePath } from "../../oci/filesystem/resolve.ts";
import { problem } from "./errors.ts";
import { emptyTree } from "./inline.ts";

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

/**
 * The ids of `user[:group]` as COPY --chown and WORKDIR resolve them (llb.WithUser and readUser):
 * a number alone is user and group; a name alone brings its group of /etc/passwd. The last of
 * several equal names does not count, the first does. Rejects with `copy/bad-owner` for names before the
 * first step on scratch (BuildKit: readUser has no mount then); a step that left nothing makes them unknown.
 */
export async function resolveOwner(tree: Filesystem, chown: Chown, where: Location): Promise<FoundOwner> {
  if (namesSomebody(chown) && tree === emptyTree)
    throw problem("copy/bad-owner", "no owner can be looked up by name: there is no file yet", {
      where,
      help: "on scratch, give numbers",
    });
  const { user, group } = chown;
  const line = "name" in user ? await lineOf(tree, "etc/passwd", user.name) : undefined;
  const uid = "id" in user ? user.id : number(line?.[2]);
  const own = "id" in user ? user.id : number(line?.[3]);
  const unknown = "name" in user && line === undefined ? [user.name] : [];
  if (group === undefined) return { uid, gid: own, unknown };
  if ("id" in group) return { uid, gid: group.id, unknown };
  const named = await lineOf(tree, "etc/group", group.name);
  if (named === undefined) return { uid, gid: own, unknown: [...unknown, group.name] };
  return { uid, gid: number(named[2]), unknown };
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
