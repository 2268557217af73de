import type { Ctx } from "../../ctx.ts";
import { type ImagePath, imagePath, join } from "../../oci/filesystem/path.ts";
import { imageId, indexOf, isIndex } from "../../oci/image/derive.ts";
import type { Artifact, Image, IndexedImage } from "../../oci/image/image.ts";
import type { Entry } from "../../oci/layer/changeset.ts";
import { flatten } from "../../oci/layer/flatten.ts";
import { formatPlatform } from "../../oci/platform.ts";
import type { Store } from "../../oci/store/store.ts";
import { withStatements } from "./statements.ts";

type Layers = Pick<Store, "layers" | "ensureLayer">;

/** Where files go that no manifest describes. */
export interface FlatOptions {
  readonly store: Layers;
  /** In front of the names of attestations' files; none by default. */
  readonly attestationPrefix?: string | undefined;
}

/**
 * All files of an image, its layers merged, parents first, without the root itself. Those of several
 * platforms each in a directory of its own, "linux_arm64", as BuildKit has them (exporter/local/platform.go).
 * Attestations stand beside the files that they are about.
 */
export async function* flattened(artifact: Artifact, to: FlatOptions, ctx: Ctx): AsyncGenerator<Entry> {
  if (!isIndex(artifact)) return yield* filesOf(artifact, to.store, ctx);
  const { images } = artifact;
  const all = (one: IndexedImage) => withStatements(filesOf(one.image, to.store, ctx), one, to.attestationPrefix ?? "");
  if (images.length === 1) return yield* all(images[0]!);
  for (const one of images) {
    const { platform } = one;
    const folder = imagePath(formatPlatform(platform).replaceAll("/", "_"));
    yield { type: "directory", path: folder, mode: 0o755, uid: 0, gid: 0, mtime: 0 };
    for await (const entry of all(one)) yield beneath(folder, entry);
  }
}

/** What stands for an artifact whose form has no manifest: the image ID, or the digest of an index. */
export const flatDigest = (artifact: Artifact) =>
  isIndex(artifact) ? indexOf(artifact).descriptor.digest : imageId(artifact);

async function* filesOf(image: Image, store: Layers, ctx: Ctx): AsyncGenerator<Entry> {
  for (const layer of image.layers) await store.ensureLayer(layer, ctx);
  const tree = await store.layers.tree(image.layers.map((layer) => layer.diffId));
  for await (const entry of flatten(tree).entries()) {
    ctx.signal.throwIfAborted();
    if (entry.path !== "") yield entry;
  }
}

function beneath(folder: ImagePath, entry: Entry): Entry {
  const path = join(folder, entry.path);
  return entry.type === "hardlink" ? { ...entry, path, target: join(folder, entry.target) } : { ...entry, path };
}
