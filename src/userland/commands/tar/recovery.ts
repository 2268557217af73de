import { isErrno, SystemError } from "../../kernel/errno.ts";
import { tried } from "../tried.ts";
import type { Directories } from "./directories.ts";
import type { Chosen } from "./read-members.ts";
import type { Report } from "./report.ts";
import type { Settings } from "./settings.ts";

/** What is tried where a member cannot be made at first: maybe_recoverable of GNU tar 1.34 extract.c. */
export class Recovery {
  readonly #settings: Settings;
  readonly #report: Report;
  readonly #directories: Directories;

  constructor(
    { settings, report }: { readonly settings: Settings; readonly report: Report },
    directories: Directories,
  ) {
    this.#settings = settings;
    this.#report = report;
    this.#directories = directories;
  }

  /** Makes something, again after what was in the way is gone or what was missing is there; undefined where it is not to be. */
  async retried<T>(
    chosen: Chosen,
    path: string,
    make: () => Promise<T | SystemError>,
    what: string,
    regular = false,
  ): Promise<T | undefined> {
    const state = { made: false };
    for (;;) {
      const result = await make();
      if (!(result instanceof SystemError)) return result;
      const next = await this.attempt(result, { chosen, path, regular }, state);
      if (next === "retry") continue;
      if (next === "fail") await this.#report.failed(chosen.name, what, result);
      return undefined;
    }
  }

  async attempt(
    error: SystemError,
    { chosen, path, regular }: { readonly chosen: Chosen; readonly path: string; readonly regular: boolean },
    state: { made: boolean },
  ): Promise<"retry" | "skip" | "fail"> {
    if (state.made) return "fail";
    const { overwriting } = this.#settings;
    const link = isErrno(error, "ELOOP") && regular && overwriting === "overwrite";
    if (isErrno(error, "EEXIST") || link) {
      if (overwriting === "skip") {
        await this.#report.warn(`${chosen.name}: skipping existing file`, "existing-file");
        return "skip";
      }
      if (overwriting === "keep") return "fail";
      const stays = overwriting === "unlink" || (overwriting === "newer" && this.isNewer(path, chosen.member.mtime));
      if (!stays && this.remove(path) === undefined) return "retry";
    } else if (!isErrno(error, "ENOENT")) return "fail";
    state.made = await this.#directories.makeParents(chosen.name, chosen.directory);
    return state.made ? "retry" : "fail";
  }

  /** remove_any_file: a file, or a directory that is empty. undefined when it is gone. */
  remove(path: string): SystemError | undefined {
    const { files } = this.#report.proc;
    const failed = tried(() => files.unlink(path));
    if (!isErrno(failed, "EPERM", "EISDIR")) return failed ?? undefined;
    if (/(?:^|\/)\.?\/*$/.test(path)) return failed;
    return tried(() => files.removeDirectory(path)) ?? undefined;
  }

  isNewer(path: string, mtime: bigint): boolean {
    const stat = tried(() => this.#report.proc.files.lstat(path));
    if (stat instanceof SystemError) return !isErrno(stat, "ENOENT");
    return stat.type !== "directory" && mtime <= stat.mtime;
  }
}
