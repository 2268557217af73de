import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Event } from "../../src/events.ts";
import type { Store } from "../../src/oci/store/store.ts";
import type { Source } from "../../src/sources/source.ts";
import { type TestCtx, testCtx } from "../support/ctx.ts";
import { imageOf, layerOf } from "../support/images.ts";
import { pathsOf } from "../support/layers.ts";
import { buildProject, type Project } from "../support/project.ts";
import { code, filesChangeset, temporaryStore } from "../support/store.ts";

/** Resolves when it is so; what never comes to be fails. */
async function until(what: () => boolean, told: string): Promise<void> {
  for (const deadline = performance.now() + 10_000; !what(); await sleep(2))
    assert.ok(performance.now() < deadline, `waited in vain for ${told}`);
}

const seen = ({ events }: TestCtx, type: Event["type"], id: string): boolean =>
  events.some((event) => event.type === type && "id" in event && event.id === id);

/** The RUNs whose words are in `waits` each wait until a step has begun or ended. */
const waiting =
  (ctx: TestCtx, waits: Readonly<Record<string, readonly [Event["type"], string]>>): NonNullable<Project["during"]> =>
  async ({ args }) => {
    const [type, id] = waits[args.at(-1)!] ?? [];
    if (type !== undefined && id !== undefined) await until(() => seen(ctx, type, id), `${type} of ${id}`);
  };

async function builds(dockerfile: string, waits: Parameters<typeof waiting>[1], more: Partial<Project> = {}) {
  await using temporary = await temporaryStore();
  const { store } = temporary;
  const ctx = testCtx();
  const { image } = await buildProject({ dockerfile, during: waiting(ctx, waits), ...more }, store, ctx);
  return Promise.all(image.layers.map(async ({ diffId }) => pathsOf(await store.layers.tree([diffId])).join(" ")));
}

describe("a step waits for nothing but what it needs:", { concurrency: true }, () => {
  it("stages that do not need each other have their RUNs at the same time", async () => {
    const dockerfile = `FROM scratch AS one
RUN one
FROM scratch AS two
RUN two
FROM scratch
COPY --from=one / /
COPY --from=two / /
`;
    await builds(dockerfile, { one: ["step-start", "two/1"], two: ["step-start", "one/1"] });
  });

  it("COPY --from and a mount wait for the stage that they read alone", async () => {
    const dockerfile = `FROM scratch AS slow
RUN slow
FROM scratch AS quick
RUN quick
FROM scratch AS reader
COPY --from=quick / /
RUN --mount=from=quick,target=/m reader
FROM scratch
COPY --from=slow / /
COPY --from=reader / /
`;
    await builds(dockerfile, { slow: ["step-done", "reader/2"] });
  });

  it("COPY --link and ADD --link wait for no step before them, and are in their places all the same", async () => {
    const linked = `FROM scratch AS files
RUN files
FROM scratch AS under
RUN under
FROM under
RUN slow
COPY --link --from=files / /files/
ADD --link a /
RUN last
`;
    const more = { files: { a: "a" } };
    const waits = { under: ["step-done", "stage-2/2"], slow: ["step-done", "stage-2/3"] } as const;
    const layers = await builds(linked, waits, more);
    assert.deepEqual(
      layers.map((paths) => paths.replace(/ran-[\d.-]+/, "ran")),
      ["ran", "ran", "files files/ran", "a", "ran"],
    );
  });

  it("a base image comes while the stage that is copied from is still at work", async () => {
    await using temporary = await temporaryStore();
    await using remote = await temporaryStore();
    const sealed = await remote.store.layers.seal(filesChangeset({ base: "base" }));
    const layer = layerOf(readFileSync(remote.store.layers.tarPath(sealed.diffId)));
    const source: Source = async () => ({ image: imageOf([layer]), digest: layer.digest });
    const project: Project = {
      dockerfile: "FROM scratch AS one\nRUN one\nFROM base\nCOPY --from=one / /\n",
      source,
      during: () => until(() => layer.opened() > 0, "the base"),
    };
    await buildProject(project, temporary.store);
    assert.equal(layer.opened(), 1);
  });

  it("what fails before its turn ends the steps before it, and is what is told", async () => {
    await using temporary = await temporaryStore();
    const during: Project["during"] = async (_step, { signal }) => {
      await until(() => signal.aborted, "the end");
      signal.throwIfAborted();
    };
    const dockerfile = "FROM scratch\nRUN slow\nCOPY --link missing /\n";
    const ctx = testCtx();
    await assert.rejects(buildProject({ dockerfile, during }, temporary.store, ctx), code("copy/no-such-source"));
    assert.deepEqual(
      ctx.events.flatMap((event) => (event.type === "step-failed" ? [event.id] : [])),
      ["stage-0/2"],
    );
  });
});

describe("a build that is found whole", () => {
  const project: Project = {
    dockerfile: `FROM base AS one
RUN one
WORKDIR /made
COPY a /a
FROM base AS two
RUN --mount=from=one,target=/one two
FROM scratch
COPY --from=one / /one/
COPY --link --from=two / /two/
COPY --from=image / /image/
RUN --mount=target=/context three
`,
    files: { a: "a" },
    bases: { base: { files: { base: "base" } }, image: { files: { image: "image" } } },
  };

  for (const sourceDateEpoch of [undefined, 1_700_000_000])
    it(`reads no layer and merges no tree${sourceDateEpoch === undefined ? "" : ", with SOURCE_DATE_EPOCH"}`, async () => {
      await using temporary = await temporaryStore();
      const whole = { ...project, more: { sourceDateEpoch } };
      const first = await buildProject(whole, temporary.store);
      const { layers } = temporary.store;
      const read: string[] = [];
      const told =
        <Given extends unknown[], Result>(name: string, method: (...given: Given) => Result) =>
        (...given: Given) => (read.push(name), method(...given));
      const store: Store = {
        ...temporary.store,
        ensureLayer: told("ensureLayer", temporary.store.ensureLayer),
        layers: {
          ...layers,
          tree: told("tree", layers.tree),
          changes: told("changes", layers.changes),
          tarPath: told("tarPath", layers.tarPath),
          get: (layer, family) => {
            const got = layers.get(layer, family);
            return { ...got, open: told("open", got.open) };
          },
        },
      };
      const again = await buildProject(whole, store);
      assert.deepEqual([again.performed, again.id, read], [[], first.id, []]);
      const changed = await buildProject({ ...whole, files: { a: "b" } }, store);
      assert.notEqual(changed.id, first.id);
      assert.ok(read.includes("tree"), "what is read is seen");
    });
});
