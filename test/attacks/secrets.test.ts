import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { gunzipSync } from "node:zlib";
import { type Workshop, workshop } from "../support/djib.ts";

/** Never in a command line or file as a whole: what is found was put there by djib. */
const secretOf = (kind: string): string => ["hush", kind, process.pid, "5ecret"].join("-");
const secrets = {
  mounted: secretOf("mounted"),
  proxy: secretOf("proxy"),
  undeclared: secretOf("undeclared"),
  address: secretOf("address"),
  declared: secretOf("declared"),
};
type Kind = keyof typeof secrets;
const env = {
  GIVEN: secrets.mounted,
  HTTP_PROXY: `http://user:${secrets.proxy}@127.0.0.1:9/`,
  NO_PROXY: "127.0.0.1",
  AWS_SECRET_ACCESS_KEY: secrets.undeclared,
  API_TOKEN: secrets.declared,
};
const progresses = ["plain", "rawjson"] as const;

let shop: Workshop;
before(async () => {
  shop = await workshop();
});
after(() => shop.stop());

describe("is in no layer, history, cache, store, log, progress, metadata or provenance:", () => {
  /** What djib said, and each file that it wrote, gzip unpacked, by which secrets it holds. */
  let holders: readonly (readonly [where: string, kind: string])[];

  before(async () => {
    const server = createServer((_, response) => response.end("content")).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    try {
      const said = await buildWithAll((server.address() as AddressInfo).port);
      holders = [...said.flatMap(([where, text]) => kindsIn(where, Buffer.from(text))), ...filesThatHold()];
    } finally {
      server.close();
    }
  });

  /** Builds with everything that writes something down; each RUN fails where its secret does not reach it. */
  async function buildWithAll(port: number): Promise<readonly (readonly [string, string])[]> {
    const lines = [
      "FROM python:3.11-slim",
      `ADD http://user:${secrets.address}@127.0.0.1:${port}/file /file`,
      'RUN --mount=type=secret,id=NPM_TOKEN --mount=type=secret,id=NPM_TOKEN,env=T test "$T" = "$(cat /run/secrets/NPM_TOKEN)"',
      'RUN test "${HTTP_PROXY#*hush}" != "$HTTP_PROXY"',
    ];
    const project = shop.project({ Dockerfile: lines.map((line) => `${line}\n`).join("") });
    const given = ["--secret", "id=NPM_TOKEN,env=GIVEN"];
    const args = [...given, "--build-arg", "HTTP_PROXY", "--build-arg", "AWS_SECRET_ACCESS_KEY"];
    const wanted = ["--provenance=mode=max", "-o", `type=oci-dir,dest=${project}/out`];
    const kept = ["--cache-to", `type=local,dest=${project}/cache,mode=max`, "--metadata-file", `${project}/meta.json`];
    const said: (readonly [string, string])[] = [];
    for (const progress of progresses) {
      const flags = ["--no-load", "--no-cache", `--progress=${progress}`, "-t", "kept", ...wanted, ...kept, ...args];
      const { stdout, stderr } = await shop.ok(["build", ...flags, project], env);
      said.push([`build --progress=${progress}`, stdout + stderr]);
    }
    said.push(["inspect", (await shop.ok(["inspect", "kept"], env)).stdout]);
    said.push(["plan", (await shop.ok(["plan", ...args, project], env)).stdout]);
    rmSync(path.join(project, "Dockerfile"));
    return said;
  }

  function filesThatHold() {
    const entries = readdirSync(shop.folder, { recursive: true, withFileTypes: true });
    assert.ok(entries.length > 10);
    return entries.flatMap((entry) => {
      if (!entry.isFile()) return [];
      const file = path.join(entry.parentPath, entry.name);
      const bytes = readFileSync(file);
      const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
      return [...kindsIn(file, bytes), ...(isGzip ? kindsIn(file, gunzipSync(bytes)) : [])];
    });
  }

  const kindsIn = (where: string, bytes: Buffer): readonly (readonly [string, string])[] =>
    Object.entries(secrets).flatMap(([kind, secret]) => (bytes.includes(secret) ? [[where, kind] as const] : []));

  const isNowhere = (kind: Kind): void =>
    assert.deepEqual(
      holders.filter(([, found]) => found === kind).map(([where]) => where),
      [],
    );

  it("a secret of the environment, mounted as a file and as a variable", () => isNowhere("mounted"));
  it("the password of a proxy that --build-arg gives", () => isNowhere("proxy"));
  it("a --build-arg that no ARG declares", () => isNowhere("undeclared"));
  it("the password in an address of ADD (CVE-2023-26054)", () => isNowhere("address"));
});

it("a --build-arg that an ARG declares is in the history of the image, as with docker build, and in no log", async () => {
  const project = shop.project({ Dockerfile: "FROM python:3.11-slim\nARG API_TOKEN\nRUN true\n" });
  for (const progress of progresses) {
    const flags = ["--no-load", "--no-cache", `--progress=${progress}`, "-t", "told", "--build-arg", "API_TOKEN"];
    const { stdout, stderr } = await shop.ok(["build", ...flags, project], env);
    assert.ok(!(stdout + stderr).includes(secrets.declared), stdout + stderr);
  }
  assert.ok((await shop.ok(["inspect", "told"])).stdout.includes(secrets.declared));
});
