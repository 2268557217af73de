import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { imagePath } from "../../src/oci/filesystem/path.ts";
import type { Filesystem } from "../../src/oci/filesystem/filesystem.ts";
import { treeBuilder } from "../../src/oci/filesystem/tree-builder.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";
import { type Credentials, root } from "../../src/userland/kernel/credentials.ts";
import type { Description } from "../../src/userland/kernel/description.ts";
import { Disk } from "../../src/userland/kernel/disk.ts";
import { diskTree } from "../../src/userland/kernel/disk-tree.ts";
import type { FileStat } from "../../src/userland/kernel/files.ts";
import { Kernel } from "../../src/userland/kernel/kernel.ts";
import type { Machine } from "../../src/userland/kernel/machine.ts";
import type { Process } from "../../src/userland/kernel/process.ts";
import type { Program } from "../../src/userland/kernel/program.ts";
import type { Programs } from "../../src/userland/kernel/programs.ts";
import { parseShebang } from "../../src/userland/kernel/shebang.ts";
import { Spill } from "../../src/userland/kernel/spill.ts";
import { standardMounts } from "../../src/userland/kernel/standard-mounts.ts";

/** A file of a tree that a test makes: content, or more about it. Paths are relative to the root; a directory ends in "/". */
export type File =
  | string
  | {
      readonly content?: string | Uint8Array;
      readonly target?: string;
      readonly mode?: number;
      readonly uid?: number;
      readonly gid?: number;
      /** Seconds. */
      readonly mtime?: number;
    };

export type Files = Readonly<Record<string, File>>;

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? Buffer.from(content, "utf8") : content;

/** The tree of those files, owned by root, of 2 January 1980. */
export function treeOf(files: Files): Filesystem {
  const builder = treeBuilder();
  const contents: Uint8Array[] = [];
  for (const [name, file] of Object.entries(files)) {
    const {
      content,
      target,
      mode,
      uid = 0,
      gid = 0,
      mtime = 315_619_200,
    } = typeof file === "string" ? ({ content: file } as Exclude<File, string>) : file;
    const common = { uid, gid, mtime };
    if (name.endsWith("/"))
      builder.add(imagePath(name), { ...common, type: "directory", mode: mode ?? 0o755, size: 0 });
    else if (target !== undefined)
      builder.add(imagePath(name), { ...common, type: "symlink", mode: 0o777, size: 0, target });
    else {
      const bytes = bytesOf(content ?? "");
      const at = contents.push(bytes) - 1;
      builder.add(imagePath(name), { ...common, type: "file", mode: mode ?? 0o644, size: bytes.length }, at);
    }
  }
  return builder.build(({ offset }) => [contents[offset]!]);
}

export interface Given {
  readonly tree?: Filesystem;
  readonly files?: Files;
  /** latin1. */
  readonly stdin?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly umask?: number;
  readonly who?: Credentials;
  readonly programs?: Programs;
  readonly machine?: Partial<Machine>;
  readonly signal?: AbortSignal;
}

export interface Outcome {
  readonly status: number;
  /** latin1. */
  readonly out: string;
  readonly err: string;
  /** The tree as it was left, without mounts. */
  readonly tree: ReturnType<typeof diskTree>;
}

/** Programs by the absolute path of a file that stands for them; whatever it holds. */
export const programsAt = (programs: Readonly<Record<string, Program>>): Programs => ({
  recognise: async ({ path, content }) => {
    const program = programs[path];
    if (program !== undefined) return { kind: "program", program };
    const parts: Uint8Array[] = [];
    for await (const part of content()) parts.push(part);
    const line = parseShebang(Buffer.concat(parts));
    return line === undefined ? { kind: "text" } : { kind: "script", ...line };
  },
});

/** Runs one program over a tree, with a kernel of its own. */
export async function runProgram(program: Program, args: readonly string[], given: Given = {}): Promise<Outcome> {
  return runMain((proc) => program.run(proc), args, given);
}

/** A machine with the clock of this one and no network. */
export const testMachine: Machine = {
  platform: { os: "linux", architecture: "amd64" },
  now: () => BigInt(Date.now()) * 1_000_000n,
  hostname: "buildkitsandbox",
  cpus: 2,
  network: undefined,
  randomBytes: (count) => randomBytes(count),
};

export async function runMain(
  main: (proc: Process) => Promise<number>,
  args: readonly string[],
  given: Given = {},
): Promise<Outcome> {
  const { stdin = "", cwd = "/", env = {}, umask = 0o022, who = root, signal = new AbortController().signal } = given;
  using spill = new Spill(join(tmpdir(), `djib-spill-${randomBytes(8).toString("hex")}`));
  const machine: Machine = { ...testMachine, ...given.machine };
  const disk = new Disk(given.tree ?? treeOf(given.files ?? {}), { now: () => machine.now(), spill });
  const programs = given.programs ?? programsAt({});
  const kernel = new Kernel({ disk, machine, programs, signal });
  const points = standardMounts(kernel, spill);
  const [out, err] = [collector(), collector()];
  const descriptors = new Map([
    [0, source(stdin)],
    [1, out],
    [2, err],
  ]);
  const bytes = new Map(Object.entries(env));
  const status = await kernel.run(main, { args, env: bytes, cwd, umask, credentials: who, descriptors });
  for (const point of points.toReversed()) point.undo();
  return { status, out: out.text(), err: err.text(), tree: diskTree(disk) };
}

const pipe: FileStat = {
  type: "fifo",
  ...{ mode: 0o600, uid: 0, gid: 0, size: 0, device: 0, inode: 0, links: 1 },
  ...{ atime: 0n, mtime: 0n, ctime: 0n },
};

const closed = async (): Promise<never> => {
  throw new Error("not open for this");
};

const common = { stat: () => pipe, seek: () => 0, truncate: closed, release: () => undefined };

export function source(text: string): Description {
  let rest = Buffer.from(text, "latin1");
  return {
    ...common,
    write: closed,
    read: async (max) => {
      const part = rest.subarray(0, max);
      rest = rest.subarray(part.length);
      return part;
    },
  };
}

export function collector(): Description & { text(): string } {
  const parts: Uint8Array[] = [];
  return {
    ...common,
    read: closed,
    write: async (bytes) => void parts.push(Uint8Array.from(bytes)),
    text: () => Buffer.concat(parts).toString("latin1"),
  };
}

/** All of a tree but its root: one line each, as `ls -l` might say it. */
export async function listing(tree: Filesystem): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const [path, { type, mode, uid, gid, target }] of walk(tree)) {
    if (path === "") continue;
    const parts: Uint8Array[] = [];
    if (type === "file") for await (const part of tree.read(path)) parts.push(Uint8Array.from(part));
    const more = type === "file" ? JSON.stringify(Buffer.concat(parts).toString("latin1")) : (target ?? "");
    lines.push(`${type} ${mode.toString(8)} ${uid}:${gid} ${path} ${more}`.trimEnd());
  }
  return lines;
}
