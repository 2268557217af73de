import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after } from "node:test";
import type { Context, ContextOptions } from "../../src/context/context.ts";
import { openContext } from "../../src/context/open-context.ts";
import { type ImagePath, imagePath } from "../../src/oci/filesystem/path.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";
import { collect } from "../support/layers.ts";
import { type TestCtx, testCtx } from "../support/ctx.ts";

/** A directory that is gone when the tests of the file are. */
export function directory(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), "djib-context-"));
  after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

export function write(root: string, files: Readonly<Record<string, string>>, mode = 0o644): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
    chmodSync(path.join(root, name), mode);
  }
}

/** Git with nobody's configuration; the commit's time is 2020-01-02 03:04:05 UTC unless told. */
export function git(root: string, args: readonly string[], seconds = 1_577_934_245): string {
  const date = `${seconds} +0200`;
  const env = {
    ...{ PATH: process.env["PATH"], HOME: root, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
    ...{ GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b" },
    ...{ GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
  };
  return execFileSync("git", args, { cwd: root, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

export const open = (root: string, options: Partial<ContextOptions> = {}, ctx: TestCtx = testCtx()): Promise<Context> =>
  openContext({ kind: "directory", path: root }, { modes: "git", ...options }, ctx);

/** Paths with their modes, and "->" for links; without git's own directory. */
export const modesOf = (context: Context): Record<string, string> =>
  Object.fromEntries(
    [...walk(context, "" as ImagePath, (at) => !/(^|\/)\.git$/.test(at))]
      .filter(([at]) => at !== "" && !/(^|\/)\.git$/.test(at))
      .map(([at, stat]) => [at, stat.target === undefined ? stat.mode.toString(8) : `-> ${stat.target}`]),
  );

export const text = async (context: Context, at: string): Promise<string> =>
  Buffer.concat((await collect(context.read(imagePath(at)))).map((part) => Buffer.from(part))).toString("utf8");
