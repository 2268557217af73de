import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "../../src/build/build.ts";
import type { BuildRequest, BuiltImage } from "../../src/build/request.ts";
import type { Ctx } from "../../src/ctx.ts";
import type { Executor } from "../../src/executor/executor.ts";
import { parsePlatform } from "../../src/oci/platform.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { openRemotes } from "../../src/sources/remotes.ts";
import { testCtx } from "./ctx.ts";

const platform = parsePlatform("linux/amd64");
const never = () => Promise.reject(new Error("no RUN, no executor"));
const executor: Executor = { name: "linux", probe: never, verdict: never, run: never };

/** Builds a Dockerfile without RUN and base images for linux/amd64, in an empty context. */
export async function buildText(
  text: string,
  store: Store,
  options: Partial<BuildRequest> = {},
  ctx: Ctx = testCtx({ PATH: process.env["PATH"]! }),
): Promise<BuiltImage> {
  const context = await mkdtemp(path.join(tmpdir(), "djib-build-"));
  try {
    await using built = await build(
      {
        dockerfile: { name: "Dockerfile", text },
        context: { kind: "directory", path: context },
        name: undefined,
        platforms: [platform],
        buildPlatform: platform,
        buildArgs: new Map(),
        labels: new Map(),
        target: undefined,
        network: "default",
        noCache: false,
        timestamps: "content",
        modes: "git",
        sourceDateEpoch: undefined,
        ...options,
      },
      {
        store,
        source: async () => undefined,
        remotes: openRemotes({ store, userAgent: "djib-test" }),
        executors: [executor],
        lint: async () => {},
        review: async () => {},
      },
      ctx,
    );
    return built.images[0];
  } finally {
    await rm(context, { recursive: true });
  }
}
