import { SystemError } from "../kernel/errno.ts";
import type { Files, FileStat } from "../kernel/files.ts";
import { tried } from "./tried.ts";

/**
 * What fts(3) says of a name: D a directory before what is in it, DP after it, DNR one that cannot be
 * read, DC one that is above itself, NS a name that cannot be looked up, F anything else; SLNONE is a
 * symlink that was to be followed and leads nowhere.
 */
export type Info = "D" | "DP" | "DNR" | "DC" | "NS" | "F" | "SLNONE";

export interface Entry {
  readonly info: Info;
  readonly path: string;
  /** Last part of the path; of a root, the path. */
  readonly name: string;
  /** 0 for a root. */
  readonly level: number;
  /** Missing for NS. */
  readonly stat: FileStat | undefined;
  /** Why not, for NS and DNR. */
  readonly error: SystemError | undefined;
  readonly parent: Entry | undefined;
  /** Set by the visitor of a D: what is in it is left out, and so is its DP. */
  skip: boolean;
  /** The visitor's own. */
  mark: boolean;
}

export interface Walk {
  /** Which symlinks are followed. */
  readonly follow?: "never" | "roots" | "always";
  /** Directories of other devices than their root's are told of, but not entered. */
  readonly oneDevice?: boolean;
}

interface Open {
  readonly entry: Entry;
  readonly names: ReturnType<Files["entries"]>;
  /** Whether each of the names can be looked up: the directory may be searched, not only read. */
  readonly searchable: boolean;
  next: number;
}

/** Walks trees as fts(3) does, in the order of bytes. What changes meanwhile is seen when it is come to. */
export function* fts(files: Files, roots: readonly string[], { follow = "never", oneDevice = false }: Walk = {}) {
  for (const given of roots) {
    const root = given.replace(/(?<=.)\/\/+$/, "/");
    const first = look(files, root, root, 0, undefined, follow !== "never");
    const stack: Open[] = [];
    let current: Entry | undefined = first;
    for (;;) {
      if (current !== undefined) {
        yield current;
        const opened = current.info === "D" && !current.skip ? enter(files, current, first, oneDevice) : undefined;
        if (opened instanceof SystemError) yield { ...current, info: "DNR" as Info, error: opened };
        else if (opened !== undefined) stack.push(opened);
      }
      const top = stack.at(-1);
      if (top === undefined) break;
      const found = top.names[top.next++];
      if (found === undefined) {
        stack.pop();
        yield after(top.entry);
        current = undefined;
        continue;
      }
      const { name, type } = found;
      const path = inside(top.entry.path, name);
      const isPlain = top.searchable && type !== "directory" && !(type === "symlink" && follow === "always");
      current = isPlain
        ? new Plain(files, path, name, top.entry)
        : look(files, path, name, top.entry.level + 1, top.entry, follow === "always");
    }
  }
}

const inside = (directory: string, name: string): string =>
  directory.endsWith("/") ? directory + name : `${directory}/${name}`;

/** The same entry, so that what its visitors marked stays with it. */
function after(entry: Entry): Entry {
  return Object.assign(Object.create(entry) as Entry, { info: "DP" as Info });
}

function enter(files: Files, entry: Entry, root: Entry, oneDevice: boolean): Open | SystemError {
  const { path } = entry;
  if (oneDevice && entry.stat!.device !== root.stat!.device) return { entry, names: [], searchable: true, next: 0 };
  const names = tried(() => files.entries(path));
  if (names instanceof SystemError) return names;
  const searchable = !(tried(() => files.access(path, { execute: true })) instanceof SystemError);
  return { entry, names, searchable, next: 0 };
}

/** A name that is no directory and can be looked up: its stat is asked for only where somebody wants it. */
class Plain implements Entry {
  readonly info = "F";
  readonly path: string;
  readonly name: string;
  readonly level: number;
  readonly parent: Entry;
  readonly error = undefined;
  skip = false;
  mark = false;
  readonly #files: Files;
  #stat: FileStat | undefined;

  constructor(files: Files, path: string, name: string, parent: Entry) {
    this.#files = files;
    this.path = path;
    this.name = name;
    this.level = parent.level + 1;
    this.parent = parent;
  }

  get stat(): FileStat {
    return (this.#stat ??= this.#files.lstat(this.path));
  }
}

function look(
  files: Files,
  path: string,
  name: string,
  level: number,
  parent: Entry | undefined,
  follow: boolean,
): Entry {
  const common = { path, name, level, parent, skip: false, mark: false };
  const stat = tried(() => (follow ? files.stat(path) : files.lstat(path)));
  if (!(stat instanceof SystemError)) return { ...common, info: infoOf(stat, parent), stat, error: undefined };
  const link = follow && stat.code === "ENOENT" ? tried(() => files.lstat(path)) : stat;
  return link instanceof SystemError
    ? { ...common, info: "NS", stat: undefined, error: stat }
    : { ...common, info: "SLNONE", stat: link, error: undefined };
}

function infoOf(stat: FileStat, parent: Entry | undefined): Info {
  if (stat.type !== "directory") return "F";
  for (let above = parent; above !== undefined; above = above.parent)
    if (above.stat!.inode === stat.inode && above.stat!.device === stat.device) return "DC";
  return "D";
}
