import { chmodSync, closeSync, lchownSync, linkSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { command } from "./command.ts";
import type { UnpackedDirectory, UnpackedLayer } from "./protocol.ts";
import { isTaken } from "./taken.ts";
import { placeIn } from "./place-in.ts";
import { setTime } from "./set-time.ts";

/** How many layers are unpacked at once. */
const lanes = 3;

/** Unpacks layers, side by side. The first failure is told when the others have ended. */
export async function unpack(layers: readonly UnpackedLayer[]): Promise<void> {
  const queue = layers.values();
  const lane = async () => {
    for (const layer of queue) await unpackLayer(layer);
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}

/**
 * Unpacks one layer into an empty directory, with overlay's marks for what it removes, and puts
 * it in its place by one rename. GNU tar keeps what it writes inside: it strips leading "/",
 * refuses "..", and makes links that lead outside only after everything else.
 */
async function unpackLayer(job: UnpackedLayer): Promise<void> {
  const making = `${job.target}.${randomBytes(6).toString("hex")}.tmp`;
  mkdirSync(making, { recursive: true });
  try {
    const exclude = ["--anchored", "--no-wildcards", ...job.exclude.map((name) => `--exclude=${name}`)];
    const owners = job.keepOwners ? "--same-owner" : "--no-same-owner";
    await command([...tarExtract, owners, ...exclude, "--file", job.tar], making);
    for (const directory of job.directories) mkdirSync(placeIn(making, directory.path), { recursive: true });
    await makeWhiteouts(job.whiteouts, making);
    for (const directory of [...job.directories].reverse()) describe(directory, job.keepOwners, making);
    await markOpaque(job, making);
    renameSync(making, job.target);
  } catch (error) {
    await command(["rm", "-rf", "--", making], "/");
    if (!isTaken(error)) throw error;
  }
}

/** GNU tar with all that a layer can hold, but for its marks. */
export const tarExtract = [
  ..."tar --extract --same-permissions --numeric-owner --delay-directory-restore".split(" "),
  ..."--xattrs --xattrs-include=* --xattrs-exclude=trusted.* --xattrs-exclude=user.overlay.*".split(" "),
  "--exclude=.wh.*",
];

/** All whiteouts of a layer are links of one device 0:0; where a file system runs out of links, of more. */
async function makeWhiteouts(paths: readonly string[], root: string): Promise<void> {
  let first: Buffer | undefined;
  for (const path of paths) {
    const place = placeIn(root, path);
    if (first !== undefined && linked(first, place)) continue;
    const spare = `${root}.${randomBytes(6).toString("hex")}.whiteout`;
    await command(["mknod", spare, "c", "0", "0"], "/");
    renameSync(spare, place);
    first = place;
  }
}

function linked(first: Buffer, place: Buffer): boolean {
  try {
    linkSync(first, place);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EMLINK") return false;
    throw error;
  }
}

function describe({ path, mode, uid, gid, mtime }: UnpackedDirectory, keepOwners: boolean, root: string): void {
  const place = placeIn(root, path);
  if (keepOwners) lchownSync(place, uid, gid);
  chmodSync(place, mode);
  setTime(place, mtime);
}

/** Node cannot set extended attributes; a tar of the directories alone can, and keeps all else. */
async function markOpaque(job: UnpackedLayer, root: string): Promise<void> {
  const paths = job.directories.filter(({ opaque }) => opaque).map(({ path }) => `./${path}\0`);
  if (paths.length === 0) return;
  const archive = `${root}.opaque`;
  const output = openSync(archive, "w");
  const create =
    "tar --create --file=- --format=posix --xattrs --xattrs-include=* --no-recursion --null --files-from=-";
  const mark = `--pax-option=SCHILY.xattr.${job.opaqueXattr}:=y`;
  try {
    await command([...create.split(" "), mark], root, [Buffer.from(paths.join(""), "latin1")], output);
    await command([..."tar --extract --xattrs --xattrs-include=* --numeric-owner --file".split(" "), archive], root);
  } finally {
    closeSync(output);
    rmSync(archive);
  }
}
