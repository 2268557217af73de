import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { registrySink } from "../../src/sinks/registry.ts";
import { noRegistryConfig } from "../../src/oci/registry/config.ts";
import { parseReference } from "../../src/oci/reference.ts";
import { hostPlatform } from "../../src/cli/platforms.ts";
import { startBuildKit } from "../support/buildkitd.ts";
import { serveRegistry } from "../support/docker-registry.ts";
import { testCtx } from "../support/ctx.ts";
import { temporaryStore } from "../support/store.ts";
import { type Answer, builtAnswer } from "./answer.ts";
import { baseImages } from "./base-images.ts";
import { buildctlArguments } from "./buildctl-arguments.ts";
import type { DifferentialCase } from "./case.ts";
import { rowsOfTar } from "./rows.ts";
import { writeCase } from "./write-context.ts";
import type { Builder } from "./ours.ts";

/** The newest BuildKit; undefined where it cannot be had. */
export async function openBuildKit(): Promise<Builder | undefined> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-differential-"));
  const registry = await serveRegistry(path.join(folder, "registry"));
  await pushBases(registry.host);
  const daemon = await startBuildKit({ mirror: `http://${registry.host}` });
  const close = async () => {
    await daemon?.stop();
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  if (daemon === undefined) {
    await close();
    return undefined;
  }

  async function attempt(one: DifferentialCase): Promise<Answer> {
    const place = mkdtempSync(path.join(folder, "case-"));
    try {
      const { context, flags } = await writeCase(one, place);
      const [tar, layout] = [path.join(place, "tree.tar"), path.join(place, "layout")];
      const outputs = [`type=tar,dest=${tar}`, `type=oci,tar=false,compression=uncompressed,dest=${layout}`];
      const wanted = outputs.flatMap((output) => ["--output", output]);
      await daemon!.forgetContexts();
      await daemon!.build(context, ...buildctlArguments(flags), "--no-cache", ...wanted);
      return builtAnswer(await rowsOfTar(tar), configOf(layout));
    } catch (error) {
      const { stderr } = error as { stderr?: string };
      if (stderr === undefined) throw error;
      return failed(stderr.replaceAll(place, ""));
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  }

  const base = await attempt({ dockerfile: "FROM base\n" });
  if ("error" in base) throw new Error(base.error);
  return { answer: attempt, base: base.tree, [Symbol.asyncDispose]: close };
}

async function pushBases(host: string): Promise<void> {
  await using scratch = await temporaryStore();
  const ctx = testCtx();
  const images = await baseImages(scratch.store, hostPlatform(ctx.host));
  for (const [name, image] of Object.entries(images)) {
    const reference = parseReference(`${host}/library/${name}`);
    await registrySink(reference, { config: noRegistryConfig, compress: async (layer) => layer })(image, ctx);
  }
}

function configOf(layout: string): Parameters<typeof builtAnswer>[1] {
  const read = (name: string) => JSON.parse(readFileSync(path.join(layout, name), "utf8")) as never;
  const blob = (digest: string) => read(`blobs/${digest.replace(":", "/")}`);
  const { manifests } = read("index.json") as { manifests: { digest: string }[] };
  const { config } = blob(manifests[0]!.digest) as { config: { digest: string } };
  return blob(config.digest);
}

/** What it ends with, and the line of the Dockerfile that the excerpt above it marks. */
function failed(stderr: string): Answer {
  const said = stderr.trim().split("\n");
  const last = said.findLastIndex((text) => text.startsWith("error: "));
  const error = said
    .slice(last)
    .join(" ")
    .replace(/^error: failed to solve: /, "");
  const line = said.map((text) => /^Dockerfile:(\d+)$/.exec(text)?.[1]).findLast((found) => found !== undefined);
  return { error: withoutChance(error), ...(line === undefined ? {} : { line: Number(line) }) };
}

/** Without what is another each time. */
const withoutChance = (error: string): string =>
  error.replace(/ of ref \S+/, "").replace(/\S*\/cachemounts\/buildkit\d+/, "");
