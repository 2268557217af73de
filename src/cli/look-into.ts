import type { Host } from "../host.ts";
import { imagePath } from "../oci/filesystem/path.ts";
import { resolvePath } from "../oci/filesystem/resolve.ts";
import type { Store } from "../oci/store/store.ts";
import { findImage } from "./find-image.ts";
import { imageTree } from "./image-tree.ts";
import { noSuchPath } from "./no-such-path.ts";

/** A path of an image of the store, links followed; throws where the image does not have it. */
export async function lookInto(
  image: string,
  text: string,
  platform: string | undefined,
  store: Store,
  { host, signal }: { readonly host: Host; readonly signal: AbortSignal },
) {
  const ctx = { host, signal, emit: () => {} };
  const found = await findImage(image, platform, store, ctx);
  const tree = await imageTree(found.image, store, ctx);
  const { path, stat } = resolvePath(tree, imagePath(text), { followLast: true });
  if (stat === undefined) throw noSuchPath(text, tree);
  return { tree, path, stat };
}
