import { digestOf } from "../../src/oci/digest.ts";
import { imagePath } from "../../src/oci/filesystem/path.ts";
import { appendLayer } from "../../src/oci/image/edit.ts";
import { emptyImage } from "../../src/oci/image/empty.ts";
import type { Image } from "../../src/oci/image/image.ts";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import type { Family } from "../../src/oci/media-types.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { amd64 } from "./images.ts";

const plain = { mode: 0o644, uid: 0, gid: 0, mtime: 1_000_000_000 };
type Given<T extends Entry["type"]> = Partial<Extract<Entry, { type: T }>>;

export const file = (path: string, content: string | Uint8Array, more: Given<"file"> = {}): Entry => {
  const bytes = Buffer.from(content);
  const known = { size: bytes.length, digest: digestOf(bytes), open: () => [bytes] };
  return { ...plain, ...more, type: "file", path: imagePath(path), content: known };
};
export const folder = (path: string, more: Given<"directory"> = {}): Entry => ({
  ...plain,
  mode: 0o755,
  ...more,
  type: "directory",
  path: imagePath(path),
});
export const symlink = (path: string, target: string): Entry => ({
  ...plain,
  mode: 0o777,
  type: "symlink",
  path: imagePath(path),
  target,
});
export const hardlink = (path: string, target: string): Entry => ({
  ...plain,
  type: "hardlink",
  path: imagePath(path),
  target: imagePath(target),
});
export const whiteout = (path: string): Entry => ({ type: "whiteout", path: imagePath(path) });
export const device = (path: string, major: number, minor: number): Entry => ({
  ...plain,
  type: "character",
  path: imagePath(path),
  device: { major, minor },
});

/** An image whose layers are sealed in `store`, one for each list of entries, bottom first. */
export async function imageWith(
  store: Store,
  layers: readonly (readonly Entry[])[],
  { family = "oci", cmd }: { readonly family?: Family; readonly cmd?: readonly string[] } = {},
): Promise<Image> {
  let image = emptyImage(amd64, family);
  for (const [number, entries] of layers.entries()) {
    const sealed = await store.layers.seal({ entries: () => entries, async [Symbol.asyncDispose]() {} });
    const history = { created: "1970-01-01T00:00:00Z", created_by: `layer ${number}` };
    image = appendLayer(store.layers.get(sealed, family), history)(image);
  }
  if (cmd === undefined) return image;
  return { ...image, config: { ...image.config, config: { ...image.config.config, Cmd: cmd } } };
}

/** A program for Linux on x86-64 that writes `text` and ends well: an ELF file of its own machine code. */
export function helloProgram(text: string): Buffer {
  const message = Buffer.from(text);
  const code = Buffer.from(
    "b801000000" +
      "bf01000000" +
      "488d3515000000" +
      "ba00000000" +
      "0f05" +
      "b83c000000" +
      "31ff" +
      "0f05" +
      "9090909090",
    "hex",
  );
  code.writeUInt32LE(message.length, 18);
  const start = 120;
  code.writeInt32LE(code.length - 17, 13);
  const header = Buffer.alloc(start);
  header.write("7f454c46020101", 0, "hex");
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(62, 18);
  header.writeUInt32LE(1, 20);
  const base = 0x400000n;
  header.writeBigUInt64LE(base + BigInt(start), 24);
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(64, 52);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(1, 56);
  header.writeUInt32LE(1, 64);
  header.writeUInt32LE(5, 68);
  const size = BigInt(start + code.length + message.length);
  for (const [at, value] of [
    [80, base],
    [88, base],
    [96, size],
    [104, size],
    [112, 4096n],
  ] as const)
    header.writeBigUInt64LE(value, at);
  return Buffer.concat([header, code, message]);
}
