import { isRoot } from "../kernel/credentials.ts";
import { isErrno, SystemError } from "../kernel/errno.ts";
import type { FileStat } from "../kernel/files.ts";
import type { Answers } from "./answers.ts";
import { isDots, joinNames, lastComponent } from "./file-names.ts";
import { type Entry, fts } from "./fts.ts";
import type { Stdio } from "./stdio.ts";
import { tried } from "./tried.ts";

export interface RemoveOptions {
  readonly recursive: boolean;
  /** rmdir for a directory that is empty. */
  readonly emptyDirectories: boolean;
  readonly ignoreMissing: boolean;
  readonly interactive: "never" | "sometimes" | "always";
  /** Ask about what is write-protected, as with a terminal. */
  readonly terminal: boolean;
  readonly oneDevice: boolean;
  /** Of "/", which is not removed. */
  readonly root: FileStat | undefined;
  readonly preserveAllRoots: boolean;
  readonly verbose: boolean;
}

/** "symbolic link", as a question calls a file. */
export function typeName({ type, size }: FileStat): string {
  const names: Readonly<Record<FileStat["type"], string>> = {
    file: size === 0 ? "regular empty file" : "regular file",
    directory: "directory",
    symlink: "symbolic link",
    character: "character special file",
    block: "block special file",
    fifo: "fifo",
  };
  return names[type];
}

/** Removes names and what is below them, as coreutils' src/remove.c; whether all went well. */
export async function remove(
  io: Stdio,
  names: readonly string[],
  options: RemoveOptions,
  answers: Answers,
): Promise<boolean> {
  const removal = new Removal(io, options, answers);
  let ok = true;
  for (const entry of fts(io.proc.files, names, { oneDevice: options.oneDevice })) {
    ok = (await removal.visit(entry)) && ok;
    const pause = io.proc.breathe();
    if (pause) await pause;
  }
  return ok;
}

/** true: removed or left by consent; false: an error that was told. */
class Removal {
  readonly #io: Stdio;
  readonly #options: RemoveOptions;
  readonly #answers: Answers;

  constructor(io: Stdio, options: RemoveOptions, answers: Answers) {
    this.#io = io;
    this.#options = options;
    this.#answers = answers;
  }

  async visit(entry: Entry): Promise<boolean> {
    if (entry.info === "D") return this.#descend(entry);
    const isDirectory = entry.info === "DP" || entry.info === "DNR";
    const { oneDevice } = this.#options;
    if (entry.info === "DP" && oneDevice && entry.level > 0 && entry.stat!.device !== rootOf(entry).stat!.device) {
      markAbove(entry);
      await this.#io.complain(`skipping ${this.#io.quoteaf(entry.path)}, since it's on a different device`);
      return false;
    }
    const consent = await this.#ask(entry, isDirectory, false);
    if (consent !== "yes") return consent === "no";
    return this.#excise(entry, isDirectory);
  }

