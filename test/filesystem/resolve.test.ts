import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import type { Filesystem } from "../../src/oci/filesystem/filesystem.ts";
import { imagePath } from "../../src/oci/filesystem/path.ts";
import { resolveParent, resolvePath } from "../../src/oci/filesystem/resolve.ts";
import { treeOf } from "../support/layers.ts";
import { archive, directory, file, symlink } from "../support/raw-tar.ts";

const sample = () =>
  treeOf(
    archive(
      directory("usr/lib"),
      file("usr/lib/x"),
      symlink("lib", "usr/lib"),
      symlink("abs", "/usr/lib"),
      symlink("up", "../../../usr"),
      symlink("usr/back", ".."),
      symlink("dangling", "no/where"),
      symlink("chain", "abs/../lib/x"),
      symlink("self", "."),
    ),
  );

const cases: Readonly<Record<string, string>> = {
  "": "",
  "/": "",
  "lib/x": "usr/lib/x",
  "abs/x": "usr/lib/x",
  "up/lib/x": "usr/lib/x",
  "usr/back/lib/x": "usr/lib/x",
  "lib/..": "usr",
  "lib/../../../..": "",
  chain: "usr/lib/x",
  "self/self/self/lib": "usr/lib",
  dangling: "no/where",
  "dangling/further": "no/where/further",
  "missing/../lib": "usr/lib",
  "./lib/./x": "usr/lib/x",
};

for (const [from, to] of Object.entries(cases))
  test(`${JSON.stringify(from)} leads to ${JSON.stringify(to)}`, async () => {
    assert.equal(resolvePath(await sample(), from).path, to);
  });

test("the last link stays where that is asked, unless a slash follows it", async () => {
  const fs = await sample();
  assert.equal(resolvePath(fs, "abs", { followLast: false }).path, "abs");
  assert.equal(resolvePath(fs, "abs/", { followLast: false }).path, "usr/lib");
  assert.equal(resolvePath(fs, "self/abs", { followLast: false }).path, "abs");
});

test("a parent is resolved and the name is not", async () => {
  const { path, parent } = resolveParent(await sample(), imagePath("/self/abs/new"));
  assert.equal(path, "usr/lib/new");
  assert.equal(parent.stat?.type, "directory");
});

/** What Linux does not find says nothing: it stops at the first missing name, we go on as it is written. */
test("paths of random trees of links lead where Linux finds them in a chroot", async () => {
  const scratch = mkdtempSync(join(tmpdir(), "djib-resolve-"));
  try {
    const segment = fc.constantFrom("a", "b", "c", "..", ".");
    const target = fc
      .tuple(fc.boolean(), fc.array(segment, { minLength: 1, maxLength: 3 }))
      .map(([abs, parts]) => (abs ? "/" : "") + parts.join("/"));
    const links = fc.uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c", "d/a", "d/b", "d/c"), target), {
      selector: ([name]) => name,
    });
    const samples = fc.sample(
      fc.tuple(
        links,
        fc.array(fc.array(fc.constantFrom("a", "b", "c", "d", ".."), { minLength: 1, maxLength: 4 }), {
          minLength: 5,
          maxLength: 5,
        }),
      ),
      100,
    );
    const answers = execFileSync("python3", ["-c", program, scratch], { input: JSON.stringify(samples) })
      .toString()
      .trimEnd()
      .split("\n");
    let compared = 0;
    for (const [made, asked] of samples) {
      const fs = await treeOf(archive(directory("d"), file("d/f"), ...made.map(([name, to]) => symlink(name, to))));
      for (const parts of asked) compared += compare(fs, parts.join("/"), answers.shift()!, made);
    }
    assert.ok(compared > 20, `only ${compared} paths were found`);
  } finally {
    rmSync(scratch, { recursive: true });
  }
});

function compare(fs: Filesystem, path: string, linux: string, links: unknown): number {
  if (linux === "none") return 0;
  const { path: to, stat } = resolvePath(fs, path);
  assert.equal(`/${to}`, linux, `${path} in ${JSON.stringify(links)}`);
  assert.notEqual(stat, undefined);
  return 1;
}

/** Makes each tree, asks from within a chroot, and comes out again by the descriptor it kept. */
const program = `
import json, os, sys
outside = os.open("/", os.O_PATH)
for i, (links, asked) in enumerate(json.load(sys.stdin)):
    top = f"{sys.argv[1]}/{i}"
    os.makedirs(f"{top}/d")
    open(f"{top}/d/f", "w").close()
    for name, to in links: os.symlink(to, f"{top}/{name}")
    os.chroot(top)
    for parts in asked:
        try:
            os.chdir("/")
            path = "/" + "/".join(parts)
            os.close(os.open(path, os.O_PATH))
            if os.path.isdir(path):
                os.chdir(path)
                print(os.getcwd())
            else: print(os.path.realpath(path))
        except OSError:
            print("none")
    os.fchdir(outside)
    os.chroot(".")
`;
