import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sourcesDigest } from "../../src/build/steps/digest.ts";
import { planCopy } from "../../src/build/steps/copy.ts";
import { emptyTree } from "../../src/build/steps/inline.ts";
import type { Origin } from "../../src/build/steps/origin.ts";
import { findSources } from "../../src/build/steps/sources.ts";
import { DjibError } from "../../src/errors.ts";
import { imagePath } from "../../src/oci/filesystem/path.ts";
import { copy, type FileSpec } from "./case.ts";
import { now, replay, treeOfFiles, where } from "./replay.ts";

const files = { "requirements.txt": "r", "shop/settings.py": "s", "shop/urls.py": "u", "secret.env": "e" };
const origin = async (hidden?: Origin["hidden"]): Promise<Origin> => ({
  tree: await treeOfFiles(files),
  name: "the build context",
  ...(hidden === undefined ? {} : { hidden }),
});

async function problemOf(call: () => unknown): Promise<DjibError> {
  try {
    await call();
  } catch (error) {
    assert.ok(error instanceof DjibError, String(error));
    return error;
  }
  throw new Error("nothing was refused");
}

describe("a source that is not there", () => {
  const near: readonly (readonly [string, string])[] = [
    ["requirement.txt", "requirements.txt"],
    ["shop/setings.py", "shop/settings.py"],
    ["shpo/settings.py", "shop/settings.py"],
    ["/shop/url.py", "shop/urls.py"],
  ];
  for (const [text, nearest] of near)
    it(`${text}: names ${nearest}`, async () => {
      const from = await origin(() => undefined);
      const error = await problemOf(() => findSources(from, { text, where }));
      assert.equal(error.code, "copy/no-such-source");
      assert.match(error.message, /is not in the build context/);
      assert.equal(error.details.help, `did you mean ${nearest}?`);
      assert.equal(error.details.where, where);
    });

  it("says which line of .dockerignore hides it", async () => {
    const from = await origin(() => ({ line: 7, text: "*.env" }));
    const error = await problemOf(() => findSources(from, { text: "prod.env", where }));
    assert.match(error.message, /\.dockerignore hides it/);
    assert.deepEqual(error.details.detail, [".dockerignore:7: *.env"]);
    assert.match(error.details.help ?? "", /!prod\.env/);
  });

  it("in a stage is named as the stage's", async () => {
    const error = await problemOf(async () =>
      findSources({ ...(await origin()), name: "stage builder" }, { text: "/opt/venv", where }),
    );
    assert.match(error.message, /\/opt\/venv is not in stage builder/);
  });
});

describe("COPY", () => {
  it("refuses names with --link, and says which owners it did not find", async () => {
    const sources = findSources(await origin(), { text: "requirements.txt", where });
    const request = { sources, to: emptyTree, destination: "/x", now, where };
    const error = await problemOf(() => planCopy({ ...request, link: true, chown: "app" }));
    assert.equal(error.code, "copy/link-by-name");
    const to = await treeOfFiles({ f: "f" });
    const { warnings } = await planCopy({ ...request, to, chown: "app:staff" });
    assert.deepEqual(
      warnings.map((text) => text.split(" ")[0]),
      ['"app"', '"staff"'],
    );
  });

  it("refuses owners beyond 31 bits", async () => {
    const sources = findSources(await origin(), { text: "requirements.txt", where });
    for (const chown of ["-1", "2147483648", "1:99999999999"]) {
      const error = await problemOf(() => planCopy({ sources, to: emptyTree, destination: "/x", now, where, chown }));
      assert.equal(error.code, "dockerfile/bad-owner");
    }
  });

  it("of nothing changes nothing", async () => {
    assert.deepEqual((await replay({ files, steps: [copy("*.none", "/x/")] })).list(imagePath("/")), []);
  });
});

describe("the digest of what is copied", () => {
  const digestOf = async (spec: Readonly<Record<string, FileSpec>>, text = "."): Promise<string> =>
    sourcesDigest(findSources({ tree: await treeOfFiles(spec), name: "x" }, { text, where }));

  it("is the same wherever the sources lie", async () => {
    assert.equal(await digestOf({ "a/f": "f" }, "a"), await digestOf({ "b/a/f": "f", other: "o" }, "b/a"));
  });

  it("is another one for another content, name, mode, link, attribute or type", async () => {
    const trees: readonly Readonly<Record<string, FileSpec>>[] = [
      { f: "f", g: "f" },
      { f: "f", g: { hard: "f" } },
      { f: "f", g: "g" },
      { f: "f", h: "f" },
      { f: "f", g: { content: "f", mode: 0o755 } },
      { f: "f", g: { content: "f", xattrs: { "user.a": "1" } } },
      { f: "f", g: { link: "f" } },
      { f: "f", g: { fifo: true } },
      { f: "f", "g/": { directory: true } },
    ];
    const digests = await Promise.all(trees.map((tree) => digestOf(tree)));
    assert.equal(new Set(digests).size, trees.length);
  });
});
