import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { ociLayout } from "./archive/oci-layout.ts";
import type { ArchiveFile } from "./archive/write-archive.ts";
import { problem } from "./errors.ts";
import { fault, temporaryBeside, writeFile } from "./host/destination.ts";
import type { ArchiveOptions } from "./oci-archive.ts";
import type { Sink } from "./sink.ts";

export type DirectoryOptions = Omit<ArchiveOptions, "dest"> & { readonly dest: string };

/**
 * `-o type=oci-dir`: an OCI image layout as a directory. It is made beside `dest` and renamed, in
 * place of an earlier layout as a whole; a directory that holds anything else is refused.
 */
export const ociDirectory =
  ({ dest, names, annotations, store }: DirectoryOptions): Sink =>
  async (artifact, ctx) => {
    const target = path.resolve(ctx.host.system.cwd, dest);
    await refuseOthers(dest, target);
    const { top, files } = await ociLayout(artifact, { names, annotations }, store, ctx);
    const temporary = temporaryBeside(target);
    try {
      await onDisk(dest, () => mkdir(temporary));
      for (const file of files) await place(file, temporary, dest);
      await onDisk(dest, () => swap(temporary, target));
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    return { digest: top.descriptor.digest, descriptor: top.descriptor, place: dest };
  };

const parts = new Set(["oci-layout", "index.json", "blobs"]);

async function refuseOthers(dest: string, target: string): Promise<void> {
  const names = await readdir(target).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR")
      throw problem("sinks/destination", `${dest} is a file`, { help: "name a directory, or use -o type=oci" });
    throw fault(dest, error);
  });
  if (names.length === 0 || (names.includes("oci-layout") && names.every((name) => parts.has(name)))) return;
  throw problem("sinks/destination", `${dest} is a directory with other files in it`, {
    help: "name a directory that is new, empty, or an OCI layout to replace",
  });
}

async function place({ name, content }: ArchiveFile, folder: string, dest: string): Promise<void> {
  const file = path.join(folder, name);
  if (content === undefined) await onDisk(dest, () => mkdir(file));
  else await writeFile(file, "wx", dest, content.open());
}

/** Directories cannot be exchanged in one step everywhere: for a moment there is none. */
async function swap(temporary: string, target: string): Promise<void> {
  const old = `${temporary}.old`;
  const had = await rename(target, old).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      return false;
    },
  );
  await rename(temporary, target);
  if (had) await rm(old, { recursive: true });
}

async function onDisk<T>(dest: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw fault(dest, error);
  }
}
