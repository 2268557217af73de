import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { ImageConfig } from "../../src/oci/image/image.ts";
import { type Workshop, workshop } from "../support/djib.ts";

const dockerfile = `ARG GREETING=hello
FROM scratch AS words
ARG GREETING
ARG NAME=world
COPY <<EOF /words
$GREETING $NAME
EOF
FROM scratch AS final
COPY --from=words /words /words
COPY file /file
EXPOSE 8000
`;

interface Inspected {
  readonly id: string;
  readonly config: ImageConfig;
}

describe("djib build", () => {
  let shop: Workshop;
  let project: string;
  const at = (name: string) => path.join(shop.folder, name);
  const inspect = async (name: string) => JSON.parse((await shop.ok(["inspect", name])).stdout) as Inspected;
  const cat = async (name: string, file: string) => (await shop.ok(["cat", name, file])).stdout;
  before(async () => {
    shop = await workshop();
    project = shop.project({ Dockerfile: dockerfile, file: "content\n" });
  });
  after(() => shop.stop());

  it("tells people on standard error what was made and what to type next", async () => {
    const { stdout, stderr } = await shop.ok(["build", "--no-load", "-t", "shop", project]);
    assert.equal(stdout, "");
    const id = (await inspect("shop")).id.slice(0, 19);
    assert.match(stderr, /^shop {2}linux\/\w+\n#1 /);
    assert.ok(stderr.includes(`\nshop is in djib's store: ${id}, `), stderr);
    const next =
      /Next:\n {2}djib push shop registry\.example\.com\/shop .*\n {2}djib save -o type=docker,dest=shop\.tar shop .*\n$/;
    assert.match(stderr, next);
  });

  it("says that no engine answered, unless none was wanted", async () => {
    const { stderr } = await shop.ok(["build", "-t", "shop", project]);
    assert.match(stderr, /No Docker or Podman answered here/);
    const load = await shop.djib(["build", "--load", "-t", "shop", project]);
    assert.deepEqual([load.status, load.stdout], [1, ""]);
    assert.match(load.stderr, /^error\[/m);
  });

  it("prints the image ID alone with -q, and writes it with --iidfile", async () => {
    const argv = ["build", "-q", "--no-load", "-t", "quiet", "--iidfile", at("id"), project];
    const { stdout, stderr } = await shop.ok(argv);
    const { id } = await inspect("quiet");
    assert.deepEqual([stdout, stderr], [`${id}\n`, ""]);
    assert.equal(readFileSync(at("id"), "utf8"), id);
    const progress = await shop.ok(["build", "--progress=quiet", "--no-load", project]);
    assert.deepEqual([progress.stdout, progress.stderr], [stdout, ""]);
  });

  it("gives an image without a name its ID as its name", async () => {
    const { stdout } = await shop.ok(["build", "-q", "--no-load", project]);
    assert.equal(`${(await inspect(stdout.slice(7, 19))).id}\n`, stdout);
  });

  it("writes --metadata-file with docker's keys", async () => {
    const output = `type=oci,dest=${at("metadata.tar")}`;
    await shop.ok(["build", "--metadata-file", at("metadata"), "-o", output, "-t", "one", "-t", "two:2", project]);
    const metadata = JSON.parse(readFileSync(at("metadata"), "utf8")) as Record<string, string>;
    const index = execFileSync("tar", ["-xOf", at("metadata.tar"), "index.json"], { encoding: "utf8" });
    assert.equal(metadata["containerimage.config.digest"], (await inspect("one")).id);
    assert.ok(index.includes(metadata["containerimage.digest"]!));
    assert.equal(metadata["image.name"], "docker.io/library/one:latest,docker.io/library/two:2");
  });

  it("writes every type of output", async () => {
    const types = ["oci", "docker", "oci-dir", "tar", "local"];
    const outputs = types.flatMap((type) => ["-o", `type=${type},dest=${at(`out.${type}`)}`]);
    const { stdout, stderr } = await shop.ok(["build", ...outputs, "-t", "shop", project]);
    assert.equal(stdout, "");
    for (const type of types) assert.ok(stderr.includes(at(`out.${type}`)), stderr);
    const members = (file: string) => execFileSync("tar", ["-tf", file], { encoding: "utf8" }).trim().split("\n");
    assert.ok(members(at("out.oci")).includes("index.json"));
    assert.ok(members(at("out.docker")).includes("manifest.json"));
    assert.ok(existsSync(path.join(at("out.oci-dir"), "oci-layout")));
    assert.deepEqual(members(at("out.tar")).sort(), ["file", "words"]);
    assert.deepEqual(readdirSync(at("out.local")).sort(), ["file", "words"]);
  });

  it("writes an archive to standard output, and nothing else there", async () => {
    const { stdout } = await shop.ok(["build", "-o", "-", project]);
    assert.equal(execFileSync("tar", ["-t"], { input: stdout, encoding: "utf8" }), "file\nwords\n");
  });

  it("builds the stage of --target alone", async () => {
    await shop.ok(["build", "--no-load", "--target", "WORDS", "-t", "words", project]);
    assert.equal((await shop.ok(["ls", "words"])).stdout, "words\n");
  });

  it("takes --build-arg from the command line, from the environment by its name, and globally", async () => {
    const argv = ["build", "--no-load", "-t", "args", "--build-arg", "NAME", "--build-arg", "GREETING=hi", project];
    await shop.ok(argv, { NAME: "from outside" });
    assert.equal(await cat("args", "/words"), "hi from outside\n");
    await shop.ok(argv);
    assert.equal(await cat("args", "/words"), "hi world\n");
  });

  it("warns of a --build-arg that nothing declares, but not of proxies", async () => {
    const argv = ["build", "--no-load", "--build-arg", "GREETNG=x", "--build-arg", "http_proxy=y", project];
    const { stderr } = await shop.ok(argv);
    assert.match(
      stderr,
      /warning\[build\/unused-argument\]: --build-arg GREETNG .*\n {2}help: did you mean GREETING\?/,
    );
    assert.equal(stderr.match(/unused-argument/g)?.length, 1);
  });

  it("adds --label, whose last value counts", async () => {
    const labels = ["--label", "a=1", "--label", "b=x=y", "--label", "a=2", "--label", "c"];
    await shop.ok(["build", "--no-load", "-t", "labels", ...labels, project]);
    assert.deepEqual((await inspect("labels")).config.config?.Labels, { a: "2", b: "x=y", c: "" });
  });

  it("makes an image for another platform, and says so where a RUN cannot", async () => {
    const other = process.arch === "arm64" ? "amd64" : "arm64";
    const { stderr } = await shop.ok(["build", "--no-load", "-t", "other", "--platform", `linux/${other}`, project]);
    assert.match(stderr, new RegExp(`^other  linux/${other}\n`));
    assert.equal((await shop.djib(["inspect", "--platform", `linux/${other}`, "other"])).status, 0);
    const running = shop.project({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /\nRUN ["/x"]\n' });
    const flags = ["--no-load", "--executor", "linux", "--platform", `linux/${other}`];
    const ran = await shop.djib(["build", ...flags, running]);
    assert.deepEqual([ran.status, ran.stdout], [1, ""]);
    assert.match(ran.stderr, /error\[build\/verdict\]: .*Dockerfile:3:1: /);
    assert.doesNotMatch(ran.stderr, /^#\d/m);
  });

  it("reads a Dockerfile from standard input", async () => {
    const input = "FROM scratch\nCOPY file /from-input\n";
    await shop.ok(["build", "--no-load", "-t", "input", "-f", "-", project], {}, { input });
    assert.equal(await cat("input", "/from-input"), "content\n");
    const bad = await shop.djib(["build", "-f", "-", project], {}, { input: "FROM scratch\nCOPPY a b\n" });
    assert.match(bad.stderr, /standard input:2:1/);
  });

  it("reads a Dockerfile elsewhere, relative to where one is, with its own ignore file", async () => {
    const elsewhere = shop.project({
      "my/web.Dockerfile": "FROM scratch\nCOPY . /\n",
      "my/web.Dockerfile.dockerignore": "hidden\n",
      "app/kept": "",
      "app/hidden": "",
      "app/.dockerignore": "kept\n",
    });
    await shop.ok(["build", "--no-load", "-t", "elsewhere", "-f", "my/web.Dockerfile", "app"], {}, { cwd: elsewhere });
    assert.equal((await shop.ok(["ls", "elsewhere"])).stdout, ".dockerignore\nkept\n");
  });

  it("finds every step cached the second time, and none with --no-cache", async () => {
    const { stderr } = await shop.ok(["build", "--no-load", "-t", "shop", project]);
    assert.equal(stderr.match(/^#\d+ cached$/gm)?.length, 3);
    const anew = await shop.ok(["build", "--no-load", "--no-cache", "-t", "anew", project]);
    assert.equal(anew.stderr.match(/^#\d+ cached$/gm), null);
    assert.equal((await inspect("anew")).id, (await inspect("shop")).id);
  });

  it("prints one event a line with --progress json, and nothing else", async () => {
    const { stdout, stderr } = await shop.ok(["build", "--no-load", "--progress", "json", "-t", "shop", project]);
    assert.equal(stdout, "");
    const events = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; time: number });
    assert.equal(events[0]?.type, "plan");
    assert.equal(events.at(-1)?.type, "image");
    assert.ok(events.every(({ time }) => time >= 0));
  });

  it("draws no escapes and no cursor movements where standard error is no terminal", async () => {
    const { stderr } = await shop.ok(["build", "--no-load", "--progress", "plain", "-t", "shop", project]);
    assert.ok(!stderr.includes("\u001b"));
  });

  it("refuses frontends other than docker's, named in the file or by --build-arg", async () => {
    const using = (line: string) => shop.project({ Dockerfile: `# syntax=${line}\nFROM scratch\nCOPY Dockerfile /\n` });
    const own = ["docker/dockerfile:1", "docker.io/docker/dockerfile:1.7-labs", "docker/dockerfile-upstream:master"];
    for (const line of own) await shop.ok(["build", "--no-load", using(line)]);
    for (const line of ["docker/buildx:1", "ghcr.io/docker/dockerfile:1", "dockerfile", "-"]) {
      const { status, stderr } = await shop.djib(["build", "--no-load", using(line)]);
      assert.equal(status, 1, line);
      assert.match(stderr, /error\[build\/frontend\]: .*Dockerfile:1:1: # syntax=/);
    }
    const argument = await shop.djib(["build", "--build-arg", "BUILDKIT_SYNTAX=example.com/other", project]);
    assert.match(argument.stderr, /error\[build\/frontend\]: --build-arg BUILDKIT_SYNTAX=example\.com\/other/);
    const overridden = using("example.com/other");
    await shop.ok(["build", "--no-load", "--build-arg", "BUILDKIT_SYNTAX=docker/dockerfile:1", overridden]);
  });
});
