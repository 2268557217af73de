import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { once } from "node:events";
import { constants, tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { type Case, type Entry, type FileSpec, lineOf, longAgo, type Result, type Step, withParents } from "./case.ts";

const environment = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C.UTF-8", TZ: "UTC", HOME: "/nonexistent" };

/** What the real programs of this machine make of a case. Must run as root. */
export async function real({ files, steps }: Case): Promise<Result> {
  const directory = mkdtempSync(path.join(tmpdir(), "djib-real-"));
  try {
    const all = withParents(files);
    for (const [name, spec] of all) make(path.join(directory, name), spec, directory);
    for (const [name, spec] of all.toReversed()) stamp(path.join(directory, name), spec);
    const began = Math.floor(Date.now() / 1000) - 1;
    const results: Ran[] = [];
    for (const step of steps) results.push(await run(step, directory));
    return { steps: results, tree: treeOf(directory).map((entry) => lineOf(entry, began)) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

type Ran = Result["steps"][number];

function make(file: string, spec: FileSpec, directory: string): void {
  const more = typeof spec === "string" ? { content: spec } : spec;
  mkdirSync(path.dirname(file), { recursive: true });
  if (more.link !== undefined) symlinkSync(more.link, file);
  else if (more.hard !== undefined) linkSync(path.join(directory, more.hard), file);
  else if (file.endsWith("/")) mkdirSync(file, { recursive: true });
  else if (more.bytes !== undefined) writeFileSync(file, Buffer.from(more.bytes, "base64"));
  else writeFileSync(file, more.content ?? "", "latin1");
}

function stamp(file: string, spec: FileSpec): void {
  const more = typeof spec === "string" ? {} : spec;
  const mtime = more.mtime ?? longAgo;
  if (more.link !== undefined) return lutimesSync(file, mtime, mtime);
  chownSync(file, ...(more.owner ?? ([0, 0] as const)));
  chmodSync(file, more.mode ?? (file.endsWith("/") ? 0o755 : 0o644));
  utimesSync(file, mtime, mtime);
}

async function run({ run: words, stdin = "", from, umask = 0o022, env = {} }: Step, cwd: string): Promise<Ran> {
  const input = from === undefined ? Buffer.from(stdin, "latin1") : readFileSync(path.join(cwd, from));
  const before = process.umask(umask);
  const child = spawn(`/usr/bin/${words[0]}`, words.slice(1), {
    argv0: words[0]!,
    cwd,
    env: { ...environment, ...env },
  });
  process.umask(before);
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [out, err, [status, signal]] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
    once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  const code = status ?? 128 + constants.signals[signal!];
  return { status: code, out: out.toString("latin1"), err: err.toString("latin1") };
}

function treeOf(root: string): readonly Entry[] {
  const entries: Entry[] = [];
  const inodes = new Map<number, string[]>();
  const visit = (directory: string) => {
    for (const name of readdirSync(directory, { encoding: "latin1" }).sort()) {
      const file = Buffer.from(path.posix.join(directory, name), "latin1");
      const stat = lstatSync(file);
      const type = stat.isDirectory()
        ? "directory"
        : stat.isSymbolicLink()
          ? "symlink"
          : stat.isFile()
            ? "file"
            : stat.isFIFO()
              ? "fifo"
              : "device";
      const names = inodes.get(stat.ino) ?? [];
      if (type === "file") inodes.set(stat.ino, names);
      const relative = path.posix.relative(root, path.posix.join(directory, name));
      names.push(relative);
      entries.push({
        path: relative,
        type,
        mode: stat.mode & 0o7777,
        uid: stat.uid,
        gid: stat.gid,
        mtime: Math.floor(stat.mtimeMs / 1000),
        text:
          type === "file"
            ? shown(readFileSync(file))
            : type === "symlink"
              ? readlinkSync(file, { encoding: "latin1" })
              : "",
        names,
      });
      if (type === "directory") visit(path.posix.join(directory, name));
    }
  };
  visit(root);
  return entries;
}

/** Content of a line: short text as it is, anything else by its length and digest. */
export function shown(content: Buffer): string {
  const text = content.toString("latin1");
  if (content.length <= 200 && /^[\n\t -~]*$/.test(text)) return JSON.stringify(text);
  return `${content.length} bytes ${createHash("sha256").update(content).digest("hex").slice(0, 32)}`;
}
