import { problem } from "../errors.ts";
import { type Git, GitFailure } from "./command.ts";
import { isObjectId, type Resolved } from "./resolve.ts";

/** What servers and old transports say who give no single commit, or no shallow history. */
const otherWay = /shallow|--depth|not our ref|unadvertised object|dumb http/i;

const everything = ["+refs/heads/*:refs/fetched/heads/*", "+refs/tags/*:refs/fetched/tags/*"];

/**
 * Brings the objects of one commit into the repository, without history where the server can do that
 * (util/gitutil's git_cli.go has the same ways round). What a branch has become since it was looked up does not
 * matter: it is the commit that counts. Throws `GitFailure` and `source/no-ref`.
 */
export async function obtain({ ref, id }: Resolved, url: string, git: Git): Promise<void> {
  const byId = [
    ["--depth=1", "--no-tags", "--", url, id],
    ["--no-tags", "--", url, ...everything],
  ];
  const byName = [
    ["--depth=1", "--no-tags", "--", url, `+${ref}:refs/fetched/it`],
    ["--no-tags", "--", url, `+${ref}:refs/fetched/it`],
  ];
  for (const ways of isObjectId(ref) ? [byId] : [byName, byId]) {
    await firstThatWorks(ways, git);
    if (await has(id, git)) return;
  }
  throw problem("source/no-ref", `${url} has no commit ${id}`, {
    help: isObjectId(ref) ? undefined : "its branch was moved while djib fetched it; run the build again",
  });
}

async function firstThatWorks(ways: readonly (readonly string[])[], git: Git): Promise<void> {
  for (const [index, way] of ways.entries()) {
    try {
      await git.text("fetch", "--quiet", "--force", "--no-recurse-submodules", ...way);
      return;
    } catch (error) {
      const isLast = index === ways.length - 1;
      if (!(error instanceof GitFailure) || isLast || !otherWay.test(error.said)) throw error;
    }
  }
}

async function has(id: string, git: Git): Promise<boolean> {
  try {
    await git.text("cat-file", "-e", `${id}^{commit}`);
    return true;
  } catch (error) {
    if (error instanceof GitFailure) return false;
    throw error;
  }
}
