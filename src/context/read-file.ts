import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { finish } from "../oci/digest.ts";
import type { Digest } from "../oci/digest.ts";
import type { ImagePath } from "../oci/filesystem/path.ts";
import { problem } from "./errors.ts";
import { shown } from "./host-path.ts";

const chunk = 1024 * 1024;

/** What a file was when the walk saw it; its content is believed only while it stays so. */
export interface Version {
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * The bytes of a file, in order. With `into` each piece is a view of that buffer, valid until the
 * next. Throws `context/changed` where it is not, or does not stay, the version that the walk saw.
 */
export function* readVersion(
  host: string | Buffer,
  path: ImagePath,
  version: Version,
  into?: Buffer,
): Generator<Buffer, void> {
  // nothing to read; and a socket, which an empty file stands for, could not be opened
  if (version.size === 0) return;
  const file = opening(path, () => openSync(host, "r"));
  try {
    let done = 0;
    while (done < version.size) {
      const buffer = into ?? Buffer.allocUnsafeSlow(Math.min(chunk, version.size - done));
      const wanted = Math.min(buffer.length, version.size - done);
      const length = opening(path, () => readSync(file, buffer, 0, wanted, done));
      if (length === 0) break;
      done += length;
      yield buffer.subarray(0, length);
    }
    const { size, mtimeMs } = fstatSync(file);
    if (size !== version.size || mtimeMs !== version.mtimeMs || done !== size) throw changed(path);
  } finally {
    closeSync(file);
  }
}

const changed = (path: ImagePath) =>
  problem("context/changed", `${shown(path)} changed while it was read`, {
    help: `stop what writes to ${shown(path)} and build again, or add it to .dockerignore if the image does not need it`,
  });

/** Runs a call on a file of the context; says which file and what to do where it is refused. */
export function opening<T>(path: ImagePath, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") throw changed(path);
    throw problem("context/unreadable", `${shown(path)} cannot be read (${code ?? String(cause)})`, {
      help: `make it readable (chmod u+r), or add ${shown(path)} to .dockerignore if the image does not need it`,
      cause,
    });
  }
}

let shared: Buffer | undefined;

/** sha256 of one version of a file. */
export function hashVersion(host: string | Buffer, path: ImagePath, version: Version): Digest {
  const hash = createHash("sha256");
  for (const piece of readVersion(host, path, version, (shared ??= Buffer.allocUnsafeSlow(chunk)))) hash.update(piece);
  return finish(hash);
}
