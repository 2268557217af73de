import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planAdd } from "../../src/build/steps/add.ts";
import { digestOf } from "../../src/oci/digest.ts";
import type { Filesystem } from "../../src/oci/filesystem/filesystem.ts";
import { imagePath } from "../../src/oci/filesystem/path.ts";
import { treeBuilder } from "../../src/oci/filesystem/tree-builder.ts";
import type { Changeset } from "../../src/oci/layer/changeset.ts";
import type { LayerSource } from "../../src/oci/layer/layer-index.ts";
import { mergeTree } from "../../src/oci/layer/merge.ts";
import { planCopy } from "../../src/build/steps/copy.ts";
import { emptyTree, inlineTree } from "../../src/build/steps/inline.ts";
import type { Origin } from "../../src/build/steps/origin.ts";
import { findSelected } from "../../src/build/steps/selected-sources.ts";
import type { FoundSource } from "../../src/build/steps/sources.ts";
import { planWorkdir } from "../../src/build/steps/workdir.ts";
import type { Location } from "../../src/errors.ts";
import { layerOf, sealed } from "../support/layers.ts";
import { archiveOf } from "./archive.ts";
import type { Case, CaseStep, CopyStep, FileSpec } from "./case.ts";

export const where: Location = { source: { name: "Dockerfile", text: "COPY\n" }, line: 1, column: 1 };
export const now = 1_700_000_000;

/** A case's context as a tree in memory. */
export async function treeOfFiles(files: Readonly<Record<string, FileSpec>>): Promise<Filesystem> {
  const builder = treeBuilder();
  const contents: Buffer[] = [];
  const links: [string, string][] = [];
  for (const [name, spec] of Object.entries(files)) {
    const path = imagePath(name);
    const owner = { uid: 0, gid: 0, mtime: 1 };
    const mode = (typeof spec === "object" && "mode" in spec ? spec.mode : undefined) ?? 0o644;
    if (typeof spec === "object" && "link" in spec)
      builder.add(path, { ...owner, type: "symlink", mode: 0o777, size: 0, target: imageText(spec.link) });
    else if (typeof spec === "object" && "hard" in spec) links.push([path, imagePath(spec.hard)]);
    else if (typeof spec === "object" && "directory" in spec)
      builder.add(path, { ...owner, type: "directory", mode: spec.mode ?? 0o755, size: 0 });
    else if (typeof spec === "object" && "fifo" in spec) builder.add(path, { ...owner, type: "fifo", mode, size: 0 });
    else if (typeof spec === "object" && "device" in spec) {
      const [major, minor] = spec.device;
      builder.add(path, { ...owner, type: "character", mode, size: 0, device: { major, minor } });
    } else {
      const bytes = await bytesOf(spec);
      const xattrs = typeof spec === "object" && "xattrs" in spec ? Object.entries(spec.xattrs ?? {}) : [];
      builder.add(
        path,
        {
          ...owner,
          ...{ type: "file", mode: typeof spec === "object" && "socket" in spec ? 0o755 : mode },
          ...{ size: bytes.length, digest: digestOf(bytes) },
          ...(xattrs.length === 0 ? {} : { xattrs: new Map(xattrs.map(([key, value]) => [key, Buffer.from(value)])) }),
        },
        contents.push(bytes) - 1,
      );
    }
  }
  for (const [path, target] of links) builder.link(imagePath(path), imagePath(target));
  return builder.build(({ offset }) => [contents[offset] ?? Buffer.alloc(0)]);
}

const imageText = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

async function bytesOf(spec: FileSpec): Promise<Buffer> {
  if (typeof spec === "string") return Buffer.from(spec, "utf8");
  if ("tar" in spec) return archiveOf(spec);
  return Buffer.from("content" in spec ? (spec.content ?? "") : "", "utf8");
}

/** The tree that the steps of a case end with, each sealed as a layer on those before it. */
export async function replay(one: Case): Promise<Filesystem> {
  const context = await treeOfFiles(one.files);
  const source = await stage(one.source ?? [], context, undefined);
  return stage(one.steps, context, source);
}

async function stage(
  steps: readonly CaseStep[],
  context: Filesystem,
  source: Filesystem | undefined,
): Promise<Filesystem> {
  const layers: LayerSource[] = [];
  let cwd = "/";
  let user = "";
  for (const step of steps) {
    // Only before the first step nobody's name can be looked up.
    const to = layers.length === 0 ? emptyTree : mergeTree(layers);
    if (step.verb === "USER") user = step.user;
    else if (step.verb === "WORKDIR") {
      cwd = absolute(cwd, step.path);
      const { changes } = await planWorkdir({ to, path: cwd, user, now, where });
      layers.push(await layer(changes));
    } else layers.push(await layer(await copied(step, { context, source, to, cwd })));
  }
  return mergeTree(layers);
}

const absolute = (cwd: string, path: string): string => (path.startsWith("/") ? path : `${cwd}/${path}`);

async function layer(changes: Changeset): Promise<LayerSource> {
  await using _ = changes;
  return layerOf((await sealed(changes)).tar);
}

interface Around {
  readonly context: Filesystem;
  readonly source: Filesystem | undefined;
  readonly to: Filesystem;
  readonly cwd: string;
}

async function copied(step: CopyStep, { context, source, to, cwd }: Around): Promise<Changeset> {
  const origin: Origin =
    step.from === undefined
      ? { tree: context, name: "the build context", hidden: () => undefined }
      : { tree: source ?? context, name: "stage src" };
  const named = step.sources.flatMap((text) =>
    findSelected(
      origin,
      { text, where },
      {
        parents: step.parents === true,
        exclude: (step.exclude ?? []).map((pattern) => ({ text: pattern, where })),
      },
    ),
  );
  const inline = (step.inline ?? []).map(({ name, content }): FoundSource => {
    const tree = inlineTree(name, content, now);
    const stat = tree.lstat(imagePath(name));
    if (stat === undefined) throw new Error(name);
    return { tree, at: imagePath(name), stat, name, where };
  });
  const destination = absolute(cwd, step.destination);
  const request = { ...step, sources: [...named, ...inline], to, destination, now, where };
  if (step.verb === "COPY") return (await planCopy(request)).changes;
  const spool = await mkdtemp(join(tmpdir(), "djib-add-"));
  const scratch = async () => ({ path: spool, [Symbol.asyncDispose]: () => rm(spool, { recursive: true }) });
  return (await planAdd(request, scratch)).changes;
}
