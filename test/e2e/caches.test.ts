import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { startBuildKit } from "../support/buildkitd.ts";
import { type RegistryServer, serveRegistry } from "../support/docker-registry.ts";
import { type Workshop, workshop } from "../support/djib.ts";

const dockerfile = `FROM scratch AS builder
ARG MORE=0
COPY --chmod=0755 busybox /bin/busybox
ENV MORE=$MORE
RUN ["/bin/busybox", "sh", "-c", "echo $(/bin/busybox cat /proc/uptime) > /made"]
FROM scratch
WORKDIR /app
COPY --from=builder /made /app/made
COPY words .
CMD ["/app/made"]
`;

interface Event {
  readonly type: string;
  readonly cached?: boolean;
  readonly way?: string;
  readonly what?: string;
  readonly code?: string;
  readonly message?: string;
}

describe("a cache that travels", () => {
  let shop: Workshop;
  let registry: RegistryServer;
  let project: string;
  before(async () => {
    shop = await workshop();
    registry = await serveRegistry(path.join(shop.folder, "registry"));
    const files = { Dockerfile: dockerfile, words: "hello\n", busybox: readFileSync("/bin/busybox") };
    project = shop.project(files);
  });
  after(async () => {
    await registry?.stop();
    await shop?.stop();
  });

  let machines = 0;
  /** Builds on a machine that has nothing but its command line; gives what it told and the digests. */
  const build = (...argv: string[]) => buildOn(path.join(shop.folder, `machine-${++machines}`), ...argv);
  async function buildOn(machine: string, ...argv: string[]) {
    const metadata = path.join(shop.folder, "metadata");
    const flags = ["--progress", "json", "--metadata-file", metadata];
    const { stderr } = await shop.ok(["build", ...flags, ...argv, project], { DJIB_STORE: machine });
    const lines = stderr.trim().split("\n");
    const events = lines.map((line) => JSON.parse(line) as Event);
    const done = events.filter(({ type }) => type === "step-done");
    return {
      machine,
      digests: JSON.parse(readFileSync(metadata, "utf8")) as Record<string, string>,
      performed: done.filter(({ cached }) => !cached).length,
      cached: done.filter(({ cached }) => cached).length,
      pulled: [...new Set(events.flatMap(({ way, what }) => (way === "pull" ? [what] : [])))],
      warnings: events.filter(({ type }) => type === "warning").map(({ code, message }) => `${code}: ${message}`),
    };
  }

  const image = (tag: string) => ["--push", "-t", `${registry.host}/shop/app:${tag}`];
  const inRegistry = (tag: string) => `type=registry,ref=${registry.host}/shop/cache:${tag}`;
  const skopeo = (...argv: string[]) => execFileSync("skopeo", argv, { encoding: "utf8", stdio: "pipe" });
  const blobsOf = (folder: string) => {
    const listed = readdirSync(folder, { recursive: true, withFileTypes: true });
    return listed.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name));
  };

  it("lets a second machine find every step, fetch no layer and push the same image", async () => {
    const first = await build(...image("1"), "--cache-to", `${inRegistry("max")},mode=max`);
    const second = await build(...image("1"), "--cache-from", inRegistry("max"));
    assert.deepEqual([first.performed, first.cached, first.pulled], [5, 0, []]);
    assert.deepEqual([second.performed, second.cached, second.warnings], [0, 5, []]);
    assert.deepEqual(second.digests, first.digests);
    const config = JSON.parse(
      skopeo("inspect", "--raw", "--tls-verify=false", `docker://${registry.host}/shop/cache:max`),
    ) as {
      config: { digest: string };
    };
    assert.deepEqual(second.pulled, [config.config.digest]);
    const listed = await shop.ok(["ls", `${registry.host}/shop/app:1`, "/app"], { DJIB_STORE: second.machine });
    assert.equal(listed.stdout, "made\nwords\n", "fetched when it is looked into");
  });

  it("needs no layer of other stages where nothing changed, and makes them again where something did", async () => {
    const first = await build(...image("min"), "--cache-to", inRegistry("min"));
    const second = await build(...image("min"), "--cache-from", inRegistry("min"));
    assert.deepEqual([second.performed, second.cached], [0, 5]);
    assert.deepEqual(second.digests, first.digests);
    const changed = await build(...image("two"), "--cache-from", inRegistry("min"), "--build-arg", "MORE=1");
    assert.deepEqual([changed.performed, changed.cached, changed.warnings], [4, 2, []]);
  });

  it("keeps it in the image's own config where that is asked for", async () => {
    const plain = await build(...image("plain"), "--cache-from", inRegistry("absent"));
    assert.match(plain.warnings.join(), /^cache\/unusable: .*cache:absent is not used as a cache: /);
    const first = await buildOn(plain.machine, ...image("inline"), "--cache-to", "type=inline");
    const older = await buildOn(first.machine, ...image("older"), "--build-arg", "BUILDKIT_INLINE_CACHE=1");
    const second = await build(
      ...image("inline"),
      "--cache-to",
      "type=inline",
      "--cache-from",
      `${registry.host}/shop/app:inline`,
    );
    assert.deepEqual([second.performed, second.cached, second.warnings], [0, 5, []]);
    assert.deepEqual(second.digests, first.digests);
    assert.notEqual(first.digests["containerimage.config.digest"], plain.digests["containerimage.config.digest"]);
    assert.equal(older.digests["containerimage.digest"], first.digests["containerimage.digest"]);
  });

  it("keeps it in a directory, with the same bytes each time", async () => {
    const [one, two] = [path.join(shop.folder, "one"), path.join(shop.folder, "two")];
    const first = await build(...image("local"), "--cache-to", `type=local,dest=${one},mode=max`);
    const second = await build(
      "--no-load",
      "--cache-from",
      `type=local,src=${one}`,
      "--cache-to",
      `type=local,dest=${two},mode=max`,
    );
    assert.deepEqual([second.performed, second.cached, second.warnings], [0, 5, []]);
    assert.equal(second.digests["containerimage.config.digest"], first.digests["containerimage.config.digest"]);
    const names = (folder: string) =>
      blobsOf(folder)
        .map((file) => path.relative(folder, file))
        .sort();
    assert.deepEqual(names(two), names(one));
    assert.deepEqual(readFileSync(path.join(two, "index.json")), readFileSync(path.join(one, "index.json")));
    const nowhere = ["--no-load", "--cache-to", "type=local,dest=/dev/null/x,ignore-error=true"];
    const { warnings } = await buildOn(first.machine, ...nowhere);
    assert.match(warnings.join(), /the cache was not written: cannot write \/dev\/null\/x/);
    nowhere[2] = "type=local,dest=/dev/null/x";
    const failed = await shop.djib(["build", ...nowhere, project], { DJIB_STORE: first.machine });
    assert.deepEqual([failed.status, failed.stdout], [1, ""]);
    assert.match(failed.stderr, /error\[sinks\/destination\]/);
  });

  it("has a form that skopeo shows and copies, and that BuildKit reads past", async () => {
    const forms = ["image-manifest=true", "image-manifest=false", "oci-mediatypes=false"];
    const { machine } = await build("--no-load");
    for (const form of forms)
      await buildOn(machine, "--no-load", "--cache-to", `${inRegistry(form.replace("=", "-"))},mode=max,${form}`);
    const at = (form: string) => `docker://${registry.host}/shop/cache:${form.replace("=", "-")}`;
    const types = forms.map(
      (form) =>
        (JSON.parse(skopeo("inspect", "--raw", "--tls-verify=false", at(form))) as { mediaType: string }).mediaType,
    );
    assert.deepEqual(types, [
      "application/vnd.oci.image.manifest.v1+json",
      "application/vnd.oci.image.index.v1+json",
      "application/vnd.docker.distribution.manifest.list.v2+json",
    ]);
    skopeo("copy", "-q", "--src-tls-verify=false", at(forms[0]!), `oci:${path.join(shop.folder, "copied")}:latest`);
    for (const form of forms) {
      const again = await build("--no-load", "--cache-from", inRegistry(form.replace("=", "-")));
      assert.deepEqual([again.performed, again.warnings], [0, []], form);
    }
    const buildkit = await startBuildKit({ mirror: `http://${registry.host}` });
    if (buildkit === undefined) return;
    try {
      await buildkit.build(project, "--export-cache", `${inRegistry("buildkit")},mode=max`);
      for (const form of forms) await buildkit.build(project, "--import-cache", inRegistry(form.replace("=", "-")));
    } finally {
      await buildkit.stop();
    }
    const past = await build("--no-load", "--cache-from", inRegistry("buildkit"));
    assert.deepEqual([past.performed, past.warnings], [5, []]);
  });
});
