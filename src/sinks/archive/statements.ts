import { type ImagePath, imagePath, showPath } from "../../oci/filesystem/path.ts";
import { statementOf } from "../../oci/image/attestation.ts";
import type { IndexedImage } from "../../oci/image/image.ts";
import { canonical } from "../../oci/image/json.ts";
import type { Entry, FileEntry } from "../../oci/layer/changeset.ts";
import { predicates } from "../../oci/media-types.ts";
import { digestOf } from "../../oci/digest.ts";
import { problem } from "../errors.ts";

/**
 * An image's files, and at their end its attestations as files of their own about each of the image's regular
 * files, named as BuildKit names them (exporter/local/fs.go) with `prefix` in front. Equal input gives equal
 * bytes: their time is the image's. Throws `sinks/unsupported` where the image has a file of that name.
 */
export async function* withStatements(
  files: AsyncIterable<Entry>,
  { image, attestations = [] }: IndexedImage,
  prefix: string,
): AsyncGenerator<Entry> {
  const names = attestations.map(({ predicateType }) => imagePath(prefix + nameOf(predicateType)));
  const subjects: { readonly name: string; readonly digest: FileEntry["content"]["digest"] }[] = [];
  const linked = new Map<ImagePath, FileEntry["content"]["digest"]>();
  for await (const entry of files) {
    if (names.includes(entry.path)) throw taken(entry.path);
    if (entry.type === "file") linked.set(entry.path, entry.content.digest);
    const digest = linked.get(entry.type === "hardlink" ? entry.target : entry.path);
    if (attestations.length > 0 && digest !== undefined) subjects.push({ name: showPath(entry.path).slice(1), digest });
    yield entry;
  }
  const mtime = Math.floor(Date.parse(image.config.created ?? "1970-01-01T00:00:00Z") / 1000);
  for (const [i, attestation] of attestations.entries()) {
    const statement = JSON.parse(canonical(statementOf(attestation, subjects))) as object;
    const bytes = Buffer.from(JSON.stringify(statement, null, 2));
    const content = { size: bytes.length, digest: digestOf(bytes), open: () => [bytes] };
    yield { type: "file", path: names[i]!, mode: 0o600, uid: 0, gid: 0, mtime, content };
  }
}

const nameOf = (predicateType: string): string =>
  predicateType === predicates.spdx ? "sbom.spdx.json" : "provenance.json";

const taken = (path: ImagePath) =>
  problem("sinks/unsupported", `the image has a file ${showPath(path)}, which its attestation would replace`, {
    help: "add attestation-prefix=NAME to -o, and the attestations' names begin so",
  });
