import assert from "node:assert/strict";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { type Workshop, workshop } from "../support/djib.ts";
import { type RegistryServer, serveRegistry } from "../support/docker-registry.ts";
import { type Files, type Manner, type Said, tellsMistake } from "../support/mistakes.ts";

const python = "FROM python:3.11-slim\n";

describe("a mistake is told in one message of what, where and what to do:", () => {
  let shop: Workshop;
  let private_: RegistryServer;
  before(async () => {
    shop = await workshop();
    mkdirSync(path.join(shop.folder, "private"));
    // bcrypt of "s3cret", as htpasswd -B writes it.
    const htpasswd = "alice:$2b$04$LcHJom8KlhrN3ABo.fybtOJRTrQ304.DuQQUPYog7AVgEptvVXHl6\n";
    private_ = await serveRegistry(path.join(shop.folder, "private"), { htpasswd });
  });
  after(async () => {
    await private_.stop();
    await shop.stop();
  });

  const tells = (files: Files, said: Said, more?: Manner) => tellsMistake(shop, files, said, more);

  it("an instruction that does not exist", () =>
    tells(
      { Dockerfile: "FROM scratch\nCPOY a b\n" },
      {
        code: "dockerfile/unknown-instruction",
        at: "2:1",
        message: "unknown instruction: CPOY",
        help: "did you mean COPY?",
      },
    ));

  it("a flag that an instruction does not have", () =>
    tells(
      { Dockerfile: "FROM scratch\nCOPY --chwon=1 a b\n" },
      {
        code: "dockerfile/unknown-flag",
        at: "2:6",
        message: "COPY has no flag --chwon",
        help: "did you mean --chown?",
      },
    ));

  it("stages that need each other", () =>
    tells(
      { Dockerfile: "FROM scratch AS a\nCOPY --from=b /x /x\nFROM scratch AS b\nCOPY --from=a /x /x\n" },
      { code: "build/stage-cycle", at: "2:13", message: "a needs b, and b needs a", help: "a stage of its own" },
    ));

  it("a file to copy whose name is misspelt", () =>
    tells(
      { Dockerfile: "FROM scratch\nCOPY requirments.txt /\n", "requirements.txt": "" },
      {
        code: "copy/no-such-source",
        at: "2:6",
        message: "requirments.txt is not in the build context",
        help: "did you mean requirements.txt?",
      },
    ));

  it("a file to copy that .dockerignore hides", () =>
    tells(
      { Dockerfile: "FROM scratch\nCOPY key.txt /\n", "key.txt": "", ".dockerignore": "# none\n*.txt\n" },
      {
        code: "copy/no-such-source",
        at: "2:6",
        message: "key.txt is in the build context, but .dockerignore hides it",
        help: "!key.txt",
        detail: [".dockerignore:2: *.txt"],
      },
    ));

  it("a path that the other stage never makes", () =>
    tells(
      { Dockerfile: "FROM scratch AS a\nCOPY Dockerfile /made\nFROM scratch\nCOPY --from=a /mode /\n" },
      {
        code: "copy/no-such-path",
        at: "4:15",
        message: "/mode is never made in stage a (its steps: line 2)",
        help: "make the path in that stage",
      },
    ));

  it("a here-document without an end", () =>
    tells(
      { Dockerfile: "FROM scratch\nCOPY <<END /x\nhello\n" },
      {
        code: "dockerfile/unterminated-heredoc",
        at: "2:6",
        message: "the here-document <<END has no end",
        help: "add a line that holds END",
      },
    ));

  it("a quote without an end", () =>
    tells(
      { Dockerfile: 'FROM scratch\nENV A="abc\n' },
      {
        code: "dockerfile/expansion",
        at: "2:7",
        message: 'cannot expand "abc: a double quote is not closed',
        help: "needs a backslash",
      },
    ));

  it("a RUN without a command", () =>
    tells(
      { Dockerfile: `${python}RUN []\n` },
      { code: "build/empty-command", at: "2:1", message: "RUN names no command", help: "begins with a program" },
    ));

  it("a base image that its registry does not have", () => {
    const image = `${shop.mirror.replace("http://", "")}/library/python:9.9`;
    return tells(
      { Dockerfile: `FROM ${image}\n` },
      { code: "registry/not-found", at: "1:1", message: `${image.replace(":9.9", "")} has no tag 9.9` },
    );
  });

  it("an image to copy from that its registry does not have", () => {
    const image = `${shop.mirror.replace("http://", "")}/library/none:1`;
    return tells(
      { Dockerfile: `FROM scratch\nCOPY --from=${image} /x /x\n` },
      { code: "registry/not-found", at: "2:13", message: image.replace(":1", "") },
    );
  });

  it("a stage to copy from whose name is misspelt", () =>
    tells(
      { Dockerfile: `FROM scratch AS builder\nFROM scratch\nCOPY --from=biulder /x /x\n` },
      { code: "registry/unreachable", at: "3:13", message: "cannot reach", help: "did you mean the stage builder?" },
      { env: { HTTPS_PROXY: "http://127.0.0.1:9", NO_PROXY: "127.0.0.1" } },
    ));

  it("a registry that nobody answers for", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    await tells(
      { Dockerfile: `FROM 127.0.0.1:${port}/python\n` },
      {
        code: "registry/unreachable",
        at: "1:1",
        message: `cannot reach 127.0.0.1:${port}: the connection was refused`,
        help: "proxy settings",
      },
    );
  });

  it("a registry that wants a password, and one that takes another", async () => {
    const dockerfile = { Dockerfile: `FROM ${private_.host}/python\n` };
    await tells(dockerfile, {
      code: "registry/unauthorized",
      at: "1:1",
      message: private_.host,
      help: `docker login ${private_.host}`,
    });
    const auth = Buffer.from("alice:wr0ng").toString("base64");
    const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [private_.host]: { auth } } }) };
    await tells(
      dockerfile,
      { code: "registry/unauthorized", at: "1:1", message: private_.host, detail: ["alice", "DOCKER_AUTH_CONFIG"] },
      { env },
    );
    const { stderr } = await shop.djib(["pull", `${private_.host}/python`], env);
    assert.ok(!stderr.includes("wr0ng") && !stderr.includes(auth), stderr);
  });

  it("a stage that --target misspells", () =>
    tells(
      { Dockerfile: "FROM scratch AS builder\nCOPY Dockerfile /\n" },
      { code: "build/no-such-target", message: "there is no stage biulder", help: "did you mean builder?" },
      { args: ["--target", "biulder"] },
    ));

  it("a Dockerfile that is a directory, a program, empty, or nowhere", async () => {
    await tells(
      { "Dockerfile/Dockerfile": "FROM scratch\n" },
      { code: "build/no-dockerfile", message: "Dockerfile is a directory", help: "-f Dockerfile/Dockerfile" },
    );
    await tells(
      { Dockerfile: Buffer.from("7f454c460201010000", "hex") },
      { code: "build/no-dockerfile", message: "Dockerfile is a binary file", help: "-f" },
    );
    await tells(
      { Dockerfile: "# nothing\n" },
      { code: "dockerfile/empty", at: "1:1", message: "Dockerfile has no instructions" },
    );
    await tells({ "app.py": "" }, { code: "build/no-dockerfile", message: "there is no Dockerfile in .", help: "-f" });
  });

  it("a context that is no directory", async () => {
    const { status, stderr } = await shop.djib(["build", path.join(shop.folder, "nowhere")]);
    assert.equal(status, 1);
    assert.match(stderr, /error\[build\/bad-context\]: .*nowhere is not a directory\n {2}help: .*usually `\.`/);
  });

  it("a file of the context that may not be read", async () => {
    const files = { Dockerfile: "FROM scratch\nCOPY . /\n", "secret.key": "x" };
    // Root without its power over other people's files.
    const through = process.getuid?.() === 0 ? ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] : [];
    const project = shop.project(files);
    chmodSync(path.join(project, "secret.key"), 0);
    const { status, stdout, stderr } = await shop.djib(["build", "--no-load", project], {}, { through });
    assert.deepEqual([status, stdout], [1, ""], stderr);
    assert.match(stderr, /error\[context\/unreadable\]: .*secret\.key.*\n(.*\n)* {2}help: .*\.dockerignore/);
  });

  it("a socket in the context is told, and dangling links are copied as they are", async () => {
    const project = shop.project({
      Dockerfile: "FROM scratch\nCOPY . /\n",
      ".dockerignore": "Dockerfile\n.dockerignore\n",
    });
    symlinkSync("nowhere", path.join(project, "dangling"));
    const server = createServer().listen(path.join(project, "gunicorn.sock"));
    await new Promise((resolve) => server.once("listening", resolve));
    const { stderr } = await shop.ok(["build", "--no-load", "-t", "odd", project]);
    server.close();
    assert.match(stderr, /warning\[context\/socket\]: gunicorn\.sock is a socket/);
    assert.match((await shop.ok(["ls", "-l", "odd"])).stdout, /^lrwxrwxrwx .* dangling -> nowhere$/m);
  });

  it("a dangling link that is to be copied by its name", async () => {
    const project = shop.project({ Dockerfile: "FROM scratch\nCOPY dangling /x\n" });
    symlinkSync("nowhere", path.join(project, "dangling"));
    const { status, stderr } = await shop.djib(["build", "--no-load", project]);
    assert.equal(status, 1, stderr);
    assert.match(stderr, /error\[copy\/no-such-source\]: .*Dockerfile:2:6: .*dangling/);
  });

  it("a disk that is full", async () => {
    const store = path.join(shop.folder, "tiny");
    mkdirSync(store);
    const project = shop.project({ Dockerfile: "FROM scratch\nCOPY big /\n", big: Buffer.alloc(8 << 20, 7) });
    // What is left of the file that did not fit would be listed on standard output.
    const script = `mount -t tmpfs -o size=4m tmpfs ${store} && "$@"; status=$?; find ${store} -type f -size +64k; exit $status`;
    const through = ["unshare", ...(process.getuid?.() === 0 ? [] : ["-r"]), "-m", "sh", "-c", script, "sh"];
    const ran = await shop.djib(["build", "--no-load", project], { DJIB_STORE: store }, { through });
    assert.deepEqual([ran.status, ran.stdout], [1, ""], ran.stderr);
    assert.match(ran.stderr, /error\[store\/full\]: .*\n(.*\n)* {2}help: /);
  });
});
