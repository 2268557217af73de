import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from "node:fs";
import path from "node:path";
import { type RealRoot, runReal } from "../../scripts/lib/real-root.ts";
import { environmentOf, type MaintainerScript, type Ran, withoutTimes } from "./scripts.ts";

/** Runs a script in a chroot over a copy of the root, by the interpreter that it names. */
export async function runForReal(root: RealRoot, script: MaintainerScript): Promise<Ran> {
  return root.scratch(async (tree, upper) => {
    execFileSync("mount", ["--bind", "/dev", path.join(tree, "dev")]);
    try {
      const ran = runReal(tree, [script.path, ...script.args], { env: environmentOf(script) });
      return { ...ran, changes: changesIn(upper, root.path) };
    } finally {
      execFileSync("umount", [path.join(tree, "dev")]);
    }
  });
}

/** What the upper directory of an overlay has that the root has not so. */
function changesIn(upper: string, root: string): readonly string[] {
  const changes: string[] = [];
  const visit = (name: string): void => {
    const [now, before] = [path.join(upper, name), path.join(root, name)];
    const stat = lstatSync(now);
    const was = existsSync(before) || isLink(before) ? lstatSync(before) : undefined;
    if (stat.isCharacterDevice() && stat.rdev === 0) changes.push(`- ${name}`);
    else {
      const line = lineOf(now, stat, name);
      if (was === undefined || lineOf(before, was, name) !== line) changes.push(line);
      if (stat.isDirectory()) for (const child of readdirSync(now)) visit(path.join(name, child));
    }
  };
  for (const name of readdirSync(upper)) visit(name);
  return changes.sort();
}

function isLink(at: string): boolean {
  try {
    return lstatSync(at).isSymbolicLink();
  } catch {
    return false;
  }
}

function lineOf(at: string, stat: Stats, name: string): string {
  const owner = `${(stat.mode & 0o7777).toString(8)} ${stat.uid}:${stat.gid}`;
  if (stat.isSymbolicLink()) return `symlink ${owner} ${name} -> ${readlinkSync(at)}`;
  if (stat.isDirectory()) return `directory ${owner} ${name}`;
  if (!stat.isFile()) return `other ${owner} ${name}`;
  return `file ${owner} ${name} ${hashOf(readFileSync(at))}`;
}

export const hashOf = (content: Buffer): string =>
  createHash("sha256")
    .update(withoutTimes(content.toString("latin1")))
    .digest("hex")
    .slice(0, 16);
