import {
  chmodSync,
  closeSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from "node:fs";
import type { Ctx } from "../../ctx.ts";
import { type ImagePath, showPath } from "../../oci/filesystem/path.ts";
import type { Entry } from "../../oci/layer/changeset.ts";
import { problem } from "../errors.ts";
import { hostPath } from "./host-name.ts";

/** 0755 of 07755: with their owners gone, set-user-ID files would be this user's. */
const kept = 0o777;

/**
 * Writes files into an empty folder that nobody else writes to: content, modes, times and links, as
 * the current user's. Devices and fifos are left out with a warning. Throws `sinks/case-collision`
 * where the disk takes two names for one; other failures are the system's own.
 */
export async function writeTree(entries: AsyncIterable<Entry>, folder: string, ctx: Ctx): Promise<void> {
  const { platform } = ctx.host.system;
  const at = (path: ImagePath) => hostPath(folder, path, platform);
  const directories: Extract<Entry, { type: "directory" }>[] = [];
  const special: ImagePath[] = [];
  for await (const entry of entries) {
    if (entry.type === "file") await writeFile(entry, at);
    else if (entry.type === "directory") {
      makeNew(entry.path, () => mkdirSync(at(entry.path), 0o700));
      directories.push(entry);
    } else if (entry.type === "symlink") {
      const target = Buffer.from(entry.target, "latin1");
      makeNew(entry.path, () => symlinkSync(platform === "linux" ? target : target.toString(), at(entry.path)));
      lutimesSync(at(entry.path), entry.mtime, entry.mtime);
    } else if (entry.type === "hardlink") makeNew(entry.path, () => linkSync(at(entry.target), at(entry.path)));
    else special.push(entry.path);
  }
  // Last and inside out: a directory may be read-only, and what is made in it changes its time.
  for (const { path, mode, mtime } of directories.reverse()) {
    utimesSync(at(path), mtime, mtime);
    chmodSync(at(path), mode & kept);
  }
  if (special.length > 0)
    ctx.emit({
      type: "warning",
      code: "sinks/unsupported",
      message: `devices and pipes are left out: ${special.slice(0, 3).map(showPath).join(", ")}${special.length > 3 ? ", …" : ""}`,
      help: "-o type=tar keeps them",
    });
}

async function writeFile(entry: Extract<Entry, { type: "file" }>, at: (path: ImagePath) => string | Buffer) {
  const path = at(entry.path);
  const file = makeNew(entry.path, () => openSync(path, "wx", 0o600));
  try {
    for await (const chunk of entry.content.open())
      for (let written = 0; written < chunk.length;) written += writeSync(file, chunk, written);
  } finally {
    closeSync(file);
  }
  utimesSync(path, entry.mtime, entry.mtime);
  chmodSync(path, entry.mode & kept);
}

/** In a new folder a name that is there already is another spelling of this one. */
function makeNew<T>(path: ImagePath, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    throw problem("sinks/case-collision", `this disk takes ${showPath(path)} and a file of another spelling for one`, {
      help: "write to a disk that tells upper and lower case apart, or use -o type=tar",
      cause,
    });
  }
}
