import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { apkFiles } from "../installed/apk-files.ts";
import { recordedFiles } from "../installed/dpkg-files.ts";
import { alpine, debian } from "./catalogue.ts";
import type { Files } from "./packages.ts";
import { knownDigests } from "./known-digests.ts";
import type { Sums } from "./sums.ts";

/** What a file stands for: which file of the catalogue it is. */
export interface Identity {
  readonly package: string;
  /** Key in the catalogue's `Files`. */
  readonly path: string;
  readonly loads: Files[string];
}

export type Identify = (sums: Sums) => Promise<Identity | undefined>;

/**
 * Tells files of the catalogue by their content: by what the image's package databases say of the
 * packages that it has, whatever the file is called and wherever it was moved, diverted or copied
 * to; then by the digests of well-known files. A database is read when it is first needed.
 */
export function identifier(tree: Filesystem): Identify {
  let dpkg: Promise<ReadonlyMap<string, Identity>> | undefined;
  let apk: Promise<ReadonlyMap<string, Identity>> | undefined;
  return async ({ md5, sha1, sha256 }) => {
    dpkg ??= dpkgIdentities(tree);
    apk ??= apkIdentities(tree);
    const known = knownDigests[sha256];
    return (await dpkg).get(md5) ?? (await apk).get(sha1) ?? (known && identityOf(known.package, known.path, debian));
  };
}

async function dpkgIdentities(tree: Filesystem): Promise<ReadonlyMap<string, Identity>> {
  const files = await recordedFiles(tree, new Set(Object.keys(debian)));
  const known = files.flatMap(({ package: name, path, md5 }) => {
    const identity = identityOf(name, path, debian);
    return identity === undefined ? [] : [[md5, identity] as const];
  });
  return new Map(known);
}

async function apkIdentities(tree: Filesystem): Promise<ReadonlyMap<string, Identity>> {
  const known = (await apkFiles(tree)).flatMap(({ package: name, path, sha1 }) => {
    const identity = sha1 === undefined ? undefined : identityOf(name, path, alpine);
    return identity === undefined ? [] : [[sha1!, identity] as const];
  });
  return new Map(known);
}

function identityOf(name: string, at: string, catalogue: typeof debian): Identity | undefined {
  const path = at.replace(/^usr\//, "");
  const files = Object.hasOwn(catalogue, name) ? catalogue[name]! : {};
  return Object.hasOwn(files, path) ? { package: name, path, loads: files[path]! } : undefined;
}
