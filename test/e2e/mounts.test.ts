import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { type Ran, type Workshop, workshop } from "../support/djib.ts";

const cached = ({ stderr }: Ran): boolean => /CACHED|cached/.test(stderr);

describe("RUN --mount", () => {
  let shop: Workshop;
  before(async () => {
    shop = await workshop();
  });
  after(() => shop.stop());

  /** Builds, and tells what the RUN of the last stage wrote to /out. */
  async function out(project: string, args: readonly string[] = [], env: Record<string, string> = {}) {
    const ran = await shop.ok(["build", "--progress=plain", "-t", "mounts", ...args, project], env);
    return { ran, text: (await shop.ok(["cat", "mounts", "/out"])).stdout };
  }

  it("shows a part of the context as .dockerignore leaves it, and only its content is in the key", async () => {
    const project = shop.project({
      Dockerfile: `FROM python:3.11-slim\nRUN --mount=target=/ctx,source=app cd /ctx; find . | sort >/out; stat -c %u:%a . a >>/out; cat a >>/out\n`,
      ".dockerignore": "**/*.secret\n",
      "app/a": "A\n",
      "app/b.secret": "hidden",
      other: "1",
    });
    assert.equal((await out(project)).text, ".\n./a\n0:755\n0:644\nA\n");
    writeFileSync(path.join(project, "other"), "2");
    writeFileSync(path.join(project, "app/b.secret"), "changed");
    assert.ok(cached((await out(project)).ran));
    writeFileSync(path.join(project, "app/a"), "B\n");
    assert.equal((await out(project)).text, ".\n./a\n0:755\n0:644\nB\n");
  });

  it("takes files of a stage, an image and a trigger's stage, and builds no stage that nobody mounts", async () => {
    const Dockerfile = `FROM python:3.11-slim AS files
RUN mkdir /files; echo of a stage >/files/a; echo \${N:-1} >/other
FROM scratch AS unused
RUN false
FROM python:3.11-slim AS parent
ONBUILD RUN --mount=from=files,source=/files/a,target=/triggered cat /triggered >/out
FROM parent
RUN --mount=from=files,source=files,target=/mnt --mount=from=python:3.11-slim,source=/etc,target=/etc2 \\
    cat /mnt/a >>/out; head -c 4 /etc2/passwd >>/out; test ! -e /mnt/new && ! touch /mnt/new
`;
    const project = shop.project({ Dockerfile });
    assert.equal((await out(project)).text, "of a stage\nof a stage\nroot");
    writeFileSync(path.join(project, "Dockerfile"), Dockerfile.replace("N:-1", "N:-2"));
    assert.ok(cached((await out(project)).ran), "what is not mounted does not matter");
  });

  it("keeps a cache between builds until it is pruned, and begins one with a mode anew with --no-cache", async () => {
    const Dockerfile = `FROM python:3.11-slim
ARG FOO=abc
RUN --mount=type=cache,target=/cache,mode=0773 --mount=type=cache,target=/plain touch /cache/$FOO /plain/$FOO; stat -c %a /cache >/out; ls /cache /plain >>/out
`;
    const project = shop.project({ Dockerfile });
    const now = async (foo: string, ...more: string[]) =>
      (await out(project, [`--build-arg=FOO=${foo}`, ...more])).text;
    assert.equal(await now("abc"), "773\n/cache:\nabc\n\n/plain:\nabc\n");
    assert.equal(await now("def", "--no-cache"), "773\n/cache:\ndef\n\n/plain:\nabc\ndef\n");
    assert.equal(await now("ghi"), "773\n/cache:\ndef\nghi\n\n/plain:\nabc\ndef\nghi\n");
    await shop.ok(["prune", "--cache-mounts"]);
    assert.equal(await now("jkl"), "773\n/cache:\njkl\n\n/plain:\njkl\n");
  });

  it("gives secrets as files and variables, tells of one that is missing, and caches whatever they are", async () => {
    const Dockerfile = `FROM python:3.11-slim
ENV TOKEN=plain
RUN --mount=type=secret,id=token,env=TOKEN,required --mount=type=secret,id=file,target=file --mount=type=secret,id=none,env=NONE \\
    echo "\${#TOKEN} $(wc -c </file) [$NONE]" >/out; ls -A /run/secrets 2>/dev/null; true
`;
    const project = shop.project({ Dockerfile, ".dockerignore": "*" });
    writeFileSync(path.join(shop.folder, "value"), "12345678");
    const given = ["--secret=id=token", `--secret=id=file,src=${path.join(shop.folder, "value")}`];
    const missing = await shop.djib(["build", project]);
    assert.match(missing.stderr, /build\/no-secret/);
    assert.match(missing.stderr, /--secret id=token,src=FILE/);
    assert.equal((await out(project, given, { token: "abc" })).text, "3 8 []\n");
    assert.ok(cached((await out(project, given, { token: "other" })).ran));
    assert.ok(cached((await out(project)).ran), "and without any");
  });

  it("forwards an agent to whom the socket belongs, for listing and signing alone", async () => {
    const socket = path.join(shop.folder, "agent");
    const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      await once(agent.stdout, "data");
      const script = `import socket,os
def ask(t):
    s=socket.socket(socket.AF_UNIX); s.connect(os.environ["SSH_AUTH_SOCK"]); s.sendall(bytes([0,0,0,1,t])); return s.recv(99)
print(os.environ["SSH_AUTH_SOCK"], ask(11).hex(), ask(19).hex())
`;
      const project = shop.project({
        "ask.py": script,
        Dockerfile:
          "FROM python:3.11-slim\nRUN touch /out && chown 1234 /out\nUSER 1234\nRUN --mount=type=ssh,uid=1234,required --mount=source=ask.py,target=/ask.py python3 /ask.py >/out\n",
      });
      assert.match((await shop.djib(["build", project])).stderr, /build\/no-agent/);
      const { text } = await out(project, [`--ssh=default=${socket}`]);
      assert.equal(text, "/run/buildkit/ssh_agent.0 000000050c00000000 0000000105\n");
    } finally {
      agent.kill();
    }
  });

  it("gives RUN the hosts, limits and sizes of the command line", async () => {
    const project = shop.project({
      Dockerfile: `FROM python:3.11-slim\nRUN { tail -n1 /etc/hosts; ulimit -n; ulimit -Hn; df -k --output=size /dev/shm | tail -n1; } >/out\n`,
    });
    const flags = ["--add-host=db.test:10.0.0.7", "--ulimit=nofile=100:200", "--shm-size=1m"];
    const { text } = await out(project, flags);
    assert.equal(text.replaceAll(/ +/g, ""), "10.0.0.7\tdb.test\n100\n200\n1024\n");
    assert.ok(
      cached((await out(project, [...flags.slice(1), "--add-host=db.test:10.0.0.8"])).ran),
      "an address is not in the key",
    );
    assert.ok(!cached((await out(project, flags.slice(0, 1))).ran), "limits and sizes are");
  });

  it("gives the host's network and root's rights only where --allow says so", async () => {
    const network = shop.project({ Dockerfile: "FROM python:3.11-slim\nRUN --network=host echo yes >/out\n" });
    assert.match((await shop.djib(["build", network])).stderr, /build\/not-allowed[^]*--allow network\.host/);
    assert.equal((await out(network, ["--allow=network.host"])).text, "yes\n");
    const rights = shop.project({
      Dockerfile:
        "FROM python:3.11-slim\nRUN --security=insecure mount -t tmpfs x /mnt && grep CapEff /proc/self/status >/out\n",
    });
    assert.match((await shop.djib(["build", rights])).stderr, /build\/not-allowed/);
    const own = /CapEff:\t[0-9a-f]+/.exec(readFileSync("/proc/self/status", "utf8"))![0];
    assert.equal((await out(rights, ["--allow", "security.insecure"])).text, `${own}\n`);
  });
});
