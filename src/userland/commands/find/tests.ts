import { SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { matcher } from "../fnmatch.ts";
import { allBits, adjustMode, parseMode } from "../modes.ts";
import type { Owners } from "../owners.ts";
import type { Stdio } from "../stdio.ts";
import { tried } from "../tried.ts";
import type { Test } from "./search.ts";

const types: Readonly<Record<string, FileStat["type"] | "socket">> = {
  f: "file",
  d: "directory",
  l: "symlink",
  c: "character",
  b: "block",
  p: "fifo",
  s: "socket",
};

/** Builds a test from its argument; undefined where that is none. */
export type Build = (
  argument: string,
  around: { readonly io: Stdio; readonly owners: Owners; readonly now: bigint },
) => Test | undefined;

/** "+n", "-n" and "n". */
function comparison(text: string): ((value: number) => boolean) | undefined {
  const match = /^([-+]?)(\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) return undefined;
  const wanted = Number(match[2]);
  if (match[1] === "+") return (value) => value > wanted;
  return match[1] === "-" ? (value) => value < wanted : (value) => value === wanted;
}

const whole = (text: string) => (text.includes(".") ? undefined : comparison(text));

const counted =
  (of: (stat: FileStat) => number): Build =>
  (text) => {
    const compare = whole(text);
    return compare && (({ stat }) => compare(of(stat!)));
  };

/** Whole units of time that have passed; a fraction is dropped. */
const aged =
  (field: "atime" | "mtime" | "ctime", unit: bigint): Build =>
  (text, { now }) => {
    if (text.includes(".")) throw new Refusal(text, "a fraction of an age is not emulated");
    const compare = comparison(text);
    return compare && (({ stat }) => compare(Math.floor(Number(now - stat![field]) / Number(unit))));
  };

const named =
  (ignoreCase: boolean, of: (entry: { readonly path: string; readonly name: string }) => string): Build =>
  (pattern, { io }) => {
    const match = matcher(pattern, { ignoreCase, utf8: io.utf8 });
    return (entry) => match(of(entry));
  };

/** The last part; of a root without the slashes behind it. */
export function baseName({ name, level }: { readonly name: string; readonly level?: number }): string {
  if (level !== 0) return name;
  const bare = name.replace(/(?<=.)\/+$/, "");
  return bare.slice(bare.lastIndexOf("/") + 1) || bare;
}

const units: Readonly<Record<string, number>> = { b: 512, c: 1, w: 2, k: 1024, M: 1024 ** 2, G: 1024 ** 3 };

const sized: Build = (text) => {
  const unit = units[/[bcwkMG]$/.exec(text)?.[0] ?? "b"]!;
  const compare = whole(text.replace(/[bcwkMG]$/, ""));
  return compare && (({ stat }) => compare(Math.ceil(stat!.size / unit)));
};

const permitted: Build = (text) => {
  const kind = /^[-/]/.exec(text)?.[0] ?? "";
  const changes = parseMode(text.slice(kind.length));
  if (changes === undefined) return undefined;
  const wanted = adjustMode(0, false, 0, changes).mode;
  return ({ stat }) => {
    const mode = stat!.mode & allBits;
    if (kind === "-") return (mode & wanted) === wanted;
    return kind === "/" ? wanted === 0 || (mode & wanted) !== 0 : mode === wanted;
  };
};

const typed: Build = (text) => {
  const wanted = text.split(",").map((letter) => types[letter]);
  if (wanted.includes(undefined)) return undefined;
  return ({ stat }) => wanted.includes(stat!.type);
};

const owned =
  (kind: "user" | "group"): Build =>
  (name, { owners }) => {
    const known = kind === "user" ? owners.user(name)?.uid : owners.group(name)?.gid;
    const id = known ?? (/^\d+$/.test(name) ? Number(name) : undefined);
    if (id === undefined) return undefined;
    return ({ stat }) => (kind === "user" ? stat!.uid : stat!.gid) === id;
  };

const newer =
  (field: "mtime" | "ctime" | "atime"): Build =>
  (path, { io }) => {
    const stat = tried(() => io.proc.files.stat(path));
    if (stat instanceof SystemError) throw stat;
    return (entry) => entry.stat![field] > stat.mtime;
  };

const day = 86_400_000_000_000n;

/** Tests that take an argument. */
export const withArgument: Readonly<Record<string, Build>> = {
  name: named(false, baseName),
  iname: named(true, baseName),
  path: named(false, ({ path }) => path),
  wholename: named(false, ({ path }) => path),
  ipath: named(true, ({ path }) => path),
  iwholename: named(true, ({ path }) => path),
  type: typed,
  size: sized,
  perm: permitted,
  user: owned("user"),
  group: owned("group"),
  uid: counted(({ uid }) => uid),
  gid: counted(({ gid }) => gid),
  links: counted(({ links }) => links),
  inum: counted(({ inode }) => inode),
  mtime: aged("mtime", day),
  atime: aged("atime", day),
  ctime: aged("ctime", day),
  newer: newer("mtime"),
  anewer: newer("atime"),
  cnewer: newer("ctime"),
  lname: (pattern, { io }) => {
    const match = matcher(pattern, { utf8: io.utf8 });
    return ({ stat, path }) => stat!.type === "symlink" && match(io.proc.files.readLink(path));
  },
  samefile: (path, { io }) => {
    const same = tried(() => io.proc.files.lstat(path));
    if (same instanceof SystemError) throw same;
    return ({ stat }) => stat!.inode === same.inode && stat!.device === same.device;
  },
};

/** Tests without one. */
export const plainTests: Readonly<Record<string, Test>> = {
  true: () => true,
  false: () => false,
  empty: ({ stat, path }, { io }) => {
    if (stat!.type === "file") return stat!.size === 0;
    if (stat!.type !== "directory") return false;
    const names = tried(() => io.proc.files.entries(path));
    return !(names instanceof SystemError) && names.length === 0;
  },
  nouser: ({ stat }, { owners }) => owners.userName(stat!.uid) === undefined,
  nogroup: ({ stat }, { owners }) => owners.groupName(stat!.gid) === undefined,
};
