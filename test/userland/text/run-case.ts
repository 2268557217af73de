import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Program } from "../../../src/userland/kernel/program.ts";
import { walk } from "../../../src/oci/filesystem/walk.ts";
import { programsAt, runProgram } from "../../support/userland.ts";
import type { Answer, Case } from "./case.ts";

const common = { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8" };
const bytes = (text: string): Buffer => Buffer.from(text, "latin1");

const changed = (before: Case["files"] = {}, after: Readonly<Record<string, string>>): Pick<Answer, "files"> => {
  const files = Object.fromEntries(Object.entries(after).filter(([name, text]) => before[name] !== text));
  return Object.keys(files).length === 0 ? {} : { files };
};

/** Perl executes a file under any name, with any bytes for words and nothing added to the environment. */
const perl = "s/%(..)/chr hex $1/ge for @ARGV; exec { shift @ARGV } @ARGV or exit 127";
const hexed = (word: string): string =>
  word.replaceAll(/[^\w./=+,:@-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);

/** What the tool of this machine makes of it; `binary` is executed where it is not the tool itself. */
export function reallyRun({ args, stdin = "", files = {}, env }: Case, binary = args[0]!): Answer {
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-text-"));
  try {
    for (const [name, text] of Object.entries(files))
      if (name.endsWith("/")) mkdirSync(path.join(folder, name));
      else writeFileSync(Buffer.concat([bytes(`${folder}/${name}`)]), bytes(text));
    const argv = [binary, ...args].map(hexed);
    const { status, signal, stdout, stderr } = spawnSync("/usr/bin/perl", ["-e", perl, ...argv], {
      cwd: folder,
      env: { ...common, ...env },
      input: bytes(stdin),
      timeout: 10_000,
      maxBuffer: 1 << 28,
    });
    const names = readdirSync(folder, { encoding: "latin1", withFileTypes: true }).filter((entry) => entry.isFile());
    const after = names.map(({ name }) => [name, readFileSync(bytes(`${folder}/${name}`), "latin1")]);
    const [out, err] = [stdout.toString("latin1"), stderr.toString("latin1")];
    const ended = status ?? 128 + os.constants.signals[signal!];
    return { status: ended, out, err, ...changed(files, Object.fromEntries(after)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What ours makes of it. */
export async function run(
  program: Program,
  { args, stdin = "", files = {}, env }: Case,
  others: Readonly<Record<string, Program>> = {},
): Promise<Answer> {
  const own = Object.entries(files).map(([name, text]) => [`work/${name}`, { content: bytes(text) }]);
  const programs = Object.entries(others).map(([name, one]) => [`/usr/bin/${name}`, one] as const);
  const bin = programs.map(([name]) => [name.slice(1), { content: "", mode: 0o755 }]);
  const { status, out, err, tree } = await runProgram(program, args, {
    files: Object.fromEntries([["work/", { mode: 0o755 }], ...own, ...bin]),
    cwd: "/work",
    env: { ...common, ...env },
    stdin,
    programs: programsAt(Object.fromEntries(programs)),
  });
  const after: Record<string, string> = {};
  for (const [name, { type }] of walk(tree)) {
    if (type !== "file" || !/^work\/[^/]*$/.test(name)) continue;
    const parts: Uint8Array[] = [];
    for await (const part of tree.read(name)) parts.push(Uint8Array.from(part));
    after[name.slice(5)] = Buffer.concat(parts).toString("latin1");
  }
  return { status, out, err, ...changed(files, after) };
}
