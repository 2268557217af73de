import { isErrno, SystemError } from "../kernel/errno.ts";
import { stripTrailingSlashes } from "./file-names.ts";
import { type Arguments, misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";
import { tried } from "./tried.ts";

const options = {
  ignoreNonEmpty: { long: "ignore-fail-on-non-empty" },
  parents: { short: "p", long: ["parents", "path"] },
  verbose: { short: "v", long: "verbose" },
  ...standardOptions,
} as const;

/** rmdir of coreutils. */
export const rmdir = tool({ options, run: buffered(run) });

async function run(io: Stdio, { has, operands }: Arguments<keyof typeof options>): Promise<number> {
  if (operands.length === 0) return misuse(io.proc, "missing operand", 1);
  const { files } = io.proc;
  let status = 0;

  async function removed(path: string): Promise<SystemError | undefined> {
    if (has("verbose")) await io.put(`${io.name}: removing directory, ${io.quoteaf(path)}\n`);
    const failed = tried(() => files.removeDirectory(path));
    return failed instanceof SystemError ? failed : undefined;
  }
  const ignorable = (error: SystemError, path: string): boolean =>
    has("ignoreNonEmpty") &&
    (isErrno(error, "ENOTEMPTY", "EEXIST") ||
      (isErrno(error, "EACCES", "EPERM", "EROFS", "EBUSY") && holdsSomething(path)));
  const holdsSomething = (path: string): boolean => {
    const names = tried(() => files.list(path));
    return !(names instanceof SystemError) && names.length > 0;
  };

  for (const path of operands) {
    const error = await removed(path);
    if (error !== undefined) {
      if (ignorable(error, path)) continue;
      await io.complain(`failed to remove ${io.quoteaf(path)}: ${reason(error, path)}`);
      status = 1;
      continue;
    }
    if (!has("parents")) continue;
    for (let above = parentOf(stripTrailingSlashes(path)); above !== undefined; above = parentOf(above)) {
      const failed = await removed(above);
      if (failed === undefined) continue;
      if (ignorable(failed, above)) break;
      const what = failed.code === "ENOTDIR" ? "" : "directory ";
      await io.complain(`failed to remove ${what}${io.quoteaf(above)}: ${failed.message}`);
      status = 1;
      break;
    }
  }
  return status;

  function reason(error: SystemError, path: string): string {
    if (error.code !== "ENOTDIR" || !path.endsWith("/")) return error.message;
    const followed = tried(() => files.stat(path));
    const isDirectory = followed instanceof SystemError ? followed.code !== "ENOTDIR" : followed.type === "directory";
    const link = isDirectory ? tried(() => files.lstat(stripTrailingSlashes(path))) : undefined;
    return link !== undefined && !(link instanceof SystemError) && link.type === "symlink"
      ? "Symbolic link not followed"
      : error.message;
  }
}

/** What is before the last slashes; undefined where there are none. */
function parentOf(path: string): string | undefined {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? undefined : path.slice(0, slash).replace(/\/+$/, "") || "/";
}
