import type { Digest } from "../../oci/digest.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { imagePath } from "../../oci/filesystem/path.ts";
import type { Changeset, Entry } from "../../oci/layer/changeset.ts";
import { digestOf } from "../../oci/digest.ts";
import { fileRanges } from "../../oci/layer/ranges.ts";

/** What is remembered of an answer beside its bytes. */
export interface Headers {
  /** Without `W/`, as BuildKit compares them. */
  readonly etag: string | undefined;
  /** Seconds since 1970; 0 where the server does not say, as with BuildKit. */
  readonly modified: number;
}

const contentPath = imagePath("content");
const headersPath = imagePath("headers.json");

/** A download as it lies in the store: its bytes, and what the server said of them. */
export interface Kept {
  readonly headers: Headers;
  readonly digest: Digest;
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
}

/** undefined where the tree holds no download that can be read. */
export async function readKept(tree: Filesystem): Promise<Kept | undefined> {
  const { digest, size, type } = tree.lstat(contentPath) ?? {};
  if (type !== "file" || digest === undefined || size === undefined) return undefined;
  const parts: Uint8Array[] = [];
  for await (const part of tree.read(headersPath)) parts.push(Buffer.from(part));
  const headers = JSON.parse(Buffer.concat(parts).toString("utf8")) as Headers;
  return { headers, digest, size, read: () => tree.read(contentPath) };
}

/** The download in the file `path` as a layer of two files. */
export function keptChanges(
  path: string,
  { digest, size }: Pick<Kept, "digest" | "size">,
  headers: Headers,
): Changeset {
  const said = Buffer.from(JSON.stringify(headers), "utf8");
  const common = { type: "file", mode: 0o600, uid: 0, gid: 0, mtime: 0 } as const;
  const entries: readonly Entry[] = [
    { ...common, path: contentPath, content: { size, digest, open: () => fileRanges(path)(0, size) } },
    { ...common, path: headersPath, content: { size: said.length, digest: digestOf(said), open: () => [said] } },
  ];
  return { entries: () => entries, async [Symbol.asyncDispose]() {} };
}
