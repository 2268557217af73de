import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "../../src/build/build.ts";
import type { BuildRequest } from "../../src/build/request.ts";
import type { BuiltStep } from "../../src/build/cache/built-steps.ts";
import type { Ctx } from "../../src/ctx.ts";
import type { RunStep } from "../../src/executor/executor.ts";
import { imageId } from "../../src/oci/image/derive.ts";
import type { Image, RuntimeConfig } from "../../src/oci/image/image.ts";
import { parsePlatform } from "../../src/oci/platform.ts";
import type { Store } from "../../src/oci/store/store.ts";
import type { CacheSource } from "../../src/sources/cache-source.ts";
import type { Source } from "../../src/sources/source.ts";
import { fakeExecutor } from "../fakes/fake-executor.ts";
import { testCtx } from "./ctx.ts";
import { amd64 } from "./images.ts";
import { filesChangeset } from "./store.ts";
import { openRemotes } from "../../src/sources/remotes.ts";

/** A file of a context: content alone, or more. */
export type ProjectFile =
  | string
  | Uint8Array
  | { readonly content: string; readonly mode?: number; readonly mtime?: number }
  | { readonly link: string };

/** Files by path; `undefined` leaves one out. */
export type Files = Readonly<Record<string, ProjectFile | undefined>>;

interface Base {
  readonly files: Readonly<Record<string, string>>;
  readonly config?: RuntimeConfig;
}

/** All that a build may be given, in short. */
export interface Project {
  readonly dockerfile: string;
  readonly files?: Files;
  /** --build-arg. */
  readonly args?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Images by the name that FROM has. */
  readonly bases?: Readonly<Record<string, Base>>;
  /** --build-context. */
  readonly contexts?: Readonly<Record<string, Files>>;
  /** Name of the file to build. */
  readonly file?: string;
  readonly platform?: string;
  /** The key of the executor. */
  readonly executor?: string;
  /** What each RUN waits for. */
  readonly during?: (step: RunStep, ctx: Ctx) => Promise<void>;
  /** Where images come from instead of `bases`. */
  readonly source?: Source;
  readonly more?: Partial<BuildRequest>;
  readonly cacheFrom?: (store: Store) => readonly CacheSource[];
}

/** Which steps a build performed, and the ID of its image. */
export interface Outcome {
  readonly performed: readonly string[];
  readonly last: string | undefined;
  readonly id: string;
  /** Code and message of each. */
  readonly warnings: readonly string[];
  readonly image: Image;
  readonly steps: readonly BuiltStep[];
}

/** Builds a project by the store: real but for RUN, whose executor is a fake. */
export async function buildProject(project: Project, store: Store, ctx = testCtx()): Promise<Outcome> {
  const directory = mkdtempSync(path.join(tmpdir(), "djib-project-"));
  try {
    writeFiles(path.join(directory, "main"), project.files ?? {});
    for (const [name, files] of Object.entries(project.contexts ?? {})) writeFiles(path.join(directory, name), files);
    await using built = await build(
      requestOf(project, directory),
      {
        store,
        source: project.source ?? sourceOf(project.bases ?? {}, store),
        remotes: openRemotes({ store, userAgent: "djib-test" }),
        executors: [fakeExecutor(project.executor, project.during)],
        cacheFrom: project.cacheFrom?.(store) ?? [],
        review: async () => {},
      },
      ctx,
    );
    const { image, plan, steps } = built.images[0];
    return {
      performed: ctx.events.flatMap((event) => (event.type === "step-done" && !event.cached ? [event.id] : [])),
      last: plan.stages.find(({ index }) => index === plan.target)?.steps.at(-1)?.id,
      id: imageId(image),
      warnings: ctx.events.flatMap((event) => (event.type === "warning" ? [`${event.code}: ${event.message}`] : [])),
      image,
      steps,
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function requestOf(project: Project, directory: string): BuildRequest {
  const context = path.join(directory, "main");
  const contexts = Object.keys(project.contexts ?? {}).map(
    (name) => [name, { kind: "directory", path: path.join(directory, name) }] as const,
  );
  const platform = parsePlatform(project.platform ?? "linux/amd64");
  const secrets = Object.entries(project.secrets ?? {});
  return {
    dockerfile: { name: project.file ?? "Dockerfile", text: project.dockerfile },
    context: { kind: "directory", path: context, dockerfile: path.join(context, project.file ?? "Dockerfile") },
    contexts: new Map(contexts),
    name: undefined,
    platforms: [platform],
    buildPlatform: amd64,
    buildArgs: new Map(Object.entries(project.args ?? {})),
    labels: new Map(),
    target: undefined,
    network: "default",
    noCache: false,
    timestamps: "content",
    modes: "git",
    given: { secrets: new Map(secrets.map(([id, text]) => [id, async () => Buffer.from(text)])), agents: new Map() },
    sourceDateEpoch: undefined,
    ...project.more,
  };
}

function writeFiles(context: string, files: Files): void {
  mkdirSync(context);
  for (const [name, file] of Object.entries(files)) {
    const place = path.join(context, name);
    mkdirSync(path.dirname(place), { recursive: true });
    if (file === undefined) continue;
    if (name.endsWith("/")) mkdirSync(place);
    else if (typeof file === "string" || file instanceof Uint8Array) writeFileSync(place, file);
    else if ("link" in file) symlinkSync(file.link, place);
    else {
      writeFileSync(place, file.content);
      chmodSync(place, file.mode ?? 0o644);
      if (file.mtime !== undefined) utimesSync(place, file.mtime, file.mtime);
    }
  }
}

const sourceOf =
  (bases: Readonly<Record<string, Base>>, store: Store): Source =>
  async ({ repository }, platform) => {
    const base = bases[repository.replace(/^library\//, "")];
    if (base === undefined) return undefined;
    const sealed = await store.layers.seal(filesChangeset(base.files));
    const layer = store.layers.get(sealed, "oci");
    const image: Image = {
      family: "oci",
      layers: [layer],
      config: {
        ...platform,
        config: base.config ?? {},
        rootfs: { type: "layers", diff_ids: [layer.diffId] },
        history: [{ created_by: "base" }],
      },
    };
    return { image, digest: layer.digest };
  };
