import type { ImagePath } from "../../../src/oci/filesystem/path.ts";
import type { Filesystem } from "../../../src/oci/filesystem/filesystem.ts";
import { walk } from "../../../src/oci/filesystem/walk.ts";
import { chunks } from "../../../src/userland/commands/input.ts";
import { readAll } from "../../../src/userland/commands/read-all.ts";
import { isErrno } from "../../../src/userland/kernel/errno.ts";
import type { OpenFile } from "../../../src/userland/kernel/open-file.ts";
import type { Process } from "../../../src/userland/kernel/process.ts";
import type { Program } from "../../../src/userland/kernel/program.ts";
import { type File, type Given, programsAt, runMain, treeOf } from "../../support/userland.ts";
import { type Case, type Entry, type FileSpec, lineOf, longAgo, type Result, type Step, withParents } from "./case.ts";
import { shown } from "./real.ts";

const passwd = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n";
const group = "root:x:0:\nnogroup:x:65534:\n";

/** What djib's programs make of a case; `programs` by name. */
export async function portable(
  one: Case,
  programs: Readonly<Record<string, Program>>,
  machine: Given["machine"] = {},
): Promise<Result> {
  const bin = Object.fromEntries(
    Object.keys(programs).map((name) => [`usr/bin/${name}`, { content: name, mode: 0o755 }]),
  );
  const files: Record<string, File> = {
    "etc/passwd": passwd,
    "etc/group": group,
    ...bin,
    "dev/": {},
    "proc/": {},
    "sys/": {},
    "w/": {},
  };
  const hard: [string, string][] = [];
  for (const [name, spec] of withParents(one.files)) {
    if (typeof spec === "object" && spec.hard !== undefined) hard.push([name, spec.hard]);
    else files[`w/${name}`] = fileOf(spec, name);
  }
  const found = programsAt(
    Object.fromEntries(Object.entries(programs).map(([name, program]) => [`/usr/bin/${name}`, program])),
  );
  const began = Math.floor(Date.now() / 1000) - 1;
  const steps: Ran[] = [];
  const { tree } = await runMain(
    async (proc) => {
      link(proc, hard);
      for (const step of one.steps) steps.push(await run(proc, step));
      return 0;
    },
    ["steps"],
    { tree: treeOf(files), cwd: "/w", programs: found, machine },
  );
  return { steps, tree: await lines(tree, began) };
}

type Ran = Result["steps"][number];

function link({ files }: Process, hard: readonly (readonly [string, string])[]): void {
  for (const [name, target] of hard) {
    const directory = `/w/${name}`.replace(/\/[^/]*$/, "");
    const { mtime } = files.stat(directory);
    files.link(`/w/${target}`, `/w/${name}`);
    files.setTimes(directory, "keep", mtime);
  }
}

const environment = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C.UTF-8", TZ: "UTC", HOME: "/nonexistent" };

/** As a system call has it. */
const bytes = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

async function run(proc: Process, { run: words, stdin = "", from, umask = 0o022, env = {} }: Step): Promise<Ran> {
  const args = words.map(bytes);
  const [input, out, err] = [proc.pipe(), proc.pipe(), proc.pipe()];
  const ended = proc.exec(`/usr/bin/${args[0]}`, {
    args,
    umask,
    env: new Map(Object.entries({ ...environment, ...env })),
    descriptors: new Map([
      [0, input.read],
      [1, out.write],
      [2, err.write],
    ]),
  });
  // The program holds its own ends by now, or has them closed.
  await Promise.resolve();
  const content = from === undefined ? Buffer.from(stdin, "latin1") : await readAll(proc, from, 2 ** 24);
  const fed = input.write.write(content!).catch((error: unknown) => {
    if (!isErrno(error, "EPIPE")) throw error;
  });
  void ended.finally(() => [input.read, out.write, err.write].forEach((file) => file.close())).catch(() => undefined);
  const done = fed.then(() => input.write.close());
  const [status, text, said] = await Promise.all([ended, drained(proc, out.read), drained(proc, err.read), done]);
  return { status, out: text, err: said };
}

async function drained(proc: Process, file: OpenFile): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of chunks(proc, file)) parts.push(Buffer.from(part));
  file.close();
  return Buffer.concat(parts).toString("latin1");
}

function fileOf(spec: FileSpec, name: string): File {
  const more = typeof spec === "string" ? { content: spec } : spec;
  const [uid, gid] = more.owner ?? [0, 0];
  return {
    ...(more.link === undefined ? {} : { target: bytes(more.link) }),
    content: more.bytes === undefined ? Buffer.from(more.content ?? "", "latin1") : Buffer.from(more.bytes, "base64"),
    mode: more.mode ?? (name.endsWith("/") ? 0o755 : 0o644),
    uid,
    gid,
    mtime: more.mtime ?? longAgo,
  };
}

async function lines(tree: Filesystem, began: number): Promise<readonly string[]> {
  const inodes = new Map<number, string[]>();
  const found: Entry[] = [];
  for (const [path, file] of walk(tree)) {
    if (!path.startsWith("w/")) continue;
    const { type, mode, uid, gid, mtime, target } = file;
    const name = path.slice(2);
    const names = inodes.get(file.inode) ?? [];
    if (type === "file") inodes.set(file.inode, names);
    names.push(name);
    const text = type === "file" ? shown(await contentAt(tree, path)) : (target ?? "");
    const shownType = type === "character" || type === "block" ? "device" : type;
    found.push({ path: name, type: shownType, mode, uid, gid, mtime, text, names });
  }
  return found.map((entry) => lineOf(entry, began));
}

async function contentAt(tree: Filesystem, path: ImagePath): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of tree.read(path)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
