import * as fs from "node:fs";
import type { Files } from "../../../src/userland/kernel/files.ts";

/** A system call about files: its name, the path, and the rest. */
export type Call = readonly [name: string, ...args: (string | number)[]];

/** Where the calls are made: below so many directories that no path here leads out of them. */
export const within = "t/t/t/r";

const shape = (
  type: string,
  stat: { mode: number | bigint; uid: number; gid: number; size: number; links: number },
) => {
  const { uid, gid, size, links } = stat;
  const perm = (Number(stat.mode) & 0o7777).toString(8);
  return `${type} ${type === "symlink" ? "" : perm} ${uid}:${gid} ${type === "directory" ? "" : `${size} ${links}`}`;
};

/** A call of Linux's, in `root`. */
export function real([name, at, ...args]: Call, root: string): unknown {
  // As a process in that directory would write it.
  const p = at as string;
  const [x, y] = args;
  switch (name) {
    case "mkdir":
      return void fs.mkdirSync(p, { mode: x as number });
    case "write": {
      const file = fs.openSync(p, x as string);
      try {
        if (x !== "r") fs.writeSync(file, y as string);
      } finally {
        fs.closeSync(file);
      }
      return undefined;
    }
    case "rmdir":
      return void fs.rmdirSync(p);
    case "unlink":
      return void fs.unlinkSync(p);
    case "list":
      return fs
        .readdirSync(p, { withFileTypes: true })
        .map((one) => `${one.name} ${one.isDirectory() ? "directory" : one.isSymbolicLink() ? "symlink" : "file"}`)
        .sort();
    case "stat":
    case "lstat": {
      const stat = name === "stat" ? fs.statSync(p) : fs.lstatSync(p);
      const type = stat.isDirectory() ? "directory" : stat.isSymbolicLink() ? "symlink" : "file";
      return shape(type, { mode: stat.mode, uid: stat.uid, gid: stat.gid, size: stat.size, links: stat.nlink });
    }
    case "readlink":
      return fs.readlinkSync(p);
    case "real":
      // Node takes "" for the working directory.
      fs.lstatSync(p);
      return fs.realpathSync.native(p).slice(root.length);
    case "read":
      return fs.readFileSync(p, "latin1");
    case "rename":
      return void fs.renameSync(p, x as string);
    case "link":
      return void fs.linkSync(p, x as string);
    case "symlink":
      return void fs.symlinkSync(p, x as string);
    case "chmod":
      return void fs.chmodSync(p, x as number);
    case "chown":
      return void fs.chownSync(p, x as number, y as number);
    case "lchown":
      return void fs.lchownSync(p, x as number, y as number);
    case "truncate":
      return void fs.truncateSync(p, x as number);
    case "utimes":
      return void fs.utimesSync(p, x as number, x as number);
    default:
      return void fs.accessSync(p, x as number);
  }
}

/** open(2), by the letters of fopen(3). */
const flags = {
  r: { read: true },
  w: { write: true, create: true, truncate: true },
  wx: { write: true, create: true, truncate: true, exclusive: true },
  a: { write: true, create: true, append: true },
  ax: { write: true, create: true, append: true, exclusive: true },
  "r+": { read: true, write: true },
};

/** The same of ours. */
export async function ours([name, at, ...args]: Call, files: Files): Promise<unknown> {
  const p = at as string;
  const [x, y] = args;
  const n = x as number;
  switch (name) {
    case "mkdir":
      return files.makeDirectory(p, n);
    case "write": {
      const file = await files.open(p, flags[x as keyof typeof flags]);
      try {
        if (x !== "r") await file.write(Buffer.from(y as string));
      } finally {
        file.close();
      }
      return undefined;
    }
    case "rmdir":
      return files.removeDirectory(p);
    case "unlink":
      return files.unlink(p);
    case "list":
      return files.entries(p).map(({ name, type }) => `${name} ${type}`);
    case "stat":
    case "lstat": {
      const { type, links, ...stat } = files[name](p);
      return shape(type, { ...stat, links });
    }
    case "readlink":
      return files.readLink(p);
    case "real": {
      const path = files.realPath(p);
      return path.slice(within.length + 1);
    }
    case "read":
      return content(p, files);
    case "rename":
      return files.rename(p, x as string);
    case "link":
      return files.link(p, x as string);
    case "symlink":
      return files.symlink(p, x as string);
    case "chmod":
      return files.changeMode(p, n);
    case "chown":
    case "lchown":
      return files.changeOwner(p, n, y as number, { follow: name === "chown" });
    case "truncate":
      return files.truncate(p, n);
    case "utimes":
      return files.setTimes(p, BigInt(n) * 1_000_000_000n, BigInt(n) * 1_000_000_000n);
    default:
      return files.access(p, { read: (n & 4) !== 0, write: (n & 2) !== 0, execute: (n & 1) !== 0 });
  }
}

async function content(path: string, files: Files): Promise<string> {
  const file = await files.open(path, { read: true });
  const parts: Uint8Array[] = [];
  try {
    for (;;) {
      const part = await file.read(100);
      if (part.length === 0) return Buffer.concat(parts).toString("latin1");
      parts.push(part);
    }
  } finally {
    file.close();
  }
}
