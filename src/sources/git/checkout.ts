import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Ctx } from "../../ctx.ts";
import { limits } from "../../limits.ts";
import type { LayerSource } from "../../oci/layer/layer-index.ts";
import { redactUrls } from "../../redact.ts";
import { problem } from "../errors.ts";
import { archiveLayer } from "./archive.ts";
import { gitIn } from "./command.ts";
import { type Access, authorizationFor, gitEnvironment } from "./environment.ts";
import { explained } from "./explained.ts";
import { gitDirLayer } from "./git-dir.ts";
import { obtain } from "./obtain.ts";
import { parseRemote } from "./remote.ts";
import type { Resolved } from "./resolve.ts";
import { submodulesOf } from "./submodules.ts";

/** Where repositories are fetched to, and what all of them share. */
export interface Bench {
  /** A directory of one's own. */
  readonly directory: string;
  readonly access: Access;
  readonly submodules: boolean;
  readonly keepGitDir: boolean;
  readonly ctx: Ctx;
}

interface Place {
  /** Where its files go, "" or with a slash at the end. */
  readonly prefix: string;
  readonly depth: number;
  /** Tells the repositories of one bench apart. */
  readonly number: string;
}

export const top: Place = { prefix: "", depth: 0, number: "0" };

/**
 * Fetches one commit and the submodules in it, each its own layer above its parent's. The token of the bench goes
 * to the addresses that it is for alone, whatever .gitmodules says. Throws `source/…`.
 */
export async function fetchLayers(
  remoteText: string,
  resolved: Resolved,
  { prefix, depth, number }: Place,
  bench: Bench,
): Promise<readonly LayerSource[]> {
  if (depth > limits.submoduleDepth)
    throw problem("source/submodule", `submodules lie more than ${limits.submoduleDepth} deep in each other`);
  const remote = parseRemote(remoteText);
  const gitDir = join(bench.directory, `${number}.git`);
  const own = depth === 0 ? bench.access : await accessOf(remoteText, bench);
  const env = gitEnvironment(own, bench.directory, bench.ctx.host);
  const git = gitIn(gitDir, env, bench.ctx);
  return explained(remote.url, async () => {
    const format = resolved.id.length === 64 ? ["--object-format=sha256"] : [];
    await git.text("init", "--quiet", "--bare", "--template=", ...format);
    mkdirSync(join(gitDir, "info"), { recursive: true });
    await obtain(resolved, remote.url, git);
    const commit = (await git.text("rev-parse", "--verify", `${resolved.id}^{commit}`)).trim();
    const layers = [await archiveLayer(commit, prefix, { gitDir, git, spool: join(bench.directory, `${number}.tar`) })];
    if (bench.keepGitDir && depth === 0) {
      const gitAt = (directory: string) => gitIn(directory, { ...env, GIT_ALLOW_PROTOCOL: "file" }, bench.ctx);
      const directory = join(bench.directory, "kept");
      const place = { bare: { directory: gitDir, git }, gitAt, directory, spool: join(bench.directory, "kept.tar") };
      layers.push(await gitDirLayer(resolved, commit, remote.url, place));
    }
    const inside = bench.submodules ? await submodulesOf(commit, remoteText, git) : [];
    for (const [index, { path, commit: id, remote: below }] of inside.entries()) {
      const place: Place = { prefix: `${prefix}${path}/`, depth: depth + 1, number: `${number}-${index}` };
      layers.push(...(await fetchLayers(below, { ref: id, id, commit: id }, place, bench)));
    }
    return layers;
  });
}

/** A submodule's own user and password, else the parent's header, which git sends within its scope alone. */
async function accessOf(remoteText: string, { access }: Bench): Promise<Access> {
  try {
    const remote = parseRemote(remoteText);
    if (remote.userinfo === undefined) return access;
    return { ...access, authorization: await authorizationFor(remote, () => Promise.resolve(undefined)) };
  } catch (cause) {
    throw problem("source/submodule", `djib does not fetch the submodule ${redactUrls(remoteText)}`, { cause });
  }
}
