import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { type Workshop, workshop } from "../support/djib.ts";
import { type RegistryServer, serveRegistry } from "../support/docker-registry.ts";

const dockerfile = `FROM scratch
ARG NOTE=first
COPY --chmod=640 notes /app/notes
COPY <<NOTE /app/note
$NOTE
NOTE
`;

describe("the images of djib's store", () => {
  let shop: Workshop;
  let registry: RegistryServer;
  const at = (name: string) => path.join(shop.folder, name);
  const out = async (...args: string[]) => (await shop.ok(args)).stdout;
  const json = async (...args: string[]) => JSON.parse(await out(...args)) as Record<string, unknown>;
  const refused = async (args: string[], ...words: string[]) => {
    const { status, stdout, stderr } = await shop.djib(args);
    assert.deepEqual([status, stdout], [1, ""], stderr);
    for (const word of words) assert.ok(stderr.includes(word), `${word} in:\n${stderr}`);
  };

  before(async () => {
    shop = await workshop();
    const folder = at("registry");
    mkdirSync(folder);
    registry = await serveRegistry(folder);
    const project = shop.project({ Dockerfile: dockerfile, "notes/one.txt": "1\n", "notes/two.txt": "2\n" });
    await shop.ok(["build", "--no-load", "-t", "notes:1", project]);
    await shop.ok(["build", "--no-load", "-t", "notes:2", "--build-arg", "NOTE=second", project]);
  });
  after(async () => {
    await registry.stop();
    await shop.stop();
  });

  it("are planned as a tree and as data, without anything in the store", async () => {
    const project = shop.project({ Dockerfile: "FROM scratch AS a\nCOPY x /x\nFROM a\nCOPY --from=a /x /y\nUSER 7\n" });
    assert.match(
      await out("plan", project),
      /^a {2}scratch\n {2}2 {2}COPY x \/x\nstage-1 {2}a\n {2}4 {2}COPY --from=a \/x \/y\n/,
    );
    const plan = (await json("plan", "--json", project)) as {
      target: number;
      stages: { config: object; steps: object[] }[];
    };
    assert.equal(plan.target, 1);
    assert.deepEqual(plan.stages[1]?.steps.length, 1);
    assert.equal((plan.stages[1]!.config as { User: string }).User, "7");
  });

  it("begin as a syntax tree with positions", async () => {
    const project = shop.project({ Dockerfile: "# syntax=docker/dockerfile:1\nFROM a AS b\nRUN --network=none x\n" });
    assert.equal(await out("parse", project), "   2  FROM a AS b\n   3  RUN --network=none x\n");
    const { instructions } = (await json("parse", "--json", project)) as { instructions: { name: string }[] };
    assert.deepEqual(
      instructions.map(({ name }) => name),
      ["FROM", "RUN"],
    );
  });

  it("are listed as a table, as IDs, and as JSON", async () => {
    const lines = (await out("images")).trim().split("\n");
    assert.match(lines[0]!, /^IMAGE +PLATFORM +IMAGE ID +ORIGIN +SINCE +SIZE$/);
    assert.match(lines[1]!, /^notes:1 +linux\/\w+ +[0-9a-f]{12} +built +\d+ seconds? ago +\d/);
    const ids = (await out("images", "-q")).trim().split("\n");
    const records = (await out("images", "--json"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string });
    assert.deepEqual(
      ids,
      records.map(({ id }) => id),
    );
    assert.match(ids[0]!, /^sha256:[0-9a-f]{64}$/);
  });

  it("are found by name, by name and tag, and by the first digits of an ID", async () => {
    const { id } = await json("inspect", "notes:1");
    for (const name of ["docker.io/library/notes:1", String(id), String(id).slice(7, 19)])
      assert.equal((await json("inspect", name)).id, id, name);
    await refused(["inspect", "notes"], "usage/no-such-image", "djib pull notes");
    await refused(["inspect", "--platform", "linux/s390x", "notes:1"], "not for linux/s390x", "--platform linux/");
  });

  it("show their files: ls, ls -l, ls -R, cat", async () => {
    assert.equal(await out("ls", "notes:1", "/app"), "note\nnotes\n");
    assert.match(await out("ls", "-l", "notes:1", "app/notes"), /^-rw-r----- {2}0:0 +2 {2}\d{4}-.* {2}one\.txt\n/);
    assert.equal(
      await out("ls", "-R", "notes:1"),
      ["/", "/app", "/app/note", "/app/notes", "/app/notes/one.txt", "/app/notes/two.txt", ""].join("\n"),
    );
    assert.equal(await out("cat", "notes:1", "/app/notes/../note"), "first\n");
    await refused(["cat", "notes:1", "/app/notes/on.txt"], "usage/no-such-path", "did you mean /app/notes/one.txt?");
    await refused(["cat", "notes:1", "/app/notes"], "is a directory, not a file");
  });

  it("are compared file by file", async () => {
    assert.equal(await out("diff", "notes:1", "notes:2"), "C /app/note\n");
    assert.equal(await out("diff", "notes:1", "notes:1"), "");
  });

  it("are saved as archives, to a file and to standard output", async () => {
    const { stderr, stdout } = await shop.ok(["save", "-o", `type=docker,dest=${at("notes.tar")}`, "notes:1"]);
    assert.equal(stdout, "");
    assert.ok(stderr.includes(at("notes.tar")));
    const manifest = execFileSync("tar", ["-xOf", at("notes.tar"), "manifest.json"], { encoding: "utf8" });
    assert.match(manifest, /"RepoTags":\["notes:1"\]/);
    const files = await out("save", "-o", "-", "notes:1");
    assert.match(execFileSync("tar", ["-t"], { input: files, encoding: "utf8" }), /^app\/notes\/one\.txt$/m);
  });

  it("are pushed to a registry and pulled again, with the digest alone on standard output", async () => {
    const name = `${registry.host}/team/notes:1`;
    const pushed = await shop.ok(["push", "notes:1", name]);
    assert.match(pushed.stdout, /^sha256:[0-9a-f]{64}\n$/);
    assert.ok(pushed.stderr.endsWith(`${name} is in its registry.\n`), pushed.stderr);
    const env = { DJIB_STORE: at("second-store") };
    assert.equal((await shop.ok(["pull", name], env)).stdout, pushed.stdout);
    assert.equal((await shop.ok(["cat", name, "/app/note"], env)).stdout, "first\n");
    const quiet = await shop.ok(["push", "-q", "notes:1", name]);
    assert.deepEqual([quiet.stdout, quiet.stderr], [pushed.stdout, ""]);
  });

  it("keep their digest when a pulled image is pushed on", async () => {
    await shop.ok(["pull", "python:3.11-slim"]);
    const { digest } = await json("inspect", "python:3.11-slim");
    assert.equal(await out("push", "python:3.11-slim", `${registry.host}/python:3.11-slim`), `${String(digest)}\n`);
  });

  it("go to the registries of their names with build --push", async () => {
    const name = `${registry.host}/team/pushed:3`;
    const project = shop.project({ Dockerfile: "FROM scratch\nCOPY Dockerfile /\n" });
    const { stderr } = await shop.ok(["build", "--push", "-t", name, "--metadata-file", at("pushed.json"), project]);
    const metadata = JSON.parse(readFileSync(at("pushed.json"), "utf8")) as Record<string, string>;
    assert.ok(stderr.endsWith(`  ${name}  ${metadata["containerimage.digest"]}\n`), stderr);
    assert.equal(await out("pull", "-q", name), `${metadata["containerimage.digest"]}\n`);
  });

  it("are said to lack the layers that a push left in the registry", async () => {
    const name = `${registry.host}/team/based:1`;
    const project = shop.project({ Dockerfile: `FROM ${registry.host}/python:3.11-slim\nENV A=1\n` });
    const argv = ["build", "--push", "--provenance=true", "-t", name, "--metadata-file", at("based.json"), project];
    const { stderr } = await shop.ok(argv, { DJIB_STORE: at("third-store") });
    const sentence =
      /^(.+) is in djib's store, without (?:a layer|\d+ layers) \(\d.*B\) that only a registry has: sha256:/m;
    assert.equal(sentence.exec(stderr)?.[1], name, stderr);
    const metadata = JSON.parse(readFileSync(at("based.json"), "utf8")) as Record<string, object>;
    assert.deepEqual(Object.keys(metadata["buildx.build.provenance"]!).sort(), ["buildDefinition", "runDetails"]);
  });

  it("lose their names with rmi, and prune frees what nothing needs", async () => {
    await shop.ok(["build", "--no-load", "-t", "gone", shop.project({ Dockerfile: "FROM scratch\nCOPY . /\n" })]);
    assert.equal(await out("rmi", "gone"), "docker.io/library/gone:latest\n");
    await refused(["inspect", "gone"], "usage/no-such-image");
    await refused(["rmi", "gone"], "usage/no-such-image");
    const id = await out("build", "-q", "--no-load", shop.project({ Dockerfile: "FROM scratch\nCOPY . /nameless/\n" }));
    assert.match(await out("images"), new RegExp(`^<none> .* ${id.slice(7, 19)} `, "m"));
    assert.match(await out("rmi", id.trim()), /^docker\.io\/library\/untitled:[0-9a-f]{12}\n$/);
    assert.match(await out("prune"), /^\d+ files, .* freed\n$/);
    assert.equal(await out("cat", "notes:1", "/app/note"), "first\n");
  });
});
