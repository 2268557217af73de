import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "../../src/build/build.ts";
import { buildFlags } from "../../src/cli/build-flags.ts";
import { buildRequest } from "../../src/cli/build-request.ts";
import { parseFlags } from "../../src/cli/flags.ts";
import { hostPlatform } from "../../src/cli/platforms.ts";
import { lint, review } from "../../src/cli/review.ts";
import type { DjibError } from "../../src/errors.ts";
import { validateImage } from "../../src/oci/image/validate.ts";
import { plainCtx } from "../support/run-step.ts";
import { linuxBundle } from "../support/linux-bundle.ts";
import { temporaryStore } from "../support/store.ts";
import { type Answer, type BuiltAnswer, builtAnswer } from "./answer.ts";
import { baseImages, baseSource } from "./base-images.ts";
import type { DifferentialCase } from "./case.ts";
import { rowsOfTree } from "./rows.ts";
import { writeCase } from "./write-context.ts";

export interface Builder extends AsyncDisposable {
  answer(one: DifferentialCase): Promise<Answer>;
  /** The tree of the image "base", which most trees of a RUN begin as. */
  readonly base: BuiltAnswer["tree"];
}

/** djib as its command line builds, with the times and modes that BuildKit keeps, in this process. */
export async function openDjib(): Promise<Builder> {
  const scratch = await temporaryStore();
  const { store } = scratch;
  const { linuxExecutor } = await linuxBundle();
  const ctx = plainCtx();
  const { host } = ctx;
  const images = await baseImages(store, hostPlatform(host));
  const tools = {
    store,
    source: baseSource(images),
    executors: [linuxExecutor({ store })] as const,
    lint,
    review,
  };
  const treeOf = async ({ layers }: (typeof images)[string]) =>
    rowsOfTree(await store.layers.tree(layers.map((layer) => layer.diffId)));
  const base = await treeOf(images["base"]!);

  async function attempt(one: DifferentialCase, folder: string): Promise<Answer> {
    const { context, flags } = await writeCase(one, folder);
    const parsed = parseFlags(buildFlags, flags).flags;
    const { request, remotes } = await buildRequest(parsed, context, store, ctx);
    const more = { name: undefined, noCache: true, timestamps: "keep", modes: "keep" } as const;
    await using built = await build({ ...request, ...more }, { ...tools, remotes }, ctx);
    const [{ image }] = built.images;
    await validateImage(image, { deep: true });
    return builtAnswer(await treeOf(image), image.config);
  }

  return {
    base,
    answer: async (one) => {
      const folder = mkdtempSync(path.join(os.tmpdir(), "djib-differential-"));
      try {
        return await attempt(one, folder);
      } catch (error) {
        // By name: the bundled executor has a class of its own.
        if (!(error instanceof Error) || error.name !== "DjibError") throw error;
        return failed(error as DjibError);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    [Symbol.asyncDispose]: () => scratch[Symbol.asyncDispose](),
  };
}

function failed({ code, message, details }: DjibError): Answer {
  const said = [message, ...(details.detail ?? []), details.help].filter(Boolean);
  return { error: `[${code}] ${said.join(" ")}`, ...(details.where === undefined ? {} : { line: details.where.line }) };
}
