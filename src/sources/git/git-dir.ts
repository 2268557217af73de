import { createHash } from "node:crypto";
import { closeSync, lstatSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { finish } from "../../oci/digest.ts";
import { imagePath, type ImagePath, join as joinPath } from "../../oci/filesystem/path.ts";
import type { Changeset, Content, Entry } from "../../oci/layer/changeset.ts";
import type { LayerSource } from "../../oci/layer/layer-index.ts";
import { fileRanges } from "../../oci/layer/ranges.ts";
import { seal } from "../../oci/layer/seal.ts";
import type { Git } from "./command.ts";
import { isObjectId, type Resolved } from "./resolve.ts";

interface Place {
  /** The repository that the commit was fetched into. */
  readonly bare: { readonly directory: string; readonly git: Git };
  /** Runs git on the directory that is made here. */
  readonly gitAt: (directory: string) => Git;
  readonly directory: string;
  readonly spool: string;
}

/**
 * The `.git` that --keep-git-dir leaves, as a layer: one commit without history, its branch or tag, a detached
 * HEAD, an index, and the remote without user and password, as BuildKit's (source/git, checkout). There are no
 * hooks or other files of a template, and the index holds no times of this machine.
 */
export async function gitDirLayer(
  { ref, id }: Resolved,
  commit: string,
  url: string,
  { bare, gitAt, directory, spool }: Place,
): Promise<LayerSource> {
  mkdirSync(directory);
  const own = join(directory, ".git");
  const git = gitAt(own);
  await bare.git.text("update-ref", "refs/fetched/it", id);
  await git.text("init", "--quiet", "--template=", ...(id.length === 64 ? ["--object-format=sha256"] : []));
  const source = pathToFileURL(bare.directory).href;
  const into = isObjectId(ref) ? "refs/fetched/it" : `refs/fetched/it:${ref}`;
  await git.text("fetch", "--quiet", "--update-head-ok", "--no-tags", "--depth=1", "--", source, into);
  await git.text("update-ref", "--no-deref", "HEAD", commit);
  await git.text("read-tree", commit);
  await git.text("config", "core.bare", "false");
  await git.text("config", "remote.origin.url", url);
  await git.text("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*");
  rmSync(join(own, "FETCH_HEAD"), { force: true });
  const file = openSync(spool, "wx", 0o600);
  try {
    const { index } = await seal(changesIn(own), (bytes) => {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    });
    return { index, openRange: fileRanges(spool) };
  } finally {
    closeSync(file);
  }
}

const changesIn = (directory: string): Changeset => ({
  entries: () => entriesIn(Buffer.from(directory), imagePath(".git")),
  async [Symbol.asyncDispose]() {},
});

/** Files that git wrote itself: objects may be read alone, the rest may be written by the owner. */
function* entriesIn(host: Buffer, path: ImagePath): Generator<Entry> {
  const common = { uid: 0, gid: 0, mtime: 0 } as const;
  yield { ...common, type: "directory", path, mode: 0o755 };
  const names = readdirSync(host, { encoding: "buffer" }).sort(Buffer.compare);
  for (const name of names) {
    const below = Buffer.concat([host, Buffer.from("/"), name]);
    const at = joinPath(path, name.toString("latin1"));
    const stat = lstatSync(below);
    if (stat.isDirectory()) yield* entriesIn(below, at);
    else if (stat.isFile())
      yield {
        ...common,
        type: "file",
        path: at,
        mode: stat.mode & 0o200 ? 0o644 : 0o444,
        content: contentOf(below, stat.size),
      };
  }
}

function contentOf(host: Buffer, size: number): Content {
  const open = () => fileRanges(host.toString())(0, size);
  const hash = createHash("sha256");
  for (const bytes of open() as Iterable<Uint8Array>) hash.update(bytes);
  return { size, digest: finish(hash), open };
}
