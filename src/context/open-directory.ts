import { createHash } from "node:crypto";
import { lstatSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Ctx } from "../ctx.ts";
import type { Digest } from "../oci/digest.ts";
import type { ImagePath } from "../oci/filesystem/path.ts";
import type { Context, ContextOptions } from "./context.ts";
import { DigestCache } from "./digest-cache.ts";
import { problem } from "./errors.ts";
import { gitFacts } from "./git/work-tree.ts";
import { hostPath } from "./host-path.ts";
import { ignoreNothing } from "./ignore.ts";
import { Listing } from "./listing.ts";
import { hashVersion, readVersion } from "./read-file.ts";
import { ListedFile, statOf } from "./stat.ts";

/**
 * The files of a directory, owned by 0:0. Directories are read when first asked for and content is
 * hashed when its digest is; times are the disk's, in seconds (build/times decides what becomes of
 * them).
 */
export function openDirectory(directory: string, options: ContextOptions, ctx: Ctx): Context {
  const real = contextDirectory(directory);
  const { commitTime, tracked } = gitFacts(real);
  const rules = options.ignore ?? ignoreNothing;
  const listing = new Listing({ directory: real, modes: options.modes, ctx }, rules, tracked);
  const cache = new DigestCache(cacheFile(real, options.store), () => ctx.host.now());
  const { platform } = ctx.host.system;
  const onHost = (path: ImagePath): string | Buffer => hostPath(real, path, platform);
  const { nodes } = listing;

  const digest = (node: number, path: ImagePath): Digest => {
    const known = nodes.digest(node);
    if (known !== undefined) return known;
    const seen = nodes.seen(node);
    const made = cache.get(path, seen) ?? cache.add(node, path, seen, () => hashVersion(onHost(path), path, seen));
    nodes.setDigest(node, made);
    return made;
  };

  return {
    commitTime,
    sourceTime: undefined,
    lstat(path) {
      const node = listing.find(path);
      if (node === undefined) return undefined;
      const seen = nodes.seen(node);
      return seen.type === "file" ? new ListedFile(seen, node, path, digest) : statOf(seen, node, platform);
    },
    list: (path) => listing.names(path),
    async *read(path) {
      const node = listing.find(path);
      if (node === undefined || nodes.type(node) !== "file") throw new Error(`${path} is not a file of the context`);
      const seen = nodes.seen(node);
      yield* readVersion(onHost(path), path, seen);
    },
    hidden(path) {
      const line = rules.hiddenBy(path);
      return line !== undefined && exists(onHost(path)) ? line : undefined;
    },
    async [Symbol.asyncDispose]() {
      cache.save((node) => nodes.digestBytes(node));
    },
  };
}

function contextDirectory(directory: string): string {
  try {
    if (statSync(directory).isDirectory()) return realpathSync(directory);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw problem("context/no-directory", `the build context ${directory} cannot be read (${code ?? String(cause)})`, {
      help: "the last argument of `djib build` is the project's directory, usually `.`",
      cause,
    });
  }
  throw problem("context/no-directory", `the build context ${directory} is not a directory`, {
    help: "the last argument of `djib build` is the project's directory, usually `.`; a Dockerfile goes to -f",
  });
}

const cacheFile = (directory: string, store: ContextOptions["store"]): string | undefined =>
  store === undefined
    ? undefined
    : join(store.root, "contexts", createHash("sha256").update(directory).digest("hex").slice(0, 32));

const exists = (host: string | Buffer): boolean => {
  try {
    return lstatSync(host, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
};
