import { parseGitReference } from "../../src/dockerfile/values/git-reference.ts";
import type { Digest } from "../../src/oci/digest.ts";
import type { Filesystem } from "../../src/oci/filesystem/filesystem.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";
import { openRemotes, type RemotesOptions } from "../../src/sources/remotes.ts";
import { testCtx, type TestCtx } from "../support/ctx.ts";
import { bytesOf, type TemporaryStore } from "../support/store.ts";

export const remoteCtx = (env: Readonly<Record<string, string>> = {}): TestCtx =>
  testCtx({ PATH: process.env["PATH"]!, ...env });

/** Asks as one build does: what it is told holds for its length. */
export function asker({ store }: TemporaryStore, options: Partial<RemotesOptions> = {}, ctx = remoteCtx()) {
  const remotes = openRemotes({ store, userAgent: "djib-test", ...options });
  return {
    file: async (url: string, checksum?: string) => {
      const { modified, digest, read } = await remotes.file(url, checksum as Digest | undefined, ctx);
      return { text: (await bytesOf(read())).toString("utf8"), modified, digest };
    },
    repository: (text: string) => remotes.repository(parseGitReference(text)!, ctx),
    lines: async (text: string) => linesOf((await remotes.repository(parseGitReference(text)!, ctx)).tree),
  };
}

/** A line for each file: its path, mode in octal, and content or target. */
export async function linesOf(tree: Filesystem): Promise<string[]> {
  const lines: string[] = [];
  for (const [path, { type, mode, target }] of walk(tree)) {
    if (type === "directory") continue;
    const content = type === "file" ? (await bytesOf(tree.read(path))).toString("utf8") : `-> ${target}`;
    lines.push(`${path} ${mode.toString(8)} ${content}`);
  }
  return lines;
}
