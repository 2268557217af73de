import type { Filesystem, Stat } from "../../../src/oci/filesystem/filesystem.ts";
import { walk } from "../../../src/oci/filesystem/walk.ts";
import { changedAt } from "./start.ts";

/** Where the tools for users write. */
export const places = ["etc", "home", "run", "srv", "var/mail", "var/log", "var/lib"];

export const isPlace = (path: string): boolean =>
  places.some((place) => path === place || path.startsWith(`${place}/`));

type Shown = Pick<Stat, "type" | "mode" | "uid" | "gid" | "mtime" | "links" | "target">;

/** Type, mode, owner, time where it is not that of the run, content. */
export function lineOf(path: string, stat: Shown, content: string): string {
  const time = stat.mtime <= changedAt && stat.type !== "directory" ? ` ${stat.mtime}` : "";
  const links = stat.type === "file" && stat.links > 1 ? ` ${stat.links} names` : "";
  const more = stat.type === "file" ? ` ${JSON.stringify(content)}` : stat.target ? ` -> ${stat.target}` : "";
  return `${stat.type} ${stat.mode.toString(8)} ${stat.uid}:${stat.gid} ${path}${time}${links}${more}`;
}

/** A tree as text, sorted. */
export async function treeLines(tree: Filesystem): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const [path, stat] of walk(tree))
    if (isPlace(path)) lines.push(lineOf(path, stat, stat.type === "file" ? await text(tree, path) : ""));
  return lines.sort();
}

async function text(tree: Filesystem, path: Parameters<Filesystem["read"]>[0]): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of tree.read(path)) parts.push(Uint8Array.from(part));
  return Buffer.concat(parts).toString("latin1");
}

/** Lines that one has and the other has not: "+ line", "- line". */
export function difference(before: readonly string[], after: readonly string[]): readonly string[] {
  const [old, now] = [new Set(before), new Set(after)];
  const lost = before.filter((line) => !now.has(line)).map((line) => `- ${line.split(" ")[3]}`);
  const gained = after.filter((line) => !old.has(line)).map((line) => `+ ${line}`);
  const changed = new Set(gained.map((line) => `- ${line.split(" ")[4]}`));
  return [...lost.filter((line) => !changed.has(line)), ...gained];
}
