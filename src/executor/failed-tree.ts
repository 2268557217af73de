import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { digestOf, type Digest, hexOf, isDigest } from "../oci/digest.ts";
import type { Changeset } from "../oci/layer/changeset.ts";
import { parsePlatform, formatPlatform, type Platform } from "../oci/platform.ts";
import type { Store } from "../oci/store/store.ts";
import type { RunStep, Snapshot } from "./executor.ts";

/** What a RUN left that failed, and what its command was given; never a secret. */
export interface FailedTree {
  /** Short, for people. */
  readonly id: string;
  readonly title: string;
  readonly platform: Platform;
  /** Layers that it stood on, bottom first. */
  readonly below: readonly Digest[];
  /** What it changed. */
  readonly layer: Digest;
  readonly env: readonly string[];
  readonly cwd: string;
  readonly user: string;
}

const directoryOf = (store: Store): string => join(store.snapshots, "failed");

/** Puts the changes into the store, for as long as a cached step stays there. */
export async function keepFailed(
  store: Store,
  step: Pick<RunStep, "args" | "env" | "cwd" | "user">,
  base: Snapshot,
  changes: Changeset,
): Promise<FailedTree> {
  const layer = await store.layers.seal(changes);
  const { args, env, cwd, user } = step;
  const title = (args.at(-1)?.split("\n")[0] ?? "").slice(0, 80);
  const known = { title, below: base.diffIds, layer: layer.diffId, env, cwd, user };
  const record = { ...known, platform: formatPlatform(base.platform) };
  const key = digestOf(JSON.stringify(["failed RUN", record]));
  await store.steps.put(key, { layer, createdBy: `RUN ${title} (failed)` });
  const id = hexOf(key).slice(0, 8);
  await mkdir(directoryOf(store), { recursive: true, mode: 0o700 });
  await writeFile(join(directoryOf(store), `${id}.json`), JSON.stringify(record), { mode: 0o600 });
  return { ...known, id, platform: base.platform };
}

/** The failed RUN of an id, or the last one; undefined where there is none, or its layers are gone. */
export async function findFailed(store: Store, id?: string): Promise<FailedTree | undefined> {
  const names = await readdir(directoryOf(store)).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(directoryOf(store), name))).mtimeMs })),
  );
  const [newest] = files.toSorted((a, b) => b.at - a.at);
  const name = id === undefined ? newest?.name : names.find((one) => one === `${id}.json`);
  if (name === undefined) return undefined;
  const file = join(directoryOf(store), name);
  const failed = parsed(name.replace(/\.json$/, ""), await readFile(file, "utf8"));
  const layers = failed === undefined ? [] : [...failed.below, failed.layer];
  const there = await Promise.all(layers.map((layer) => store.layers.has(layer)));
  if (failed !== undefined && there.every(Boolean)) return failed;
  await rm(file, { force: true });
  return undefined;
}

function parsed(id: string, text: string): FailedTree | undefined {
  try {
    const { title, platform, below, layer, env, cwd, user } = JSON.parse(text) as Record<string, unknown>;
    const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
    if (!isText(title) || !isText(platform) || !isTexts(below) || !below.every(isDigest) || !isDigest(layer)) return;
    if (!isTexts(env) || !isText(cwd) || !isText(user)) return undefined;
    return { id, title, platform: parsePlatform(platform), below, layer, env, cwd, user };
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === "string";
