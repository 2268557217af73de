// Asks the real shadow tools and Debian's adduser what they make of the cases of test/userland/users, and
// writes test/recordings/users.json.
import {
  chmodSync,
  existsSync,
  lchownSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Files } from "../../test/support/userland.ts";
import type { Case, Told } from "../../test/userland/users/case.ts";
import { cases } from "../../test/userland/users/cases.ts";
import { environment } from "../../test/userland/users/play.ts";
import { madeAt, start } from "../../test/userland/users/start.ts";
import { difference, isPlace, lineOf, places } from "../../test/userland/users/tree-lines.ts";
import { type RealRoot, realRoot, runReal } from "../lib/real-root.ts";
import { writeRecording } from "../lib/recorder.ts";

const files = ["scripts/record/users.ts", "scripts/lib/real-root.ts"].concat(
  [
    "case",
    "cases",
    "adduser-cases",
    "dpkg-cases",
    "identity-cases",
    "password-cases",
    "random-cases",
    "shadow-cases",
    "useradd-cases",
    "start",
    "tree-lines",
  ].map((name) => `test/userland/users/${name}.ts`),
);
// Only those whose names match this are asked anew.
const wanted = new RegExp(process.argv[2] ?? "");
const root = await realRoot();
const file = path.join(import.meta.dirname, "../../test/recordings/users.json");
const before = (process.argv[2] === undefined ? {} : JSON.parse(readFileSync(file, "utf8")).cases) as Readonly<
  Record<string, Told>
>;
const told: Record<string, Told> = {};
try {
  prepare(root);
  for (const [name, one] of Object.entries(cases)) {
    const known = wanted.test(name) ? undefined : before[name];
    told[name] = known ?? (await root.scratch((tree) => ask(tree, one)));
    console.log(told[name].answers.map(({ status }) => status).join(" "), name);
  }
} finally {
  root.remove();
}
writeRecording("users.json", files, { shadow: "4.13", adduser: "3.134" }, { cases: told });

function prepare({ path: tree }: RealRoot): void {
  for (const name of readdirSync(path.join(tree, "etc")))
    if (/^(g?shadow|passwd|group|sub[ug]id|skel|\.pwd\.lock|(add|del)user\.conf)-?$/.test(name))
      rmSync(path.join(tree, "etc", name), { recursive: true });
  for (const place of ["home", "run", "etc/default", "var/mail", "var/log"])
    for (const name of readdirSync(path.join(tree, place))) rmSync(path.join(tree, place, name), { recursive: true });
  writeFiles(tree, start);
}

async function ask(tree: string, one: Case): Promise<Told> {
  for (const name of one.without ?? []) rmSync(path.join(tree, name));
  writeFiles(tree, one.files ?? {});
  const before = linesOf(tree);
  const more = { env: { ...environment, ...one.env }, ...(one.stdin !== undefined && { stdin: one.stdin }) };
  const answers = one.commands.map((command) => runReal(tree, command, { ...more, ...(one.who && { who: one.who }) }));
  return { answers, changes: difference(before, linesOf(tree)) };
}

function writeFiles(tree: string, given: Files): void {
  for (const [name, file] of Object.entries(given)) {
    const {
      content = "",
      target,
      mode,
      uid = 0,
      gid = 0,
      mtime = madeAt,
    } = typeof file === "string" ? { content: file } : file;
    const at = path.join(tree, name);
    const directory = name.endsWith("/");
    if (directory) mkdirSync(at, { recursive: true });
    else if (target !== undefined) symlinkSync(target, at);
    else writeFileSync(at, content);
    lchownSync(directory ? at.slice(0, -1) : at, uid, gid);
    if (target !== undefined) lutimesSync(at, mtime, mtime);
    if (target !== undefined) continue;
    chmodSync(at, mode ?? (directory ? 0o755 : 0o644));
    if (!directory) utimesSync(at, mtime, mtime);
  }
}

function linesOf(tree: string): readonly string[] {
  const lines: string[] = [];
  for (const place of places.filter((place) => existsSync(path.join(tree, place))))
    for (const name of ["", ...readdirSync(path.join(tree, place), { recursive: true, encoding: "utf8" })]) {
      const at = path.join(place, name);
      if (isPlace(at)) lines.push(hostLine(tree, at));
    }
  return lines.sort();
}

function hostLine(tree: string, at: string): string {
  const place = path.join(tree, at);
  const stat = lstatSync(place);
  const type = stat.isDirectory() ? "directory" : stat.isSymbolicLink() ? "symlink" : stat.isFile() ? "file" : "fifo";
  const shown = {
    type,
    mode: stat.mode & 0o7777,
    uid: stat.uid,
    gid: stat.gid,
    mtime: Math.floor(stat.mtimeMs / 1000),
    links: stat.nlink,
    ...(type === "symlink" && { target: readlinkSync(place, "latin1") }),
  } as const;
  return lineOf(Buffer.from(at).toString("latin1"), shown, type === "file" ? readFileSync(place, "latin1") : "");
}
