import type { ImagePath } from "../../oci/filesystem/path.ts";
import { canonical } from "../../oci/image/json.ts";
import { digestOf } from "../../oci/digest.ts";
import type { Content } from "../../oci/layer/changeset.ts";
import { endOfArchive, paddingOf } from "../../oci/layer/tar/block.ts";
import { encodeHeader } from "../../oci/layer/tar/writer.ts";

/** A file of an archive; without content a directory, whose name ends with "/". */
export interface ArchiveFile {
  readonly name: string;
  readonly content?: Content;
}

/** Files as a tar whose bytes depend on nothing but them: root's, 0644, from 1970, in the order given. */
export async function* writeArchive(
  files: AsyncIterable<ArchiveFile> | Iterable<ArchiveFile>,
): AsyncGenerator<Uint8Array> {
  for await (const { name, content } of files) {
    const common = { path: name as ImagePath, uid: 0, gid: 0, mtime: 0 };
    if (content === undefined) {
      yield encodeHeader({ entry: { ...common, type: "directory", mode: 0o755 }, name, size: 0 });
    } else {
      yield encodeHeader({ entry: { ...common, type: "file", mode: 0o644, content }, name, size: content.size });
      yield* content.open();
      yield Buffer.alloc(paddingOf(content.size));
    }
  }
  yield endOfArchive;
}

export const bytesFile = (name: string, bytes: Uint8Array): ArchiveFile => ({
  name,
  content: { size: bytes.length, digest: digestOf(bytes), open: () => [bytes] },
});

export const jsonFile = (name: string, value: unknown): ArchiveFile => bytesFile(name, Buffer.from(canonical(value)));
