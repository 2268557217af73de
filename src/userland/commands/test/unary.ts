import type { FileType } from "../../../oci/filesystem/filesystem.ts";
import type { FileStat } from "../../kernel/files.ts";
import type { World } from "./expression.ts";

type Operator = (operand: string, world: World) => boolean;

const ofStat =
  (holds: (stat: FileStat, world: World) => boolean): Operator =>
  (path, world) => {
    const stat = world.stat(path);
    return stat !== undefined && holds(stat, world);
  };
const isA = (wanted: FileType): Operator => ofStat(({ type }) => type === wanted);
const isLink: Operator = (path, { lstat }) => lstat(path)?.type === "symlink";

/** By letter. */
export const unaryOperators: Readonly<Record<string, Operator>> = {
  n: (text) => text !== "",
  z: (text) => text === "",
  e: ofStat(() => true),
  f: isA("file"),
  d: isA("directory"),
  c: isA("character"),
  b: isA("block"),
  p: isA("fifo"),
  // No tree of an image has a socket.
  S: () => false,
  L: isLink,
  h: isLink,
  s: ofStat(({ size }) => size > 0),
  u: ofStat(({ mode }) => (mode & 0o4000) !== 0),
  g: ofStat(({ mode }) => (mode & 0o2000) !== 0),
  k: ofStat(({ mode }) => (mode & 0o1000) !== 0),
  N: ofStat(({ atime, mtime }) => mtime > atime),
  O: ofStat((stat, { uid }) => stat.uid === uid),
  G: ofStat((stat, { gid }) => stat.gid === gid),
  r: (path, { access }) => access(path, "read"),
  w: (path, { access }) => access(path, "write"),
  x: (path, { access }) => access(path, "execute"),
  // A RUN has no terminal.
  t: () => false,
};
