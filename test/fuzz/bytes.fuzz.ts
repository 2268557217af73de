import { applyDelta } from "../../src/context/git/delta.ts";
import { readEntries } from "../../src/context/git/index-entries.ts";
import { indexTar } from "../../src/oci/layer/index-tar.ts";
import { parseArtifact } from "../../src/oci/image/parse.ts";
import { parseConfig } from "../../src/oci/image/parse-config.ts";
import { parseChallenges } from "../../src/oci/registry/challenge.ts";
import { archive, directory, file, hardlink, header, padded, pax, symlink } from "../support/raw-tar.ts";
import { outcome, refused, shapeOf, type Target } from "./target.ts";

const bytesOf = (text: string): Buffer => Buffer.from(text, "latin1");
const textOf = (...parts: readonly Buffer[]): string => Buffer.concat(parts).toString("latin1");

/** Sums are mended first, or a change in a header would not get past them. */
function summed(tar: Buffer): Buffer {
  for (let at = 0; at + 512 <= tar.length; at += 512) {
    const block = tar.subarray(at, at + 512);
    if (block.toString("latin1", 257, 262) !== "ustar") continue;
    block.fill(" ", 148, 156);
    block.write(
      `${block
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, "0")}\0 `,
      148,
      "latin1",
    );
  }
  return tar;
}

const tar: Target = {
  name: "tar",
  seeds: [
    textOf(archive(directory("a"), file("a/b", "x"), symlink("l", "a"), hardlink("h", "a/b"), file("a/.wh.c"))),
    textOf(archive(pax({ path: "long/name", size: "3", "SCHILY.xattr.user.a": "b", mtime: "1.5" }), file("x", "abc"))),
    textOf(archive(header({ name: "././@LongLink", type: "L", size: 5 }), padded("long\0"), file("short", "q"))),
  ],
  words: [
    textOf(file("a", "b")),
    textOf(directory("d")),
    textOf(symlink("s", "../../x")),
    textOf(hardlink("h", "a")),
    textOf(pax({ path: "p" })),
    textOf(pax({ "GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "9" })),
    textOf(file(".wh..wh..opq")),
    "\0".repeat(512),
    "../",
    "/",
    "\x80",
    "7777777",
  ],
  async run(text) {
    try {
      const { nodes, sealed } = await indexTar([summed(bytesOf(text))]);
      return [`entries ${Math.min(nodes.count, 8)}`, ...shapeOf(sealed)];
    } catch (error) {
      return refused(error);
    }
  },
};

/** JSON that a registry sends: manifests, indexes and configs. */
const documents: Target = {
  name: "documents",
  seeds: [
    '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:' +
      "0".repeat(64) +
      '","size":2},"layers":[]}',
    '{"schemaVersion":2,"manifests":[{"mediaType":"a","digest":"x","size":1,"platform":{"os":"linux","architecture":"a"}}]}',
    '{"os":"linux","architecture":"amd64","config":{"Env":["A=b"],"Cmd":null},"rootfs":{"type":"layers","diff_ids":[]},"history":[]}',
  ],
  words: ['"layers":', '"config":', '"size":', "-1", "1e99", "null", "[]", "{}", '"a"', "true", ",", '"digest":'],
  run: (text) => [
    ...outcome(() => shapeOf(parseArtifact(Buffer.from(text)))),
    ...outcome(() => shapeOf(parseConfig(Buffer.from(text)))),
    ...outcome(() => shapeOf(parseChallenges(text))),
  ],
};

/** Damage in a repository is told by an Error, and whoever reads it goes on without git. */
const git: Target = {
  name: "git",
  seeds: [
    textOf(
      Buffer.from("DIRC\0\0\0\x02\0\0\0\x01"),
      Buffer.alloc(60),
      Buffer.from("\0\x04name\0\0\0\0", "latin1"),
      Buffer.alloc(20),
    ),
    textOf(
      Buffer.from("DIRC\0\0\0\x04\0\0\0\x02"),
      Buffer.alloc(60),
      Buffer.from("\0\x01\0a\0", "latin1"),
      Buffer.alloc(82),
    ),
    "\x03\x03\x90\x03",
  ],
  words: ["DIRC", "\0\0\0\x02", "\0\0\0\x04", "\xff\xff", "\x80", "\x90\x01", "\0".repeat(60), "link", "TREE"],
  run: (text) => [...tolerant(() => entriesOf(bytesOf(text))), ...tolerant(() => applied(bytesOf(text)))],
};

const entriesOf = (bytes: Buffer): string[] =>
  [...readEntries(bytes, 20)].map(({ path, mode }) => `entry ${Math.sign(path.length)} ${mode & 0o170000}`);

const applied = (delta: Buffer): string[] => [`delta ${Math.min(applyDelta(Buffer.from("abc"), delta).length, 20)}`];

function tolerant(run: () => string[]): string[] {
  try {
    return run();
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return [error instanceof Error ? error.message.replaceAll(/\d+/g, "") : "no error"];
  }
}

export default [tar, documents, git];