  async #descend(entry: Entry): Promise<boolean> {
    const { recursive, emptyDirectories } = this.#options;
    const empty = this.#isEmpty(entry);
    const refused = await this.#guard(entry, !recursive && !(emptyDirectories && empty));
    if (refused) {
      entry.skip = true;
      return false;
    }
    const consent = await this.#ask(entry, true, true);
    if (consent === "yes" && empty) {
      const ok = await this.#excise(entry, true);
      entry.skip ||= ok;
      if (!ok) {
        markAbove(entry);
        entry.skip = true;
      }
      return ok;
    }
    if (consent !== "yes") {
      markAbove(entry);
      entry.skip = true;
    }
    return consent !== "error";
  }

  /** What is never removed. */
  async #guard(entry: Entry, notWanted: boolean): Promise<boolean> {
    const io = this.#io;
    const { emptyDirectories, root, preserveAllRoots } = this.#options;
    const name = io.quoteaf(entry.path);
    if (notWanted) {
      const reason = new SystemError(emptyDirectories ? "ENOTEMPTY" : "EISDIR").message;
      await io.complain(`cannot remove ${name}: ${reason}`);
      markAbove(entry);
      return true;
    }
    if (entry.level > 0) return false;
    if (isDots(lastComponent(entry.path))) {
      await io.complain(`refusing to remove '.' or '..' directory: skipping ${name}`);
      return true;
    }
    if (root !== undefined && isSame(root, entry.stat!)) {
      await warnOfRoot(io, entry.path);
      return true;
    }
    return preserveAllRoots && this.#onOtherDevice(entry);
  }

  async #onOtherDevice(entry: Entry): Promise<boolean> {
    const io = this.#io;
    const above = joinNames(entry.path, "..");
    const parent = tried(() => io.proc.files.lstat(above));
    if (!(parent instanceof SystemError) && parent.device === entry.stat!.device) return false;
    if (parent instanceof SystemError)
      await io.complain(`failed to stat ${io.quoteaf(above)}: skipping ${io.quoteaf(entry.path)}`);
    else {
      await io.complain(`skipping ${io.quoteaf(entry.path)}, since it's on a different device`);
      await io.complain("and --preserve-root=all is in effect");
    }
    return true;
  }

  #isEmpty({ path }: Entry): boolean {
    const names = tried(() => this.#io.proc.files.list(path));
    return !(names instanceof SystemError) && names.length === 0;
  }

  async #ask(entry: Entry, isDirectory: boolean, before: boolean): Promise<"yes" | "no" | "error"> {
    const { interactive, ignoreMissing, terminal, recursive, emptyDirectories } = this.#options;
    if (entry.mark) return "no";
    if (interactive === "never") return "yes";
    const asks = !ignoreMissing && (interactive === "always" || terminal);
    const isProtected = asks && entry.stat !== undefined && this.#isProtected(entry);
    if (!isProtected && interactive !== "always") return "yes";
    const io = this.#io;
    const name = io.quoteaf(entry.path);
    const { stat, error } = entry;
    if (stat === undefined) {
      await io.complain(`cannot remove ${name}: ${error!.message}`);
      return "error";
    }
    if (stat.type === "symlink" && interactive !== "always") return "yes";
    const empty = isDirectory && before && this.#isEmpty(entry);
    if (stat.type === "directory" && !recursive && !(emptyDirectories && (empty || !before))) {
      await io.complain(`cannot remove ${name}: ${new SystemError("EISDIR").message}`);
      return "error";
    }
    const kind = isProtected ? "write-protected " : "";
    const what = isDirectory && before && !empty ? `descend into ${kind}directory` : `remove ${kind}${typeName(stat)}`;
    await io.flush();
    return (await this.#answers.yes(`${io.name}: ${what} ${name}? `)) ? "yes" : "no";
  }

  #isProtected({ path, stat }: Entry): boolean {
    if (isRoot(this.#io.proc.credentials) || stat!.type === "symlink") return false;
    return isErrno(
      tried(() => this.#io.proc.files.access(path, { write: true })),
      "EACCES",
    );
  }

  async #excise(entry: Entry, isDirectory: boolean): Promise<boolean> {
    const io = this.#io;
    const { files } = io.proc;
    const failed = tried(() => (isDirectory ? files.removeDirectory(entry.path) : files.unlink(entry.path)));
    if (!(failed instanceof SystemError)) {
      if (this.#options.verbose)
        await io.put(`${isDirectory ? "removed directory" : "removed"} ${io.quoteaf(entry.path)}\n`);
      return true;
    }
    if (this.#options.ignoreMissing && isErrno(failed, "ENOENT", "ENOTDIR", "EINVAL")) return true;
    const unread = entry.info === "DNR" && isErrno(failed, "ENOTEMPTY", "EISDIR", "ENOTDIR", "EEXIST");
    const reason = unread && isErrno(entry.error, "EPERM", "EACCES") ? entry.error : failed;
    await io.complain(`cannot remove ${io.quoteaf(entry.path)}: ${reason.message}`);
    markAbove(entry);
    return false;
  }
}

const isSame = (a: FileStat, b: FileStat): boolean => a.inode === b.inode && a.device === b.device;

/** What commands that go down a tree say when it is "/". */
export async function warnOfRoot(io: Stdio, path: string): Promise<void> {
  const same = path === "/" ? "" : ` (same as ${io.quoteaf("/")})`;
  await io.complain(`it is dangerous to operate recursively on ${io.quoteaf(path)}${same}`);
  await io.complain("use --no-preserve-root to override this failsafe");
}

function rootOf(entry: Entry): Entry {
  let root = entry;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** Directories in which something was left cannot be removed: nobody is asked about them. */
function markAbove({ parent }: Entry): void {
  for (let above = parent; above !== undefined && !above.mark; above = above.parent) above.mark = true;
}
