import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { root } from "../../scripts/lib/root.mjs";
import { indexCases, indexShape } from "../support/index-shape.ts";
import { type Workshop, workshop } from "../support/djib.ts";

interface Inspected {
  readonly id: string;
  readonly config: { readonly created: string };
}

describe("an index", () => {
  let shop: Workshop;
  const at = (name: string) => path.join(shop.folder, name);
  before(async () => (shop = await workshop()));
  after(() => shop.stop());

  describe("is written as BuildKit writes it:", () => {
    const recorded = JSON.parse(readFileSync(path.join(root, "test/recordings/index.json"), "utf8")) as {
      readonly cases: Readonly<Record<string, object>>;
    };
    for (const [title, { dockerfile, djib }] of Object.entries(indexCases))
      it(title, async () => {
        const folder = shop.project({ Dockerfile: dockerfile });
        await shop.ok(["build", "-q", "-t", "shop:1", "-o", `type=oci,dest=${at("shape.tar")}`, ...djib, folder]);
        assert.deepEqual(indexShape(at("shape.tar")), recorded.cases[title]);
      });
  });

  describe("with attestations", () => {
    const statements = (folder: string) =>
      readdirSync(path.join(folder, "blobs/sha256"))
        .map((file) => readFileSync(path.join(folder, "blobs/sha256", file)))
        .filter((bytes) => bytes.includes("https://in-toto.io/Statement/v1"))
        .map((bytes) => JSON.parse(bytes.toString()) as Statement);
    const attested = (folder: string, ...more: readonly string[]) =>
      shop.ok(["build", "--no-load", "-t", "attested", "--sbom=true", "-o", `type=oci-dir,dest=${folder}`, ...more]);
    interface Statement {
      readonly predicateType: string;
      readonly subject: readonly { readonly name: string }[];
      readonly predicate: never;
    }

    it("lists what Debian and pip installed, as packages that dpkg and pip know too", async () => {
      const python = shop.project({ Dockerfile: "FROM python:3.11-slim\n" });
      await attested(at("sbom"), python);
      const sbom = statements(at("sbom")).find(({ predicateType }) => predicateType === "https://spdx.dev/Document");
      const { packages } = sbom!.predicate as {
        packages: { name: string; versionInfo: string; externalRefs: { referenceLocator: string }[] }[];
      };
      const urls = packages.map(({ externalRefs }) => externalRefs[0]?.referenceLocator ?? "");
      assert.ok(
        urls.some((url) => /^pkg:pypi\/pip@\d/.test(url)),
        urls.join("\n"),
      );
      const { stdout } = await shop.ok(["cat", "attested", "/var/lib/dpkg/status"]);
      const installed = stdout
        .split("\n\n")
        .filter((text) => /^Status: .* installed$/m.test(text))
        .map((text) => /^Package: (.*)$/m.exec(text)?.[1]);
      const debian = packages.filter(({ externalRefs }) =>
        externalRefs[0]?.referenceLocator.startsWith("pkg:deb/debian/"),
      );
      assert.deepEqual(debian.map((one) => one.name).sort(), installed.sort());
      assert.equal(sbom!.subject[0]!.name, "pkg:docker/attested@latest?platform=linux%2Famd64");
    });

    it("has no times, host names or credentials in them, is the same each time, and leaves the image as it is", async () => {
      const files = {
        Dockerfile: "FROM python:3.11-slim\nARG API_KEY\nRUN --mount=type=secret,id=pip true\n",
        secret: "hunter2",
      };
      const folder = shop.project(files);
      const git = (...args: string[]) =>
        execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: folder });
      git("init", "-q");
      git("add", "-A");
      git("commit", "-q", "-m", "x");
      git("remote", "add", "origin", "https://me:hunter2@git.example.com/shop.git");
      const secret = ["--secret", `id=pip,src=${path.join(folder, "secret")}`, "--build-arg", "API_KEY=hunter2"];
      const more = [
        ...secret,
        "--build-arg",
        "INDEX=https://me:hunter2@pypi.example.com/",
        "--provenance=mode=max",
        folder,
      ];
      await attested(at("one"), ...more);
      await attested(at("two"), "--no-cache", ...more);
      assert.equal(readFileSync(at("one/index.json"), "utf8"), readFileSync(at("two/index.json"), "utf8"));
      const found = statements(at("one"));
      const text = JSON.stringify(found);
      for (const word of [
        "hunter2",
        os.hostname(),
        shop.folder,
        os.userInfo().homedir + "/",
        "startedOn",
        "invocationId",
      ])
        assert.ok(!text.includes(word), `${word} in ${text}`);
      const inspected = JSON.parse((await shop.ok(["inspect", "attested"])).stdout) as Inspected;
      for (const [time] of text.matchAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g)) assert.equal(time, inspected.config.created);
      const provenance = JSON.stringify(
        found.find(({ predicateType }) => predicateType.endsWith("/provenance/v1"))!.predicate,
      );
      assert.match(provenance, /"uri":"pkg:docker\/python@3\.11-slim\?platform=linux%2Famd64"/);
      assert.match(provenance, /"build-arg:API_KEY":"xxxxx"/);
      assert.match(provenance, /"secrets":\[{"id":"pip","optional":true}\]/);
      assert.match(provenance, /"vcs":{"revision":"[0-9a-f]{40}","source":"https:\/\/git\.example\.com\/shop\.git"}/);
      assert.match(provenance, /"executor":"linux\//);
      const plain = await shop.ok(["build", "-q", "--no-load", ...secret, folder]);
      assert.equal(inspected.id, plain.stdout.trim());
    });
  });
});
