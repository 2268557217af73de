import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "../../../src/build/build.ts";
import { buildFlags } from "../../../src/cli/build-flags.ts";
import { buildRequest } from "../../../src/cli/build-request.ts";
import { parseFlags } from "../../../src/cli/flags.ts";
import { hostPlatform } from "../../../src/cli/platforms.ts";
import { configOf } from "../../../src/oci/image/derive.ts";
import { plainCtx } from "../../support/run-step.ts";
import { linuxBundle } from "../../support/linux-bundle.ts";
import { temporaryStore } from "../../support/store.ts";
import { baseImages, baseSource } from "../base-images.ts";
import type { DifferentialCase } from "../case.ts";
import { writeCase } from "../write-context.ts";

/** Where a build happens, as far as it must not matter. */
export interface World {
  readonly umask: number;
  readonly timeZone: string;
  /** Files are made in the reverse order, and keep the times of that. */
  readonly reversed: boolean;
}

export interface Settled extends AsyncDisposable {
  /** The image's ID, or "refused"; and how many of its steps were not cached. */
  build(one: DifferentialCase): Promise<{ readonly id: string; readonly made: number }>;
}

/** djib with its usual settings and a store of its own, in a world. The world is the process's: one at a time. */
export async function settle({ umask, timeZone, reversed }: World): Promise<Settled> {
  const scratch = await temporaryStore();
  const { store } = scratch;
  const { linuxExecutor } = await linuxBundle();
  const ctx = plainCtx();
  const images = await baseImages(store, hostPlatform(ctx.host));
  const tools = {
    store,
    source: baseSource(images),
    executors: [linuxExecutor({ store })] as const,
    review: async () => {},
  };

  async function attempt(one: DifferentialCase, folder: string) {
    const { context, flags } = await writeCase(one, folder, { reversed });
    const { flags: parsed } = parseFlags(buildFlags, flags);
    const { request, remotes } = await buildRequest(parsed, context, store, ctx);
    const more = { name: undefined, noCache: false, timestamps: "content", modes: "git" } as const;
    ctx.events.length = 0;
    await using built = await build({ ...request, ...more }, { ...tools, remotes }, ctx);
    const made = ctx.events.filter((event) => event.type === "step-done" && !event.cached).length;
    return { id: configOf(built.images[0].image).descriptor.digest, made };
  }

  return {
    build: async (one) => {
      const before = { umask: process.umask(umask), timeZone: process.env["TZ"] };
      process.env["TZ"] = timeZone;
      const folder = mkdtempSync(path.join(os.tmpdir(), `djib-${timeZone.replace("/", "-")}-`));
      try {
        return await attempt(one, folder);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "DjibError") throw error;
        return { id: "refused", made: 0 };
      } finally {
        process.umask(before.umask);
        if (before.timeZone === undefined) delete process.env["TZ"];
        else process.env["TZ"] = before.timeZone;
        rmSync(folder, { recursive: true, force: true });
      }
    },
    [Symbol.asyncDispose]: () => scratch[Symbol.asyncDispose](),
  };
}
