import { lstat, readFile } from "node:fs/promises";
import path from "node:path";
import { limits } from "../limits.ts";
import type { Digest } from "../oci/digest.ts";
import { problem } from "../oci/errors.ts";
import { array, parseObject } from "../oci/image/json.ts";
import { descriptor } from "../oci/image/parse.ts";
import type { Store } from "../oci/store/store.ts";
import { Fetches } from "./fetches.ts";
import { layoutDirectory } from "./layout-directory.ts";
import { loadImage } from "./load-image.ts";
import type { Source } from "./source.ts";

interface Options {
  /** Directory in OCI's image layout. */
  readonly layout: string;
  readonly store: Store;
}

/**
 * Images of an OCI layout on this machine. A digest names a manifest or index whether index.json
 * lists it or not; a tag is an entry's annotation org.opencontainers.image.ref.name, and where no entry has
 * it the only one there is (buildx: resolveDigest). Every byte is compared with its digest. Throws
 * `oci/no-layout`, `oci/ambiguous-layout`, `oci/corrupt-blob` and `image/…`.
 */
export function ociLayoutSource({ layout, store }: Options): Source {
  const shared = { store, fetches: new Fetches(store) };
  const place = layoutDirectory(layout);
  return async ({ tag = "latest", digest: given }, platform) => {
    await refuseLinks(layout);
    const digest = given ?? (await taggedIn(layout, tag));
    const top = await place.manifest(digest);
    const { image } = await loadImage(top, platform, `oci-layout://${layout}`, place, shared);
    return { image, digest };
  };
}

/** Blobs that lie elsewhere could be anything of this machine (ggcr #2306). */
async function refuseLinks(layout: string): Promise<void> {
  for (const directory of ["blobs", path.join("blobs", "sha256")]) {
    const stat = await lstat(path.join(layout, directory)).catch(() => undefined);
    if (stat?.isDirectory()) continue;
    throw problem("oci/no-layout", `${layout} is no OCI image layout: ${directory} is no directory there`, {
      help: "name a directory that `-o type=oci-dir`, `skopeo copy … oci:DIR` or another tool wrote",
    });
  }
}

async function taggedIn(layout: string, tag: string): Promise<Digest> {
  const file = path.join(layout, "index.json");
  const stat = await lstat(file).catch(() => undefined);
  if (!stat?.isFile() || stat.size > limits.manifest)
    throw problem("oci/no-layout", `${layout} has no index.json that can be read`, {
      help: "name a directory in OCI's image layout, or its image by @sha256:…",
    });
  const { manifests } = parseObject(await readFile(file), file, limits.manifest);
  const all = array(manifests ?? [], "manifests").map((entry, i) => descriptor(entry, `manifests[${i}]`));
  const named = all.filter(({ annotations }) => annotations?.["org.opencontainers.image.ref.name"] === tag);
  const digests = new Set((named.length > 0 ? named : all).map(({ digest }) => digest));
  const [only] = digests;
  if (only !== undefined && digests.size === 1) return only;
  const names = all.flatMap(({ annotations }) => annotations?.["org.opencontainers.image.ref.name"] ?? []);
  const why = named.length > 0 ? `${digests.size} images are called ${tag}` : `no image is called ${tag}`;
  throw problem("oci/ambiguous-layout", `${layout} does not say which image is meant: ${why}`, {
    help: `write oci-layout://${layout}:TAG or @sha256:…${names.length === 0 ? "" : `; tags: ${names.join(", ")}`}`,
  });
}
