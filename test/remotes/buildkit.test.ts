import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { recorderHash } from "../../scripts/lib/recorder.ts";
import { DjibError } from "../../src/errors.ts";
import { imagePath } from "../../src/oci/filesystem/path.ts";
import { linesOf } from "../copy/lines.ts";
import { buildText } from "../support/build.ts";
import { temporaryStore, type TemporaryStore } from "../support/store.ts";
import { cases } from "./cases.ts";
import { type Fixture, openFixture, readRecording } from "./fixture.ts";

const recording = readRecording();

/** BuildKit leaves a file in each submodule that leads to a directory of its own disk: docs/limitations.md. */
const isBuildersPath = (line: string): boolean => /\/\.git {2}file .*gitdir: /.test(line);

describe("ADD of addresses makes what BuildKit makes", () => {
  let fixture: Fixture;
  let store: TemporaryStore;
  let context: string;
  before(async () => {
    fixture = await openFixture();
    store = await temporaryStore();
    context = mkdtempSync(path.join(tmpdir(), "djib-remotes-"));
    writeFileSync(path.join(context, "local"), "local");
  });
  after(async () => {
    await fixture[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    rmSync(context, { recursive: true });
  });

  /** Times of servers, and of nothing else, are part of a line. */
  async function treeOf(lines: string): Promise<string[]> {
    const { image } = await buildText(`FROM scratch\n${lines}\n`, store.store, {
      context: { kind: "directory", path: context },
      timestamps: "keep",
    });
    const tree = await store.store.layers.tree(image.layers.map(({ diffId }) => diffId));
    const made = await linesOf(tree);
    return made.map((line) => {
      const stat = tree.lstat(imagePath(/^.*? (?=file |directory |symlink )/.exec(line)?.[0].trim() ?? ""));
      return stat?.type === "file" && stat.mtime < 1_600_000_000 ? `${line} @${stat.mtime}` : line;
    });
  }

  it("and the recording is of these cases (node --import tsx scripts/record/remotes.ts)", () => {
    assert.equal(recorderHash(recording.recorder.files), recording.recorder.sha256);
    assert.deepEqual(Object.keys(recording.cases), Object.keys(cases));
  });

  for (const [name, lines] of Object.entries(cases)) {
    const expected = recording.cases[name];
    if (expected?.tree === undefined)
      it(`${name}: refused`, async () => {
        await assert.rejects(treeOf(fixture.filled(lines)), (error) => error instanceof DjibError);
      });
    else
      it(name, async () => {
        assert.deepEqual(
          await treeOf(fixture.filled(lines)),
          expected.tree?.filter((line) => !isBuildersPath(line)),
        );
      });
  }
});
