import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lchownSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import type { Filesystem, FileType } from "../../src/oci/filesystem/filesystem.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";
import type { Program } from "../../src/userland/kernel/program.ts";
import { type Files, programsAt, runMain, treeOf } from "./userland.ts";

/** Command lines, separated by ";", words as a shell would quote them; and what they run with. */
export interface Lines {
  readonly run: string;
  readonly files: Files;
  readonly env?: Readonly<Record<string, string>>;
  readonly umask?: number;
  /** Of a user other than root, in no other group than that of the same number. */
  readonly uid?: number;
  readonly stdin?: string;
}

/** What came of them: for each line its status and what it wrote (latin1), and the names of the tree that differ from before. */
export interface Answer {
  readonly lines: readonly { readonly status: number; readonly out: string; readonly err: string }[];
  readonly gone: readonly string[];
  readonly made: readonly string[];
}

/** Where the files are, for a real tool and for ours. */
export const place = "/t";
const path = "/usr/bin:/bin:/usr/sbin:/sbin";
/** Whatever has a later time than this was written by the tool. */
const written = 1_700_000_000;

/** Words of each line; '…' and "…" quote, $'…' knows \\n and octal escapes. */
export function wordsOf(run: string): readonly (readonly string[])[] {
  const lines: string[][] = [[]];
  const token = /\s+|(;)(?=\s|$)|((?:\$'(?:[^'\\]|\\.)*'|'[^']*'|"[^"]*"|\\.|[^\s'"\\;])+)/gy;
  for (const [, semicolon, word] of run.matchAll(token))
    if (semicolon !== undefined) lines.push([]);
    else if (word !== undefined) lines.at(-1)!.push(bare(word));
  return lines.filter((words) => words.length > 0);
}

const bare = (word: string): string =>
  Buffer.from(
    word.replaceAll(/\$'((?:[^'\\]|\\.)*)'|'([^']*)'|"([^"]*)"|\\(.)/g, (_, escaped, single, double, one) =>
      escaped === undefined
        ? (single ?? double ?? one)
        : escaped.replaceAll(/\\([0-7]{3}|.)/g, (_all: string, code: string) =>
            code === "n" ? "\n" : code === "t" ? "\t" : /\d/.test(code) ? String.fromCharCode(parseInt(code, 8)) : code,
          ),
    ),
    /[\u0100-\uffff]/.test(word) ? "utf8" : "latin1",
  ).toString("latin1");

interface Row {
  readonly type: FileType | "socket";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly inode: number;
  readonly links: number;
  readonly what: string;
}

const row = (name: string, { type, mode, uid, gid, mtime, what }: Row, same: string): string =>
  `${name} ${type} ${mode.toString(8)} ${uid}:${gid} ${mtime >= written ? "now" : mtime} ${what}${same}`.trimEnd();

function rows(all: ReadonlyMap<string, Row>): ReadonlySet<string> {
  const first = new Map<number, string>();
  return new Set(
    [...all].map(([name, one]) => {
      const linked = one.type !== "directory" && one.links > 1;
      const known = linked ? first.get(one.inode) : undefined;
      if (linked && known === undefined) first.set(one.inode, name);
      return row(name, one, known === undefined ? "" : ` = ${known}`);
    }),
  );
}

/** Of these the order is that of a directory on a disk, which is nobody's promise. */
const unordered = new Set(["rm", "chmod", "chown", "chgrp", "cp", "mv", "find", "du"]);

const inOrder = (name: string, text: string): string =>
  unordered.has(name) ? text.split("\n").sort().join("\n") : text;

const answer = (lines: Answer["lines"], before: ReadonlySet<string>, after: ReadonlySet<string>): Answer => ({
  lines,
  gone: [...before].filter((one) => !after.has(one)).sort(),
  made: [...after].filter((one) => !before.has(one)).sort(),
});

// --- the real tools

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");

function make(files: Files): void {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, 0o755);
  const times: [Buffer, number][] = [];
  for (const [name, file] of Object.entries(files)) {
    const one = typeof file === "string" ? { content: file } : file;
    const at = Buffer.from(`${place}/${name}`);
    const isLink = one.target !== undefined;
    if (name.endsWith("/")) mkdirSync(at);
    else if (isLink) symlinkSync(one.target!, at);
    else writeFileSync(at, one.content ?? "");
    lchownSync(at, one.uid ?? 0, one.gid ?? 0);
    if (!isLink) chmodSync(at, one.mode ?? (name.endsWith("/") ? 0o755 : 0o644));
    times.unshift([at, one.mtime ?? 315_619_200]);
  }
  for (const [at, mtime] of times) lutimesSync(at, mtime, mtime);
  lutimesSync(place, 315_619_200, 315_619_200);
}

const types: readonly (readonly [number, FileType | "socket"])[] = [
  [0o100000, "file"],
  [0o040000, "directory"],
  [0o120000, "symlink"],
  [0o020000, "character"],
  [0o060000, "block"],
  [0o010000, "fifo"],
];

