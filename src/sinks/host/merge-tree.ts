import { chmodSync, lstatSync, readdirSync, renameSync, statSync, utimesSync } from "node:fs";
import { problem } from "../errors.ts";

const under = (folder: Buffer, name: Buffer): Buffer => Buffer.concat([folder, Buffer.from("/"), name]);

/**
 * Moves everything in `from` into `to`, both on one disk: files replace files, directories are
 * merged, whatever else is in `to` stays. Looks at all of `to` before it moves anything. Throws
 * `sinks/escape` where a directory would be merged into a symlink, `sinks/destination` where a
 * file would replace a directory or the other way round.
 */
export function mergeTree(from: string, to: string): void {
  check(Buffer.from(from), Buffer.from(to));
  move(Buffer.from(from), Buffer.from(to));
}

function check(from: Buffer, to: Buffer): void {
  for (const entry of readdirSync(from, { withFileTypes: true, encoding: "buffer" })) {
    const target = under(to, entry.name);
    const there = lstatSync(target, { throwIfNoEntry: false });
    if (there === undefined) continue;
    if (entry.isDirectory() && there.isSymbolicLink())
      throw problem("sinks/escape", `${target} is a symlink, and the image has a directory of that name`, {
        help: "delete the link, or name an empty directory",
      });
    if (entry.isDirectory() !== there.isDirectory())
      throw problem("sinks/destination", `${target} is ${kind(there)}, and in the image ${kind(entry)}`, {
        help: "delete it, or name an empty directory",
      });
    if (entry.isDirectory()) check(under(from, entry.name), target);
  }
}

const kind = (stat: { isDirectory(): boolean }): string => (stat.isDirectory() ? "a directory" : "no directory");

function move(from: Buffer, to: Buffer): void {
  for (const entry of readdirSync(from, { withFileTypes: true, encoding: "buffer" })) {
    const source = under(from, entry.name);
    const target = under(to, entry.name);
    if (entry.isDirectory()) moveDirectory(source, target);
    else renameSync(source, target);
  }
}

/** A read-only directory cannot be moved or emptied by anybody but root: it is made so again afterwards. */
function moveDirectory(source: Buffer, target: Buffer): void {
  const { mode, atime, mtime } = statSync(source);
  chmodSync(source, 0o700);
  if (lstatSync(target, { throwIfNoEntry: false }) === undefined) {
    renameSync(source, target);
  } else {
    chmodSync(target, 0o700);
    move(source, target);
  }
  utimesSync(target, atime, mtime);
  chmodSync(target, mode & 0o777);
}
