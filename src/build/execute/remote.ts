import type { Location } from "../../errors.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { root } from "../../oci/filesystem/path.ts";
import { redactUrls } from "../../redact.ts";
import { downloadedTree } from "../downloaded-tree.ts";
import { placed } from "../placed.ts";
import type { CopyPlan, RemoteSource } from "../plan/plan.ts";
import { findSelected } from "../steps/selected-sources.ts";
import { findSource, type FoundSource } from "../steps/sources.ts";
import type { World } from "./world.ts";

interface Around {
  readonly step: CopyPlan;
  readonly world: World;
  /** Seconds: when the step begins. */
  readonly now: number;
}

/**
 * What ADD fetches, as a source to copy. A file is 0600 and has the time that its server gives; it is unpacked
 * where --unpack says so. Of a repository the contents of the directory are copied, with the time of this
 * checkout. `where` is the source's place.
 */
export async function findRemote(
  remote: RemoteSource,
  where: Location,
  { step, world, now }: Around,
): Promise<readonly FoundSource[]> {
  const { remotes, ctx } = world;
  if (remote.kind === "file") {
    const { url, name, checksum } = remote;
    const tree = downloadedTree(safeName(name), await placed(where, () => remotes.file(url, checksum, ctx)));
    const found = findSource({ tree, name: redactUrls(url) }, { text: redactUrls(url), where }, tree.list(root)[0]!);
    return [{ ...found, asItIs: step.unpack !== true, isDownload: true }];
  }
  const { reference } = remote;
  const { tree } = await placed(where, () => remotes.repository(reference, ctx));
  const origin = { tree: checkedOut(tree, now), name: redactUrls(reference.remote) };
  const all = findSelected(origin, { text: "/", where }, { parents: false, exclude: step.exclude });
  return all.map((found) => ({ ...found, asItIs: true }));
}

/** BuildKit's pathutil.SafeFileName. */
function safeName(name: string): string {
  const bare = name.trim();
  return /^\.{0,2}$|[\0-\x1f\x7f-\x9f]/.test(bare) ? "download" : bare;
}

/** The files of a repository as git writes them: now. */
const checkedOut = (tree: Filesystem, now: number): Filesystem => ({
  lstat(path) {
    const stat = tree.lstat(path);
    return stat === undefined ? undefined : { ...stat, mtime: now };
  },
  list: (path) => tree.list(path),
  read: (path) => tree.read(path),
});
