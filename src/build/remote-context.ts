import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ContextSpec } from "../context/context.ts";
import type { Ctx } from "../ctx.ts";
import { BadGitReference, type GitReference, parseGitReference } from "../dockerfile/values/git-reference.ts";
import { DjibError } from "../errors.ts";
import { limits } from "../limits.ts";
import { finish } from "../oci/digest.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import { root } from "../oci/filesystem/path.ts";
import { walk } from "../oci/filesystem/walk.ts";
import { beginsTar, head, openArchive } from "../oci/layer/archive.ts";
import { compressionOf } from "../oci/layer/decompress.ts";
import { flatten } from "../oci/layer/flatten.ts";
import { blockSize } from "../oci/layer/tar/block.ts";
import type { Store } from "../oci/store/store.ts";
import { redactUrls } from "../redact.ts";
import type { HttpFile } from "../sources/http/fetch.ts";
import type { Remotes } from "../sources/remotes.ts";
import { keepSnapshot, keptSnapshot, snapshotKey } from "../sources/snapshot.ts";
import { downloadedTree } from "./downloaded-tree.ts";
import { problem } from "./errors.ts";

type TreeContext = Extract<ContextSpec, { readonly kind: "tree" }>;

interface Tools {
  readonly store: Store;
  readonly remotes: Remotes;
  /** --build-arg BUILDKIT_CONTEXT_KEEP_GIT_DIR. */
  readonly keepGitDir?: boolean | undefined;
}

/** What a file that is no archive is called in its context (BuildKit: DetectHTTPContext). */
export const soleFile = "context";

/** Whether content that begins so is an archive (BuildKit: archiveutil.IsArchive). */
export const isArchive = (beginning: Buffer): boolean =>
  compressionOf(beginning) !== undefined || beginsTar(beginning.subarray(0, blockSize));

/** Whether a build context is at an address: a git repository, or a file of a web server. */
export const isAddress = (text: string): boolean => /^https?:\/\//.test(text) || gitReferenceOf(text) !== undefined;

/**
 * The context at an address: the files of a git repository, those of an archive, or one file, called
 * `context`. `isFile` tells the last, which is then the Dockerfile. Throws `source/…`,
 * `build/bad-context` and `build/bad-address`.
 */
export async function contextAt(
  url: string,
  { store, remotes, keepGitDir }: Tools,
  ctx: Ctx,
): Promise<{ readonly context: TreeContext; readonly isFile: boolean }> {
  const reference = gitReferenceOf(url);
  if (reference !== undefined) {
    const keep = keepGitDir || reference.keepGitDir;
    return { context: await gitContext(reference, remotes, ctx, keep), isFile: false };
  }
  const file = await remotes.file(url, undefined, ctx);
  if (!isArchive(await head(file.read(), blockSize))) return { context: fileContext(url, file), isFile: true };
  const archive = await archiveContext(file.read(), redactUrls(url), store);
  const origin = { kind: "file", url, digest: file.digest } as const;
  return { context: { ...archive, origin, sourceTime: modifiedAt(file) ?? archive.sourceTime }, isFile: false };
}

/** The same for a named context, of which BuildKit unpacks nothing. */
export async function namedContextAt(url: string, remotes: Remotes, ctx: Ctx): Promise<TreeContext> {
  const reference = gitReferenceOf(url);
  if (reference !== undefined) return gitContext(reference, remotes, ctx);
  return fileContext(url, await remotes.file(url, undefined, ctx));
}

const modifiedAt = ({ modified }: HttpFile): Date | undefined => (modified > 0 ? new Date(modified * 1000) : undefined);

const fileContext = (url: string, file: HttpFile): TreeContext => ({
  kind: "tree",
  origin: { kind: "file", url, digest: file.digest },
  tree: downloadedTree(soleFile, file),
  sourceTime: modifiedAt(file),
});

function gitReferenceOf(text: string): GitReference | undefined {
  try {
    return parseGitReference(text);
  } catch (error) {
    if (!(error instanceof BadGitReference)) throw error;
    throw problem("build/bad-context", `the git address ${redactUrls(text)} is wrong: ${error.message}`, {
      help: "write it as https://HOST/NAME.git#REF:DIRECTORY",
    });
  }
}

/** Every file of a checkout has the commit's time. */
async function gitContext(
  reference: GitReference,
  remotes: Remotes,
  ctx: Ctx,
  keepGitDir = reference.keepGitDir,
): Promise<TreeContext> {
  const remote = reference.looksLocal ? `https://${reference.remote}` : reference.remote;
  const { tree, commit } = await remotes.repository({ ...reference, remote, keepGitDir }, ctx);
  const commitTime = new Date(tree.lstat(root)!.mtime * 1000);
  const origin = { kind: "git", remote, ref: reference.ref, subdir: reference.subdir, commit } as const;
  return { kind: "tree", tree, origin, commitTime, sourceTime: commitTime };
}

/**
 * The files of a tar, plain or compressed, kept in the store: the same archive is unpacked once.
 * `name` is for people. Throws `build/bad-context` for one that is damaged or hostile.
 */
export async function archiveContext(
  content: AsyncIterable<Uint8Array>,
  name: string,
  store: Store,
): Promise<TreeContext> {
  await using scratch = await store.scratch();
  const file = join(scratch.path, "context");
  const key = snapshotKey({ context: await spooled(content, file, name) });
  const kept = await keptSnapshot(key, store);
  if (kept !== undefined) return archived(kept);
  const archive = await readable(name, () =>
    openArchive(() => createReadStream(file), join(scratch.path, "context.tar")),
  );
  if (archive === undefined) throw problem("build/bad-context", `${name} is no tar archive`, { help: noArchive });
  return archived(await keepSnapshot([key], flatten(archive.tree), `the files of ${name}`, store));
}

/** The newest file tells when an archive was made. */
function archived(tree: Filesystem): TreeContext {
  let newest: number | undefined;
  for (const [, { type, mtime }] of walk(tree)) if (type === "file") newest = Math.max(newest ?? mtime, mtime);
  return { kind: "tree", tree, sourceTime: newest === undefined ? undefined : new Date(newest * 1000) };
}

const noArchive = "a context is a directory, a tar (plain, or by gzip, bzip2, xz or zstd) or a git repository";

async function spooled(content: AsyncIterable<Uint8Array>, file: string, name: string) {
  const hash = createHash("sha256");
  let size = 0;
  const counted = async function* () {
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.length;
      if (size > limits.layerUncompressed)
        throw problem("build/bad-context", `${name} is larger than ${limits.layerUncompressed} bytes`);
      yield chunk;
    }
  };
  await pipeline(counted, createWriteStream(file, { flags: "wx", mode: 0o600 }));
  return finish(hash);
}

async function readable<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof DjibError) || !/^(layer|oci|filesystem)\//.test(error.code)) throw error;
    throw problem("build/bad-context", `${name} cannot be unpacked: ${error.message}`, {
      help: noArchive,
      cause: error,
    });
  }
}
