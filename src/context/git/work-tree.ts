import { realpathSync } from "node:fs";
import { relative, sep } from "node:path";
import { commitTime } from "./commit-time.ts";
import { headOf } from "./head.ts";
import { type TrackedModes, trackedModes } from "./index-file.ts";
import { type Repository, findRepository, repositoryAt } from "./repository.ts";

/** Modes of the tracked files beneath one directory of a work tree. */
export interface TrackedTree {
  readonly modes: TrackedModes;
  /** What a path relative to the directory must be preceded by: "" or "sub/dir/", latin1. */
  readonly prefix: string;
}

export interface GitFacts {
  readonly commitTime: Date | undefined;
  readonly tracked: TrackedTree | undefined;
}

const modesOf = (repository: Repository): TrackedModes | undefined =>
  trackedModes(repository, headOf(repository)?.length === 64 ? 32 : 20);

/** What git's files tell of a directory in a work tree. Never throws; never runs git. */
export function gitFacts(directory: string): GitFacts {
  let real = directory;
  try {
    real = realpathSync(directory);
  } catch {
    return { commitTime: undefined, tracked: undefined };
  }
  const repository = findRepository(real);
  if (repository === undefined) return { commitTime: undefined, tracked: undefined };
  const modes = modesOf(repository);
  const below = relative(repository.workTree, real).split(sep).join("/");
  const prefix = below === "" ? "" : `${Buffer.from(below, "utf8").toString("latin1")}/`;
  return { commitTime: commitTime(repository), tracked: modes === undefined ? undefined : { modes, prefix } };
}

/** The same for a repository nested in the context, a submodule say, whose root `directory` is. */
export function nestedModes(directory: string): TrackedModes | undefined {
  const repository = repositoryAt(directory);
  return repository === undefined ? undefined : modesOf(repository);
}
