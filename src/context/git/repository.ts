import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";

/** A git work tree, as far as files tell. Nothing of git's is executed and no configuration is read. */
export interface Repository {
  /** Directory that holds `.git`. */
  readonly workTree: string;
  /** HEAD and index are here; a worktree or a submodule has its own. */
  readonly gitDir: string;
  /** Objects and refs are here; `gitDir` but for linked worktrees. */
  readonly commonDir: string;
}

/** Text of a small file, or undefined where it is missing, unreadable, too large or no file. */
export function smallFile(path: string, limit = 64 * 1024): string | undefined {
  try {
    const { size } = statSync(path);
    return size > limit ? undefined : readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** gitrepository-layout(5): `.git` is the directory itself or a file "gitdir: <path>". */
export function repositoryAt(workTree: string): Repository | undefined {
  const dotGit = join(workTree, ".git");
  try {
    const gitDir = isDirectory(dotGit) ? dotGit : gitDirOfFile(dotGit);
    if (gitDir === undefined || smallFile(join(gitDir, "HEAD")) === undefined) return undefined;
    const common = smallFile(join(gitDir, "commondir"))?.trim();
    return { workTree, gitDir, commonDir: common === undefined ? gitDir : resolve(gitDir, common) };
  } catch {
    return undefined;
  }
}

function gitDirOfFile(dotGit: string): string | undefined {
  const pointed = /^gitdir: (.+?)\r?\n?$/.exec(smallFile(dotGit, 8192) ?? "")?.[1];
  if (pointed === undefined) return undefined;
  const path = Buffer.from(pointed, "latin1").toString("utf8");
  return isAbsolute(path) ? path : resolve(dirname(dotGit), path);
}

/** The work tree that `directory` lies in, at or above it. */
export function findRepository(directory: string): Repository | undefined {
  for (let at = resolve(directory); ; at = dirname(at)) {
    const found = repositoryAt(at);
    if (found !== undefined || dirname(at) === at) return found;
  }
}
