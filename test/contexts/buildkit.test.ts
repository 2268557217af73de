import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { recorderHash } from "../../scripts/lib/recorder.ts";
import { readDockerfileIn, dockerfileText } from "../../src/build/dockerfile-in-tree.ts";
import type { NamedContext } from "../../src/build/plan/named-contexts.ts";
import { contextAt, soleFile } from "../../src/build/remote-context.ts";
import { DjibError } from "../../src/errors.ts";
import { parseReference, withDefaultTag } from "../../src/oci/reference.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { ociDirectory } from "../../src/sinks/oci-directory.ts";
import { openRemotes } from "../../src/sources/remotes.ts";
import { linesOf } from "../copy/lines.ts";
import { writeFiles } from "../copy/on-disk.ts";
import { buildText } from "../support/build.ts";
import { testCtx } from "../support/ctx.ts";
import { temporaryStore } from "../support/store.ts";
import { cases, type ContextCase, type NamedSpec } from "./cases.ts";
import { type Serving, serving } from "./served.ts";

interface Recording {
  readonly recorder: { readonly files: readonly string[]; readonly sha256: string };
  readonly cases: Readonly<
    Record<string, { readonly tree?: readonly string[]; readonly config?: object; readonly error?: string }>
  >;
}

const file = new URL("../recordings/contexts.json", import.meta.url);
const recording = JSON.parse(readFileSync(file, "utf8")) as Recording;
const ctx = testCtx({ PATH: process.env["PATH"]! });

describe("contexts, named or not, give what they give BuildKit", () => {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "djib-contexts-"));
  let served: Serving;
  before(async () => (served = await serving()));
  after(async () => {
    await served[Symbol.asyncDispose]();
    rmSync(scratch, { recursive: true });
  });

  it("and the recording is of these cases (node --import tsx scripts/record/contexts.ts)", () => {
    assert.equal(recorderHash(recording.recorder.files), recording.recorder.sha256);
    assert.deepEqual(Object.keys(recording.cases), Object.keys(cases));
  });

  let directories = 0;
  async function directory(files: ContextCase["files"] = {}): Promise<string> {
    const made = path.join(scratch, String(++directories));
    mkdirSync(made);
    await writeFiles(made, files);
    return made;
  }

  async function named(name: string, spec: NamedSpec, store: Store): Promise<NamedContext> {
    if (spec === "scratch") return { kind: "scratch" };
    if ("files" in spec) return { kind: "directory", path: await directory(spec.files) };
    if (!("image" in spec)) return { kind: "address", url: await served.address(spec) };
    const { image } = await buildText(spec.image, store);
    const layout = path.join(scratch, String(++directories));
    await ociDirectory({ dest: layout, names: [], store })(image, ctx);
    return { kind: "image", layout, reference: withDefaultTag(parseReference(name)) };
  }

  /** The request's context and Dockerfile, as the command line makes them. */
  async function inputs(one: ContextCase, store: Store) {
    if (one.context === undefined) {
      const context = await directory(one.files);
      writeFileSync(path.join(context, "Dockerfile"), one.dockerfile);
      return { text: one.dockerfile, context: { kind: "directory", path: context } as const };
    }
    const url = await served.address(one.context as never);
    const remotes = openRemotes({ store, userAgent: "djib-test" });
    const { context, isFile } = await contextAt(url, { store, remotes }, ctx);
    const { bytes, name } = await readDockerfileIn(context.tree, isFile ? soleFile : one.filename);
    return { text: dockerfileText(bytes, name).text, context };
  }

  async function ours(one: ContextCase) {
    await using temporary = await temporaryStore();
    const { store } = temporary;
    const entries = Object.entries(one.named ?? {});
    const contexts = new Map<string, NamedContext>();
    for (const [name, spec] of entries) contexts.set(name, await named(name, spec, store));
    const { text, context } = await inputs(one, store);
    const { image } = await buildText(text, store, { context, contexts, target: one.target, modes: "keep" }, ctx);
    const tree = await store.layers.tree(image.layers.map(({ diffId }) => diffId));
    return { tree: await linesOf(tree), config: image.config.config };
  }

  for (const [name, one] of Object.entries(cases)) {
    const theirs = recording.cases[name]!;
    it(theirs.error === undefined ? name : `${name}: refused`, async () => {
      if (theirs.error !== undefined) {
        await assert.rejects(ours(one), (error) => error instanceof DjibError, `BuildKit says: ${theirs.error}`);
        return;
      }
      const { tree, config } = await ours(one);
      assert.deepEqual(tree, theirs.tree);
      assert.deepEqual(plain(config), plain(theirs.config));
    });
  }
});

/** As JSON has it: without undefined members and, like Go's omitempty, without empty ones. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value ?? {}, (_, member: unknown) =>
      member === null || (Array.isArray(member) && member.length === 0) ? undefined : member,
    ),
  );
