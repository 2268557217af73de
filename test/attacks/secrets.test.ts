import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { type Workshop, workshop } from "../support/djib.ts";

/** Never in a command line or file as a whole: what is found was put there by djib. */
const secret = ["hush", process.pid, "5ecret"].join("-");

/** Files beneath the directory that hold the secret, compressed ones unpacked. */
function holders(directory: string): string {
  const script = `grep -rlF -e "$0" "$1"; find "$1" -type f -exec sh -c 'for f; do gzip -dc "$f" 2>/dev/null | grep -qF -e "$0" && echo "$f"; done' "$0" {} +`;
  return spawnSync("sh", ["-c", script, secret, directory], { encoding: "utf8" }).stdout;
}

describe("is in no layer, history, cache, store, log, progress, metadata or provenance:", () => {
  let shop: Workshop;
  before(async () => {
    shop = await workshop();
  });
  after(() => shop.stop());

  /** Builds with everything that writes something down; the secret is in none of it. */
  async function buildsWithout(lines: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const project = shop.project({ Dockerfile: lines });
    const wanted = ["--provenance=mode=max", "-o", `type=oci-dir,dest=${project}/out`];
    const kept = ["--cache-to", `type=local,dest=${project}/cache,mode=max`, "--metadata-file", `${project}/meta.json`];
    for (const progress of ["plain", "rawjson"]) {
      const flags = ["--no-load", "--no-cache", `--progress=${progress}`, "-t", "kept", ...wanted, ...kept, ...args];
      const { status, stdout, stderr } = await shop.djib(["build", ...flags, project], env);
      assert.equal(status, 0, stderr);
      assert.ok(!(stdout + stderr).includes(secret), stdout + stderr);
    }
    for (const command of [
      ["inspect", "kept"],
      ["plan", ...args, project],
    ])
      assert.ok(!(await shop.ok(command, env)).stdout.includes(secret), command[0]);
    spawnSync("rm", [`${project}/Dockerfile`]);
    assert.equal(holders(shop.folder), "");
  }

  it("a secret of the environment, mounted as a file and as a variable", () =>
    buildsWithout(
      'FROM python:3.11-slim\nRUN --mount=type=secret,id=NPM_TOKEN --mount=type=secret,id=NPM_TOKEN,env=T test "$T" = "$(cat /run/secrets/NPM_TOKEN)"\n',
      ["--secret", "id=NPM_TOKEN,env=GIVEN"],
      { GIVEN: secret },
    ));

  it("the password of a proxy that --build-arg gives", () =>
    buildsWithout(
      'FROM python:3.11-slim\nRUN test "${HTTP_PROXY#*hush}" != "$HTTP_PROXY"\n',
      ["--build-arg", "HTTP_PROXY"],
      { HTTP_PROXY: `http://user:${secret}@127.0.0.1:9/`, NO_PROXY: "127.0.0.1" },
    ));

  it("a --build-arg that no ARG declares", () =>
    buildsWithout("FROM python:3.11-slim\nRUN true\n", ["--build-arg", "AWS_SECRET_ACCESS_KEY"], {
      AWS_SECRET_ACCESS_KEY: secret,
    }));

  it("the password in an address of ADD (CVE-2023-26054)", async () => {
    const server = createServer((_, response) => response.end("content")).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await buildsWithout(`FROM scratch\nADD http://user:${secret}@127.0.0.1:${port}/file /file\n`, []);
    } finally {
      server.close();
    }
  });
});

it("a --build-arg that an ARG declares is in the history of the image, as with docker build, and in no log", async () => {
  const shop = await workshop();
  try {
    const project = shop.project({ Dockerfile: "FROM python:3.11-slim\nARG API_TOKEN\nRUN true\n" });
    const env = { API_TOKEN: secret };
    for (const progress of ["plain", "rawjson"]) {
      const args = [
        "build",
        "--no-load",
        "--no-cache",
        `--progress=${progress}`,
        "-t",
        "told",
        "--build-arg",
        "API_TOKEN",
      ];
      const { stdout, stderr } = await shop.ok([...args, project], env);
      assert.ok(!(stdout + stderr).includes(secret), stdout + stderr);
    }
    assert.ok((await shop.ok(["inspect", "told"])).stdout.includes(secret));
  } finally {
    await shop.stop();
  }
});
