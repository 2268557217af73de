import { chmod, mkdir, rename, stat } from "node:fs/promises";
import path from "node:path";
import { flatDigest, flattened, type FlatOptions } from "./archive/flattened.ts";
import { problem } from "./errors.ts";
import { fault, temporaryBeside } from "./host/destination.ts";
import { mergeTree } from "./host/merge-tree.ts";
import { removeTree } from "./host/remove-tree.ts";
import { writeTree } from "./host/write-tree.ts";
import type { Sink } from "./sink.ts";

export interface LocalOptions extends FlatOptions {
  readonly dest: string;
}

/**
 * `-o type=local`: the image's files in a directory of this computer, the current user's, as docker
 * build writes them: a directory that is there keeps its other files, files of the same name are
 * replaced. All files are first written beside it, so that what fails, fails before `dest` changes;
 * only moving them in is not one step where `dest` is there already. Several platforms stand in a
 * directory each.
 */
export const localDirectory =
  ({ dest, ...to }: LocalOptions): Sink =>
  async (artifact, ctx) => {
    const target = path.resolve(ctx.host.system.cwd, dest);
    const there = await stat(target).catch(() => undefined);
    if (there !== undefined && !there.isDirectory())
      throw problem("sinks/destination", `${dest} is not a directory`, { help: "name a directory" });
    const temporary = temporaryBeside(target);
    try {
      await mkdir(path.dirname(target), { recursive: true });
      await mkdir(temporary, 0o700);
      await writeTree(flattened(artifact, to, ctx), temporary, ctx);
      if (there === undefined) await publish(temporary, target);
      else mergeTree(temporary, target);
    } catch (error) {
      throw fault(dest, error);
    } finally {
      removeTree(temporary);
    }
    return { digest: flatDigest(artifact), place: dest };
  };

async function publish(temporary: string, target: string): Promise<void> {
  await chmod(temporary, 0o755);
  await rename(temporary, target);
}
