import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Filesystem } from "../../src/oci/filesystem/filesystem.ts";
import type { ImagePath } from "../../src/oci/filesystem/path.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";
import type { LayerSource } from "../../src/oci/layer/layer-index.ts";
import { mergeEagerly } from "../../src/oci/layer/merge-eagerly.ts";
import { mergeTree } from "../../src/oci/layer/merge.ts";
import { changeset, layerOf, sealed } from "../support/layers.ts";
import { archive, directory, file, hardlink, symlink } from "../support/raw-tar.ts";
import { entriesOf, layer } from "../support/random-layers.ts";

/** Every path with all that is known of it; inodes as the first path that has them. */
function shownIn(fs: Filesystem, paths: Iterable<string>): Record<string, unknown> {
  const first = new Map<number, string>();
  const shown: Record<string, unknown> = {};
  for (const path of [...paths].sort()) {
    const stat = fs.lstat(path as ImagePath);
    if (stat !== undefined && !first.has(stat.inode)) first.set(stat.inode, path);
    shown[`/${path}`] = stat && [{ ...stat, inode: first.get(stat.inode) }];
    shown[`/${path}/`] = fs.list(path as ImagePath);
  }
  return shown;
}

function shuffled<T>(items: readonly T[], numbers: Iterator<number>): T[] {
  const keyed = items.map((item) => ({ item, key: numbers.next().value as number }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** Whatever is looked at first: each of `asked` in turn, then everything. */
function same(layers: readonly LayerSource[], numbers: Iterator<number>): void {
  const eager = mergeEagerly(layers);
  const lazy = mergeTree(layers);
  const gone = layers.flatMap(({ index: { nodes } }) => [...Array(nodes.count).keys()].map((row) => nodes.path(row)));
  const paths = [...new Set([...gone, ...[...walk(eager)].map(([path]) => path)])];
  for (const path of shuffled(paths, numbers)) {
    const { inode: _, ...found } = lazy.lstat(path) ?? { inode: 0 };
    const { inode: __, ...expected } = eager.lstat(path) ?? { inode: 0 };
    assert.deepEqual(found, expected, `/${path}`);
  }
  assert.deepEqual(shownIn(lazy, paths), shownIn(eager, paths));
  assert.deepEqual(
    [...walk(lazy)].map(([path]) => path),
    [...walk(eager)].map(([path]) => path),
  );
}

const numbers = fc.infiniteStream(fc.nat());

test("random layers give one tree, whether merged at once or as they are looked at, in any order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(layer, { minLength: 1, maxLength: 5 }), numbers, async (random, order) => {
      const layers = await Promise.all(
        random.map(async (one) => layerOf((await sealed(changeset(entriesOf(one)))).tar)),
      );
      assert.ok(layers.every(({ index }) => index.directories !== undefined));
      same(layers, order);
    }),
    { numRuns: 300 },
  );
});

/** As hostile tars are: any order, names that come again, parents that are missing, files or links. */
const name = fc.constantFrom("a", "b", "c", "a/b", "a/c", "b/c", "a/b/c", "b/a/c");
const entry = fc.oneof(
  fc.tuple(fc.constant("file"), name),
  fc.tuple(fc.constant("directory"), name),
  fc.tuple(fc.constant("whiteout"), name),
  fc.tuple(fc.constant("opaque"), fc.oneof(name, fc.constant("."))),
  fc.tuple(fc.constant("hardlink"), name, name),
  fc.tuple(fc.constant("symlink"), name, name),
);

function blockOf([kind, path, target = ""]: readonly [string, string, string?], i: number): Buffer {
  if (kind === "file") return file(path, String(i), { mode: 0o600 + (i % 8) });
  if (kind === "directory") return directory(path, 0o700 + (i % 8));
  if (kind === "whiteout") return file(path.replace(/[^/]+$/, ".wh.$&"));
  if (kind === "opaque") return file(`${path}/.wh..wh..opq`);
  return kind === "hardlink" ? hardlink(path, target) : symlink(path, target);
}

test("random tars give one tree too, or are refused alike; most are plain", async () => {
  let plain = 0;
  let merged = 0;
  const tars = fc.array(fc.array(entry, { maxLength: 8 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(tars, numbers, async (random, order) => {
      const layers = await Promise.all(random.map((entries) => layerOf(archive(...entries.map(blockOf)))));
      const isPlain = layers.every(({ index }) => index.directories !== undefined);
      try {
        mergeEagerly(layers);
      } catch (error) {
        assert.equal(isPlain, false);
        assert.throws(() => mergeTree(layers), error as Error);
        return;
      }
      merged++;
      if (isPlain) plain++;
      same(layers, order);
    }),
    { numRuns: 1500 },
  );
  // Which tars come is chance; that a few hundred can be merged, and most of these lazily, is not.
  assert.ok(merged > 200 && plain > merged / 2, `${plain} of ${merged} were plain`);
});

test("a layer that cannot be merged directory by directory is told apart when it is read", async () => {
  const plain = async (...blocks: Buffer[]) => (await layerOf(archive(...blocks))).index.directories !== undefined;
  assert.equal(await plain(), true);
  assert.equal(await plain(file("a"), directory("d"), hardlink("d/b", "a"), hardlink("c", "d/b")), true);
  assert.equal(await plain(file("d/x"), file("d/x"), directory("d"), directory("d")), true);
  assert.equal(await plain(file("d/.wh.x"), symlink("d", "e")), true);
  assert.equal(await plain(symlink("d", "e"), file("d/x")), false);
  assert.equal(await plain(directory("d"), file("d/e/x"), file("d")), false);
  assert.equal(await plain(hardlink("a", "b"), file("b")), false);
  assert.equal(await plain(hardlink("a", "below")), false);
  assert.equal(await plain(file("a", "1"), hardlink("b", "a"), file("a", "2")), false);
  assert.equal(await plain(symlink("d", "e"), file("e/a"), hardlink("b", "d/a")), false);
});

test("a name of a file that an upper layer takes away, with all it is in, counts no more", async () => {
  const lower = await layerOf(archive(file("a/f"), hardlink("b/g", "a/f"), hardlink("c", "a/f")));
  const upper = await layerOf(archive(file(".wh.a")));
  assert.equal(mergeTree([lower, upper]).lstat("b/g" as ImagePath)?.links, 2);
  assert.equal(mergeTree([lower]).lstat("b/g" as ImagePath)?.links, 3);
});

test("to look up one file costs no more in a large image, nor do forty thousand names of one file", async () => {
  const blocks: Buffer[] = [file("etc/passwd", "root")];
  for (let i = 0; i < 20_000; i++) blocks.push(file(`usr/lib/p${i % 500}/m${i}`));
  for (let i = 0; i < 40_000; i++) blocks.push(hardlink(`links/${i % 100}/${i}`, "etc/passwd"));
  const layers = [await layerOf(archive(Buffer.concat(blocks)), 1 << 20)];
  const before = process.cpuUsage();
  for (let i = 0; i < 100; i++) assert.deepEqual(mergeTree(layers).list("etc" as ImagePath), ["passwd"]);
  assert.ok(process.cpuUsage(before).user < 200_000);
  const tree = mergeTree(layers);
  for (let i = 0; i < 40_000; i += 10) assert.equal(tree.lstat(`links/${i % 100}/${i}` as ImagePath)?.links, 40_001);
  assert.ok(process.cpuUsage(before).user < 3_000_000);
});
