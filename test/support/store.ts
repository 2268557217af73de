import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Changeset, Entry } from "../../src/oci/layer/changeset.ts";
import { digestOf } from "../../src/oci/digest.ts";
import { imagePath } from "../../src/oci/filesystem/path.ts";
import { openStore } from "../../src/oci/store/open.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { testCtx } from "./ctx.ts";

export interface TemporaryStore extends AsyncDisposable {
  readonly root: string;
  readonly store: Store;
  /** Another view of the same directory, as another process would have. */
  open(): Promise<Store>;
}

/** A store in a directory of its own that is gone on dispose. */
export async function temporaryStore(): Promise<TemporaryStore> {
  const root = await mkdtemp(join(tmpdir(), "djib-store-"));
  const opened: Store[] = [];
  const open = async () => {
    const store = await openStore(root, testCtx().host);
    opened.push(store);
    return store;
  };
  return {
    root,
    store: await open(),
    open,
    [Symbol.asyncDispose]: async () => {
      for (const store of opened) await store[Symbol.asyncDispose]();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** A changeset of regular files of the root directory. */
export function filesChangeset(files: Readonly<Record<string, string>>): Changeset {
  const metadata = { mode: 0o644, uid: 0, gid: 0, mtime: 315_619_200 };
  const entries = Object.keys(files)
    .sort()
    .map((name): Entry => {
      const bytes = Buffer.from(files[name]!);
      const content = { size: bytes.length, digest: digestOf(bytes), open: () => [bytes] };
      return { ...metadata, type: "file", path: imagePath(name), content };
    });
  return { entries: () => entries, [Symbol.asyncDispose]: async () => undefined };
}

export async function bytesOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(Uint8Array.from(chunk));
  return Buffer.concat(all);
}

/** For assert.rejects and assert.throws: an error of djib with this code. */
export const code = (expected: string) => (error: unknown) => {
  if (error instanceof Error && (error as { code?: unknown }).code === expected) return true;
  throw error;
};
