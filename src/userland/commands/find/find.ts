import { SystemError } from "../../kernel/errno.ts";
import { type Impossible, type Program } from "../../kernel/program.ts";
import { type Entry, fts } from "../fts.ts";
import { ownersOf } from "../owners.ts";
import { Stdio } from "../stdio.ts";
import { parse, refused } from "./parse.ts";
import type { Expression, Search } from "./search.ts";

/** find of findutils 4.9. Directories are read in the order of bytes, where a disk has an order of its own. */
export const find: Program = { refuses, run: async (proc) => runFind(await Stdio.of(proc)) };

function refuses(words: readonly (string | undefined)[]): Impossible | undefined {
  for (const word of words) {
    const name = word?.startsWith("-") === true ? word.slice(1) : "";
    if (refused.has(name) || /^newer[aBcm][aBcmt]$/.test(name)) return { word: `-${name}`, reason: "is not emulated" };
    // What comes behind belongs to another program.
    if (name === "exec") return undefined;
  }
  return undefined;
}

const follows: Readonly<Record<string, Expression["follow"]>> = { "-P": "never", "-L": "always", "-H": "roots" };

async function runFind(io: Stdio): Promise<number> {
  const words = io.proc.args.slice(1);
  let follow: Expression["follow"] = "never";
  while (follows[words[0] ?? ""] !== undefined) follow = follows[words.shift()!]!;
  if (words[0] === "--") words.shift();
  const first = words.findIndex((word) => /^-.|^[()!,]$/.test(word));
  const roots = first < 0 ? words : words.slice(0, first);
  const owners = await ownersOf(io.proc);
  const now = io.proc.machine.now();
  const expression = await parse(first < 0 ? [] : words.slice(first), { io, owners, now }, follow);
  const search: Search = { io, owners, now, quit: false, ends: [], failed: false };
  await walk(search, roots.length === 0 ? ["."] : roots, expression);
  for (const end of search.ends) await end();
  await io.flush();
  return search.failed ? 1 : 0;
}

async function walk(search: Search, roots: readonly string[], expression: Expression): Promise<void> {
  const { io } = search;
  const { depthFirst, minDepth, maxDepth, test } = expression;
  for (const entry of fts(io.proc.files, roots, expression)) {
    if (search.quit) return;
    if (isTrouble(entry)) {
      await tell(search, entry);
      // A directory that cannot be read was told of before, unless what is in it comes first.
      if (entry.stat === undefined || (entry.info === "DNR" && !depthFirst)) continue;
    }
    const isBefore = entry.info === "D";
    const isAfter = entry.info === "DP" || entry.info === "DNR";
    if (isBefore && entry.level >= maxDepth) {
      entry.skip = true;
      if (entry.level >= minDepth) await test(entry, search);
    } else if ((depthFirst ? !isBefore : !isAfter) && entry.level >= minDepth && entry.level <= maxDepth) {
      const result = test(entry, search);
      if (typeof result !== "boolean") await result;
    }
    const pause = io.proc.breathe();
    if (pause) await pause;
  }
}

const isTrouble = ({ info }: Entry): boolean => info === "NS" || info === "DNR" || info === "DC";

async function tell(search: Search, { info, path, error, parent }: Entry): Promise<void> {
  const { io } = search;
  search.failed = true;
  if (info !== "DC") return io.complain(`${io.quote(path)}: ${(error ?? new SystemError("EIO")).message}`);
  return io.complain(
    `File system loop detected; ${io.quote(path)} is part of the same file system loop as ${io.quote(parent?.path ?? path)}.`,
  );
}
