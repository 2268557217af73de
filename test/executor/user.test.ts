import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { DjibError } from "../../src/errors.ts";
import { identify } from "../../src/executor/user.ts";
import type { Filesystem } from "../../src/oci/filesystem/filesystem.ts";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import { symlinkEntry } from "../support/busybox.ts";
import { changeset, directoryEntry, fileEntry, sealed, treeOf } from "../support/layers.ts";

const where = { source: { name: "Dockerfile", text: "" }, line: 3, column: 1 };
const passwd =
  "root:x:0:0::/root:/bin/sh\napp:x:1000:100:,,:/home/app:/bin/sh\n7:x:9:9::/seven:\n# no:x:1:1::/:\nbad:x:-1:0::/:\n";
const group = "root:x:0:\nusers:x:100:\nwheel:x:10:root,app\nstaff:x:50:app,other\n7:x:70:\n";

const treeWith = async (...entries: Entry[]): Promise<Filesystem> =>
  treeOf((await sealed(changeset([directoryEntry("etc"), ...entries]))).tar);
const tree = await treeWith(fileEntry("etc/group", group), fileEntry("etc/passwd", passwd));
const who = async (spec: string, fs = tree) => {
  const { uid, gid, groups, home } = await identify(spec, fs, where);
  return `${uid}:${gid} [${groups.join(" ")}] ${home}`;
};

describe("USER", () => {
  const cases: Record<string, string> = {
    "": "0:0 [0 10] /root",
    root: "0:0 [0 10] /root",
    app: "1000:100 [100 10 50] /home/app",
    "app:staff": "1000:50 [50] /home/app",
    "app:7": "1000:7 [7] /home/app",
    "1000": "1000:100 [100 10 50] /home/app",
    "1000:1000": "1000:1000 [1000] /home/app",
    "4242": "4242:0 [0] /",
    "4242:users": "4242:100 [100] /",
    ":staff": "0:50 [50] /root",
    "9": "9:9 [9] /seven",
    "7": "7:0 [0] /",
  };
  for (const [spec, expected] of Object.entries(cases))
    it(`${JSON.stringify(spec)} is ${expected}`, async () => assert.equal(await who(spec), expected));

  it("that nobody knows is an error with the nearest name", async () => {
    await assert.rejects(who("ap"), (error) => {
      assert.ok(error instanceof DjibError);
      assert.equal(error.code, "run/unknown-user");
      assert.match(error.details.help ?? "", /"app"/);
      return true;
    });
    await assert.rejects(who("app:stuff"), /no group named "stuff"/);
    await assert.rejects(who("4294967295"), /no user named/);
  });

  it("is a number or root in an image without /etc/passwd", async () => {
    const empty = await treeWith();
    assert.equal(await who("", empty), "0:0 [0] /");
    assert.equal(await who("12:13", empty), "12:13 [13] /");
    await assert.rejects(who("app", empty), /RUN useradd app|no user named/);
  });

  it("is looked up beneath the image's root, even where /etc/passwd leads elsewhere (CVE-2024-9676)", async () => {
    const outside = await treeWith(symlinkEntry("etc/passwd", "../../../../../../etc/passwd"));
    await assert.rejects(who("root", outside));
    const inside = await treeWith(symlinkEntry("etc/passwd", "/../users"), fileEntry("users", "in:x:5:6::/in:\n"));
    assert.equal(await who("in", inside), "5:6 [6] /in");
    const directory = await treeWith(directoryEntry("etc/passwd"));
    assert.equal(await who("0", directory), "0:0 [0] /");
  });

  it("gives ids that fit, whatever the file holds", () =>
    fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 80 }), fc.nat(20), async (text, id) => {
        const fs = await treeWith(fileEntry("etc/passwd", Buffer.from(text).toString("latin1")));
        const { uid, gid } = await identify(String(id), fs, where);
        assert.equal(uid, id);
        assert.ok(Number.isInteger(gid) && gid >= 0 && gid < 2 ** 32);
      }),
      { numRuns: 100 },
    ));
});
