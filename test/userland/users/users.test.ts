import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import type { Program } from "../../../src/userland/kernel/program.ts";
import { debian } from "../../../src/userland/programs/catalogue.ts";
import type { Told } from "./case.ts";
import { cases } from "./cases.ts";
import { play } from "./play.ts";

const file = path.join(import.meta.dirname, "../../recordings/users.json");
const recorded = JSON.parse(readFileSync(file, "utf8")) as { readonly cases: Readonly<Record<string, Told>> };

/** Files of the catalogue that the cases name, or whose programs call each other, and Debian's links to them. */
async function catalogued(): Promise<Readonly<Record<string, Program>>> {
  const names = new Set(["nologin", ...Object.values(cases).flatMap(({ commands }) => commands.flat())]);
  const programs: Record<string, Program> = {};
  for (const files of Object.values(debian))
    for (const [at, load] of Object.entries(files))
      if (typeof load === "function" && names.has(path.posix.basename(at))) programs[`/usr/${at}`] = await load();
  const links = { "/usr/sbin/addgroup": "/usr/sbin/adduser", "/usr/sbin/delgroup": "/usr/sbin/deluser" };
  for (const [link, target] of Object.entries(links)) programs[link] = programs[target]!;
  return programs;
}

const programs = await catalogued();

describe("tools for users do what the real ones did", () => {
  for (const [name, one] of Object.entries(cases))
    it(name, async () => assert.deepEqual(await play(one, programs), recorded.cases[name]));
});
