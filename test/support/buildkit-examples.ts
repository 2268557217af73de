import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "../../scripts/lib/root.mjs";
import { readBuilt } from "./built.ts";
import type { BuiltImage } from "./built.ts";
import { startBuildKit } from "./buildkitd.ts";

export const examples = ["basic", "static", "multistage"] as const;
export type Example = (typeof examples)[number];

/** Examples as BuildKit builds them, live; undefined where it cannot be had. */
export async function buildKitExamples<Name extends Example>(mirror: string, names: readonly Name[]) {
  const buildkit = await startBuildKit({ mirror });
  if (buildkit === undefined) return undefined;
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-examples-"));
  try {
    const baseTar = path.join(folder, "base.tar");
    await buildkit.build(baseContext(folder), "--output", `type=tar,dest=${baseTar}`);
    const built: Partial<Record<Name, BuiltImage>> = {};
    for (const name of names) {
      const [tar, archive] = [path.join(folder, `${name}.tar`), path.join(folder, `${name}.oci.tar`)];
      const outputs = ["--output", `type=tar,dest=${tar}`, "--output", `type=oci,dest=${archive}`];
      await buildkit.build(path.join(root, "examples", name), ...outputs);
      built[name] = await readBuilt(tar, baseTar, archive);
    }
    return built as Record<Name, BuiltImage>;
  } finally {
    await buildkit.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A context whose image is the base alone. */
export function baseContext(folder: string): string {
  const context = path.join(folder, "base");
  mkdirSync(context, { recursive: true });
  writeFileSync(path.join(context, "Dockerfile"), "FROM python:3.11-slim\n");
  return context;
}
