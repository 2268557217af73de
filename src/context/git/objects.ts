import { join, resolve } from "node:path";
import { readFileSync, readdirSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { limits } from "../../limits.ts";
import type { GitObject } from "./object.ts";
import { readPacked } from "./pack.ts";
import { smallFile } from "./repository.ts";

/** An object by its id, loose or packed, here or in an alternate. Throws on a damaged one. */
export function readObject(objects: string, id: string, depth = 0): GitObject | undefined {
  const found = readLoose(objects, id) ?? readFromPacks(objects, id);
  if (found !== undefined || depth >= 5) return found;
  for (const line of (smallFile(join(objects, "info/alternates")) ?? "").split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const elsewhere = readObject(resolve(objects, line), id, depth + 1);
    if (elsewhere !== undefined) return elsewhere;
  }
  return undefined;
}

function readLoose(objects: string, id: string): GitObject | undefined {
  let deflated: Buffer;
  try {
    deflated = readFileSync(join(objects, id.slice(0, 2), id.slice(2)));
  } catch {
    return undefined;
  }
  const bytes = inflateSync(deflated, { maxOutputLength: limits.gitObject });
  const end = bytes.indexOf(0);
  const type = /^([a-z]+) \d+$/.exec(bytes.toString("latin1", 0, Math.min(Math.max(end, 0), 64)))?.[1];
  return type === undefined ? undefined : { type, data: bytes.subarray(end + 1) };
}

function readFromPacks(objects: string, id: string): GitObject | undefined {
  const directory = join(objects, "pack");
  let names: string[];
  try {
    names = readdirSync(directory).filter((name) => name.endsWith(".idx"));
  } catch {
    return undefined;
  }
  for (const name of names) {
    const found = readPacked(join(directory, name.slice(0, -4)), id, (base) => readObject(objects, base, 5));
    if (found !== undefined) return found;
  }
  return undefined;
}
