import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import type { Workshop } from "./djib.ts";
import { mountsBelow } from "./mounts.ts";

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface Said {
  readonly code: string;
  /** "2:6" of the Dockerfile; absent where the mistake has no place in it. */
  readonly at?: string;
  readonly message: string;
  readonly help?: string;
  /** Further lines of the error. */
  readonly detail?: readonly string[];
}

/** How the build is started. */
export interface Manner {
  readonly env?: Record<string, string>;
  readonly through?: string[];
  readonly args?: string[];
}

/** Builds the files, which fails with status 1, one error, and nothing left of it. */
export async function tellsMistake(shop: Workshop, files: Files, said: Said, more: Manner = {}) {
  const project = shop.project(files);
  const out = path.join(project, "out.tar");
  const argv = ["build", "--no-load", "-t", "mistake", "-o", `type=docker,dest=${out}`, ...(more.args ?? []), "."];
  const options = { cwd: project, ...(more.through === undefined ? {} : { through: more.through }) };
  const { status, stdout, stderr } = await shop.djib(argv, more.env, options);
  assert.deepEqual([status, stdout], [1, ""], stderr);
  assert.equal(stderr.match(/^error\[/gm)?.length, 1, stderr);
  const place = said.at === undefined ? "" : `Dockerfile:${said.at}: `;
  assert.ok(
    stderr.includes(`\nerror[${said.code}]: ${place}${said.message}`) ||
      stderr.startsWith(`error[${said.code}]: ${place}${said.message}`),
    stderr,
  );
  if (said.help !== undefined)
    assert.match(stderr, new RegExp(`\n  help: .*${said.help.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&")}`));
  for (const line of said.detail ?? []) assert.ok(stderr.includes(line), `${line} in:\n${stderr}`);
  assert.deepEqual(
    readdirSync(project).filter((name) => name.includes("out")),
    [],
  );
  assert.deepEqual(mountsBelow(shop.folder), []);
}
