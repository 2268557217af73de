import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { changesOn } from "../../src/executor/portable/changes.ts";
import type { Digest } from "../../src/oci/digest.ts";
import type { Filesystem } from "../../src/oci/filesystem/filesystem.ts";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import { root } from "../../src/userland/kernel/credentials.ts";
import { Disk } from "../../src/userland/kernel/disk.ts";
import { diskTree } from "../../src/userland/kernel/disk-tree.ts";
import { Kernel } from "../../src/userland/kernel/kernel.ts";
import { Refusal } from "../../src/userland/kernel/refusal.ts";
import { Spill } from "../../src/userland/kernel/spill.ts";
import { standardMounts } from "../../src/userland/kernel/standard-mounts.ts";
import { recogniser } from "../../src/userland/programs/recognise.ts";
import type { Sums } from "../../src/userland/programs/sums.ts";
import { collector, source, testMachine as machine } from "../support/userland.ts";
import { hashOf } from "./real.ts";
import { environmentOf, type MaintainerScript, type Ran } from "./scripts.ts";

/** What was read of programs, for all scripts of one tree. */
const sums = new Map<Digest, Sums>();

/** Runs a script by djib's own user land; a refusal is told, not thrown. */
export async function runPortably(tree: Filesystem, script: MaintainerScript): Promise<Ran | Refusal> {
  using spill = new Spill(path.join(tmpdir(), `djib-spill-${randomBytes(8).toString("hex")}`));
  const disk = new Disk(tree, { now: () => machine.now(), spill });
  const signal = AbortSignal.timeout(60_000);
  const kernel = new Kernel({ disk, machine, programs: recogniser(diskTree(disk), sums), signal });
  const points = standardMounts(kernel, spill);
  const [out, err] = [collector(), collector()];
  const descriptors = new Map([
    [0, source("")],
    [1, out],
    [2, err],
  ]);
  const args = [script.path, ...script.args];
  const env = new Map(Object.entries(environmentOf(script)));
  try {
    const first = { args, env, cwd: "/", umask: 0o022, credentials: root, descriptors };
    const status = await kernel.run((proc) => proc.exec(script.path, { args }), first);
    for (const point of points.toReversed()) point.undo();
    const changes: string[] = [];
    for await (const entry of changesOn(disk).entries()) changes.push(...(await lineOf(entry, tree)));
    return { status, out: out.text(), err: err.text(), changes: changes.sort() };
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function lineOf(entry: Entry, base: Filesystem): Promise<readonly string[]> {
  const name = Buffer.from(entry.path, "latin1").toString();
  if (entry.type === "whiteout") return [`- ${name}`];
  if (entry.type === "opaque") return [`opaque ${name}`];
  const owner = `${entry.mode.toString(8)} ${entry.uid}:${entry.gid}`;
  if (entry.type === "symlink")
    return [`symlink ${owner} ${name} -> ${Buffer.from(entry.target, "latin1").toString()}`];
  if (entry.type === "directory") {
    const was = base.lstat(entry.path);
    const same = was?.type === "directory" && was.mode === entry.mode && was.uid === entry.uid && was.gid === entry.gid;
    // Only its time changed.
    return same ? [] : [`directory ${owner} ${name}`];
  }
  if (entry.type !== "file") return [`other ${owner} ${name}`];
  const line = `file ${owner} ${name} ${await hash(entry.content.open())}`;
  const was = base.lstat(entry.path);
  if (was?.type !== "file") return [line];
  const before = `file ${was.mode.toString(8)} ${was.uid}:${was.gid} ${name} ${await hash(base.read(entry.path))}`;
  return before === line ? [] : [line];
}

async function hash(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(Uint8Array.from(part));
  return hashOf(Buffer.concat(parts));
}