function realRows(): ReadonlyMap<string, Row> {
  const all = new Map<string, Row>();
  const visit = (at: Buffer, name: string): void => {
    const { mode, uid, gid, mtimeMs, ino, nlink, rdev } = lstatSync(at);
    const type = types.find(([bits]) => (mode & 0o170000) === bits)?.[1] ?? "socket";
    const device = `${(rdev >> 8) & 0xfff},${rdev & 0xff}`;
    const what =
      type === "file"
        ? JSON.stringify(readFileSync(at).toString("latin1"))
        : type === "symlink"
          ? readlinkSync(at, "buffer").toString("latin1")
          : type === "character" || type === "block"
            ? device
            : "";
    const mtime = Math.floor(mtimeMs / 1000);
    all.set(name, { type, mode: mode & 0o7777, uid, gid, mtime, inode: ino, links: nlink, what });
    if (type !== "directory") return;
    const names = readdirSync(at, "buffer").sort((a, b) => a.compare(b));
    for (const one of names) visit(Buffer.concat([at, latin1("/"), one]), `${name}/${one.toString("latin1")}`);
  };
  visit(latin1(place), ".");
  return all;
}

/** The tools of this machine over the files, which are made at `place`: root alone can do that. */
export function reallyRun({ run, files, env = {}, umask = 0o022, uid = 0, stdin = "" }: Lines): Answer {
  process.umask(0);
  make(files);
  if (uid !== 0) lchownSync(place, uid, uid);
  const before = rows(realRows());
  process.umask(umask);
  const lines = wordsOf(run).map(([name = "", ...words]) => {
    const { status, signal, stdout, stderr } = spawnSync(
      "/usr/bin/perl",
      ["-e", "exec {$ARGV[0]} map { s/\\\\x([0-9a-f]{2})/chr hex $1/ger } @ARGV or exit 127", name, ...words].map(
        (word, at) => (at < 2 ? word : word.replaceAll(/[\\\x80-\xff]/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`)),
      ),
      { cwd: place, env: { PATH: path, ...env }, input: latin1(stdin), ...(uid === 0 ? {} : { uid, gid: uid }) },
    );
    if (signal !== null) throw new Error(`${run}: ${signal}`);
    return {
      status: status!,
      out: inOrder(name, stdout.toString("latin1")),
      err: inOrder(name, stderr.toString("latin1")),
    };
  });
  process.umask(0o022);
  return answer(lines, before, rows(realRows()));
}

// --- ours

async function ourRows(tree: Filesystem): Promise<ReadonlyMap<string, Row>> {
  const all = new Map<string, Row>();
  for (const [at, stat] of walk(tree)) {
    if (at !== place.slice(1) && !at.startsWith(`${place.slice(1)}/`)) continue;
    const { type, mode, uid, gid, mtime, inode, links, target, device } = stat;
    const parts: Uint8Array[] = [];
    if (type === "file") for await (const part of tree.read(at)) parts.push(Uint8Array.from(part));
    const what =
      type === "file"
        ? JSON.stringify(Buffer.concat(parts).toString("latin1"))
        : (target ?? (device === undefined ? "" : `${device.major},${device.minor}`));
    all.set(`.${at.slice(place.length - 1)}`, { type, mode, uid, gid, mtime, inode, links, what });
  }
  return all;
}

/** Our programs over the same files, in a tree with `around` besides. */
export async function run(
  programs: Readonly<Record<string, Program>>,
  { run, files, env = {}, umask = 0o022, uid = 0, stdin = "" }: Lines,
  around: Files,
): Promise<Answer> {
  const below = Object.fromEntries(Object.entries(files).map(([name, file]) => [`${place.slice(1)}/${name}`, file]));
  const bin = Object.fromEntries(
    Object.keys(programs).map((name) => [`usr/bin/${name}`, { content: name, mode: 0o755 }]),
  );
  const tree = treeOf({ ...around, ...bin, [`${place.slice(1)}/`]: { mode: 0o755, uid, gid: uid }, ...below });
  const before = rows(await ourRows(tree));
  const ends: { readonly name: string; readonly status: number }[] = [];
  const outcome = await runMain(
    async (proc) => {
      for (const [name = "", ...words] of wordsOf(run)) {
        const status = await proc.exec(`/usr/bin/${name}`, { args: [name, ...words] });
        ends.push({ name, status });
        await proc.out(mark);
        await proc.err(mark);
      }
      return 0;
    },
    ["test"],
    {
      tree,
      cwd: place,
      env: { PATH: path, ...env },
      umask,
      who: { uid, gid: uid, groups: [uid] },
      stdin,
      programs: programsAt(
        Object.fromEntries(Object.entries(programs).map(([name, one]) => [`/usr/bin/${name}`, one])),
      ),
    },
  );
  const [outs, errs] = [outcome.out.split(mark), outcome.err.split(mark)];
  const lines = ends.map(({ name, status }, at) => ({
    status,
    out: inOrder(name, outs[at]!),
    err: inOrder(name, errs[at]!),
  }));
  return answer(lines, before, rows(await ourRows(outcome.tree)));
}

const mark = "\0\0next\0\0";
