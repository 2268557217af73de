import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { startBuildKit } from "../support/buildkitd.ts";
import { type Workshop, workshop } from "../support/djib.ts";
import { type RegistryServer, serveRegistry } from "../support/docker-registry.ts";
import { type Engine, startDockerd } from "../support/dockerd.ts";
import { startPodman } from "../support/podman.ts";

const run = promisify(execFile);
const both = ["--platform", "linux/amd64,linux/arm64"];
/** A stage that is the same for both, one that knows its target, and a RUN on this machine alone. */
const dockerfile = `FROM --platform=$BUILDPLATFORM python:3.11-slim AS native
RUN mkdir /made && echo made > /made/native
FROM --platform=$BUILDPLATFORM python:3.11-slim AS cross
ARG TARGETARCH
COPY <<TEXT /cross
$TARGETARCH
TEXT
FROM scratch
COPY --from=native /made /made
COPY --from=cross /cross /
ENV MODE=built
CMD ["/cross"]
`;

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: { readonly os: string; readonly architecture: string };
}

interface Inspected {
  readonly id: string;
  readonly config: { readonly created: string };
}

describe("an index", () => {
  let shop: Workshop;
  let project: string;
  let registry: RegistryServer;
  const at = (name: string) => path.join(shop.folder, name);
  const raw = async (reference: string): Promise<{ manifests: Descriptor[] } & Record<string, unknown>> =>
    JSON.parse((await run("skopeo", ["inspect", "--raw", "--tls-verify=false", reference])).stdout) as never;
  const name = (tag: string) => `${registry.host}/shop:${tag}`;
  const insecure = () => ({ DJIB_INSECURE_REGISTRIES: registry.host });
  before(async () => {
    shop = await workshop();
    mkdirSync(at("registry"));
    registry = await serveRegistry(at("registry"));
    project = shop.project({ Dockerfile: dockerfile });
  });
  after(async () => {
    await registry.stop();
    await shop.stop();
  });

  it("of two platforms executes what they have in common once, and goes to a registry whole", async () => {
    const { stderr } = await shop.ok(
      ["build", ...both, "--no-cache", "--push", "-t", name("1"), "--metadata-file", at("meta"), project],
      insecure(),
    );
    assert.equal(stderr.match(/\] RUN mkdir/g)?.length, 1);
    assert.match(stderr, /^#\d+ \[linux\/amd64 native 1\/1\] RUN/m);
    assert.match(stderr, /^#\d+ \[linux\/amd64->arm64 cross 1\/1\] COPY/m);
    assert.match(stderr, /^#\d+ \[linux\/arm64 stage-2 1\/2\] COPY/m);
    const index = await raw(`docker://${name("1")}`);
    assert.deepEqual(
      index.manifests.map(({ platform }) => platform?.architecture),
      ["amd64", "arm64"],
    );
    const meta = JSON.parse(readFileSync(at("meta"), "utf8")) as Record<string, unknown>;
    assert.equal((meta["containerimage.descriptor"] as Descriptor).digest, meta["containerimage.digest"]);
    assert.equal(meta["containerimage.config.digest"], undefined);
    await run("skopeo", ["copy", "--all", "--src-tls-verify=false", `docker://${name("1")}`, `dir:${at("copied")}`]);
  });

  it("in the store is listed, read, saved and pushed as one, or a platform of it alone", async () => {
    await shop.ok(["build", ...both, "--no-load", "-t", "both", "-o", `type=oci-dir,dest=${at("built")}`, project]);
    const { stdout } = await shop.ok(["images"]);
    assert.match(stdout, /^both:latest +linux\/amd64.*\n^both:latest +linux\/arm64/m);
    for (const architecture of ["amd64", "arm64"]) {
      const cat = await shop.ok(["cat", "--platform", `linux/${architecture}`, "both", "/cross"]);
      assert.equal(cat.stdout, `${architecture}\n`);
    }
    const digests = new Set<string>();
    for (const args of [
      ["both"],
      ["--platform", "linux/arm64,linux/amd64", "both"],
      ["--platform", "linux/arm64", "both"],
    ]) {
      const saved = at(`saved-${digests.size}`);
      await shop.ok(["save", "-o", `type=oci-dir,dest=${saved}`, ...args]);
      digests.add(readFileSync(path.join(saved, "index.json"), "utf8"));
    }
    assert.equal([...digests][0], readFileSync(at("built/index.json"), "utf8"));
    assert.equal(digests.size, 3);
    const { stdout: digest } = await shop.ok(["push", "-q", "both", name("pushed")], insecure());
    assert.equal((await raw(`docker://${name("pushed")}`)).manifests.length, 2);
    assert.ok([...digests][0]!.includes(digest.trim()));
    const refused = await shop.djib(["save", "both"]);
    assert.match(refused.stderr, /one platform, and this image has 2/);
    await shop.ok(["rmi", "both"]);
    assert.doesNotMatch((await shop.ok(["images"])).stdout, /both/);
  });

  it("leaves a name altogether when the name is given to an image of one platform", async () => {
    await shop.ok(["build", ...both, "--no-load", "-t", "moved", project]);
    await shop.ok(["build", "--no-load", "-t", "moved", project]);
    assert.equal((await shop.ok(["images"])).stdout.match(/^moved/gm)?.length, 1);
  });

  it("is written as a directory for each platform where files are asked for", async () => {
    await shop.ok(["build", ...both, "-o", `type=local,dest=${at("files")}`, project]);
    assert.deepEqual(readdirSync(at("files")).sort(), ["linux_amd64", "linux_arm64"]);
    assert.equal(readFileSync(at("files/linux_arm64/cross"), "utf8"), "arm64\n");
    const { stdout } = await shop.ok(["build", ...both, "-o", "-", "--progress", "quiet", project]);
    assert.match(stdout, /linux_amd64\/made\/native[^]*linux_arm64\/cross/);
  });

  it("is refused, before anything is built, where an output cannot hold it or a RUN cannot run", async () => {
    const running = shop.project({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /\nRUN ["/x"]\n' });
    const ran = await shop.djib(["build", "--no-load", "--executor", "linux", ...both, running]);
    assert.match(ran.stderr, /error\[build\/verdict\]: .*Dockerfile:3:1: .*linux\/arm64.*linux\/amd64/);
    assert.match(ran.stderr, /help: register an emulator.*--platform=\$BUILDPLATFORM/);
    for (const [args, words] of [
      [[...both, "-o", "type=docker,dest=x.tar"], /cannot hold several platforms.*\n.*type=oci/],
      [["--sbom=true", "-o", "type=docker,dest=x.tar"], /cannot hold attestations/],
      [["--annotation", "a=b", "-o", "type=docker,dest=x.tar"], /cannot hold annotations/],
      [["--annotation", "index:a=b"], /one platform alone makes no index/],
      [[...both, "--annotation", "manifest[linux/s390x]:a=b"], /linux\/s390x, which is not built/],
      [["--annotation", "manifst:a=b"], /did you mean manifest\?/],
      [["--attest", "type=sbom,generator=x/y"], /starts no scanner/],
      [["--attest", "type=sbom", "--sbom=true"], /asked for twice/],
      [["--provenance=mode=most"], /the modes are min and max/],
    ] as const) {
      const refused = await shop.djib(["build", "--no-load", ...args, project]);
      assert.deepEqual([refused.status === 0, refused.stdout], [false, ""], String(args));
      assert.match(refused.stderr, words);
      assert.doesNotMatch(refused.stderr, /^#\d/m);
    }
  });

  it("is what Docker pulls by tag, podman by platform, and the engine's platform of what is loaded", async () => {
    await shop.ok(
      ["build", ...both, "--push", "--sbom=true", "--provenance=true", "-t", name("2"), project],
      insecure(),
    );
    const [docker, podman]: [Engine, Awaited<ReturnType<typeof startPodman>>] = [
      await startDockerd(),
      await startPodman(),
    ];
    try {
      await docker.docker("pull", "-q", name("2"));
      const seen = await docker.docker("image", "inspect", "--format", "{{.Architecture}} {{.Config.Env}}", name("2"));
      assert.match(seen, /^amd64 \[.*MODE=built/);
      await podman.podman("pull", "-q", "--tls-verify=false", "--platform", "linux/arm64", name("2"));
      const other = await podman.podman("image", "inspect", "--format", "{{.Architecture}}", name("2"));
      assert.equal(other, "arm64");
      const { stderr } = await shop.ok(["build", ...both, "--load", "-t", "loaded", project], {
        DOCKER_HOST: docker.host,
      });
      assert.match(stderr, /warning\[engine\/one-platform\]: of linux\/amd64, linux\/arm64 only linux\/amd64/);
      const id = await docker.docker("image", "inspect", "--format", "{{.Id}}", "loaded");
      const inspected = JSON.parse(
        (await shop.ok(["inspect", "--platform", "linux/amd64", "loaded"])).stdout,
      ) as Inspected;
      assert.equal(id, inspected.id);
    } finally {
      await docker.stop();
      await podman.stop();
    }
  });

  it("is what BuildKit builds on, for each platform, attestations and all", async () => {
    await shop.ok(
      ["build", ...both, "--push", "--provenance=true", "-t", `${registry.host}/library/shop:4`, project],
      insecure(),
    );
    const buildkit = await startBuildKit({ mirror: `http://${registry.host}` });
    assert.ok(buildkit !== undefined, "BuildKit cannot be built here: install Go 1.21 or later");
    try {
      const folder = shop.project({ Dockerfile: "FROM shop:4\nCOPY Dockerfile /\n" });
      await buildkit.build(folder, "--opt", "platform=linux/arm64", "--output", `type=tar,dest=${at("upon.tar")}`);
      assert.equal(execFileSync("tar", ["-xOf", at("upon.tar"), "cross"], { encoding: "utf8" }), "arm64\n");
    } finally {
      await buildkit.stop();
    }
  });

  it("is pulled for each platform that is asked for, its attestations passed over", async () => {
    await shop.ok(["build", "-q", ...both, "--push", "--sbom=true", "-t", name("3"), project], insecure());
    await shop.ok(["rmi", name("3")]);
    await shop.ok(["pull", "-q", ...both, name("3")], insecure());
    const { stdout } = await shop.ok(["images"]);
    assert.equal(stdout.match(new RegExp(`^${name("3")}`, "gm"))?.length, 2);
    const based = shop.project({ Dockerfile: `FROM ${name("3")}\nCOPY Dockerfile /\n` });
    await shop.ok(["build", ...both, "--no-load", "-t", "based", based], insecure());
    assert.equal((await shop.ok(["cat", "--platform", "linux/arm64", "based", "/cross"])).stdout, "arm64\n");
  });
});
