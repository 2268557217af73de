import { join } from "node:path";
import type { Ctx } from "../../ctx.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { flatten } from "../../oci/layer/flatten.ts";
import { mergeTree } from "../../oci/layer/merge.ts";
import type { Store } from "../../oci/store/store.ts";
import { redactUrls } from "../../redact.ts";
import { problem } from "../errors.ts";
import type { ReadSecret } from "../secrets.ts";
import { keepSnapshot, keptSnapshot, snapshotKey } from "../snapshot.ts";
import { type Bench, fetchLayers, top } from "./checkout.ts";
import { gitIn } from "./command.ts";
import { authorizationFor, gitEnvironment } from "./environment.ts";
import { explained } from "./explained.ts";
import { parseRemote, type Remote } from "./remote.ts";
import { checkRef, isObjectId, type Resolved, resolveRef } from "./resolve.ts";

/** What of a git reference counts for fetching; `GitReference` of dockerfile/ is one. */
export interface GitRequest {
  readonly remote: string;
  /** "" for the default branch. */
  readonly ref: string;
  readonly checksum: string | undefined;
  readonly submodules: boolean | undefined;
  readonly fetchByCommit: boolean;
  /** Whether a .git goes with the files; undefined means false. */
  readonly keepGitDir: boolean | undefined;
}

export interface GitTools {
  readonly store: Store;
  readonly secrets: ReadSecret;
  /** Socket of the ssh agent that the user lends to the build. */
  readonly agent: string | undefined;
}

/** A commit's files. */
export interface GitTree {
  /** The whole repository. Every time is the commit's. */
  readonly tree: Filesystem;
  /** The commit, all of its digits. */
  readonly commit: string;
  /** Full name of the branch or tag; the commit where that was asked for. */
  readonly ref: string;
}

/**
 * The files of a git repository as BuildKit has them after a checkout (source/git): modes 0644 and 0755, owned
 * by 0:0, submodules in their places, no .git but where it is asked for, files of LFS as the pointers that they are in git. A branch or tag
 * is looked up each time; a commit that is in the store never asks the network. Throws `source/…`.
 */
export async function fetchGit(request: GitRequest, tools: GitTools, ctx: Ctx): Promise<GitTree> {
  const { store } = tools;
  checkRef(request.ref);
  const remote = parseRemote(request.remote);
  const pinned = pinnedCommit(request);
  const known = pinned === undefined ? undefined : await keptTree(request, pinned, store);
  if (known !== undefined) return known;
  await using scratch = await store.scratch();
  const bench = await benchIn(scratch.path, request, remote, tools, ctx);
  const resolved = pinned ?? (await lookUp(request, remote, bench));
  return (await keptTree(request, resolved, store)) ?? (await newTree(request, resolved, bench, store));
}

/** What is known without asking: a commit, or one that the reference trusts its checksum to be. */
function pinnedCommit(request: GitRequest): Resolved | undefined {
  const { ref, checksum, fetchByCommit } = request;
  if (isObjectId(ref)) return checked(request, { ref, id: ref, commit: undefined });
  if (!fetchByCommit) return undefined;
  if (checksum !== undefined && isObjectId(checksum))
    return { ref: ref === "" ? checksum : ref.replace(/^(?!refs\/)/, "refs/heads/"), id: checksum, commit: checksum };
  throw problem("source/bad-ref", "fetch-by-commit needs the whole commit", {
    help: "add ?checksum= with all of its 40 digits",
  });
}

async function benchIn(
  directory: string,
  { submodules, keepGitDir }: GitRequest,
  remote: Remote,
  { secrets, agent }: GitTools,
  ctx: Ctx,
): Promise<Bench> {
  if (remote.scheme === "ssh" && agent === undefined)
    throw problem("source/no-agent", `${remote.url} is reached by ssh, and the build was lent no agent`, {
      help: "add --ssh default to the command, or use the repository's https address",
    });
  const authorization = await authorizationFor(remote, secrets);
  return {
    directory,
    access: { authorization, agent },
    submodules: submodules !== false,
    keepGitDir: keepGitDir === true,
    ctx,
  };
}

async function lookUp(request: GitRequest, { url }: Remote, { directory, access, ctx }: Bench): Promise<Resolved> {
  const git = gitIn(join(directory, "none.git"), gitEnvironment(access, directory, ctx.host), ctx);
  return checked(request, await explained(url, () => resolveRef(request.ref, url, git)));
}

/** The commit, or the tag that names it, begins with the checksum. */
function checked({ checksum, remote }: GitRequest, resolved: Resolved): Resolved {
  const { id, commit, ref } = resolved;
  if (checksum === undefined || id.startsWith(checksum) || commit?.startsWith(checksum)) return resolved;
  const is = commit === undefined || commit === id ? id : `${id} (a tag) or ${commit}`;
  throw problem("source/checksum", `${ref} of ${redactUrls(remote)} is ${is}, not ${checksum}`, {
    help: "if the new commit is what you want, write it after --checksum=",
  });
}

/** A .git tells of the branch and the remote too, and of the tag where one was asked for. */
function keyOf({ submodules, keepGitDir, remote }: GitRequest, { commit, id, ref }: Resolved) {
  const files = { git: keepGitDir ? id : (commit ?? id), submodules: submodules !== false };
  return snapshotKey(keepGitDir ? { ...files, ref, remote: parseRemote(remote).url } : files);
}

async function keptTree(request: GitRequest, resolved: Resolved, store: Store): Promise<GitTree | undefined> {
  const tree = await keptSnapshot(keyOf(request, resolved), store);
  return tree === undefined ? undefined : treeOf(tree, resolved);
}

async function newTree(request: GitRequest, resolved: Resolved, bench: Bench, store: Store): Promise<GitTree> {
  const layers = await fetchLayers(request.remote, resolved, top, bench);
  const title = `ADD ${redactUrls(request.remote)}#${resolved.ref}`;
  const tree = await keepSnapshot([keyOf(request, resolved)], flatten(mergeTree(layers)), title, store);
  return treeOf(tree, resolved);
}

const treeOf = (tree: Filesystem, { ref, commit, id }: Resolved): GitTree => ({ tree, commit: commit ?? id, ref });
