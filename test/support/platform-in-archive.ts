import { execFileSync } from "node:child_process";
import type { ImageConfig } from "../../src/oci/image/image.ts";
import { formatPlatform } from "../../src/oci/platform.ts";

interface Document {
  readonly manifests: readonly [{ readonly digest: string }];
  readonly config: { readonly digest: string };
}

/** What the one image of an archive in OCI's layout says that it is for. */
export function platformInArchive(archive: string): string {
  const read = <T>(member: string) =>
    JSON.parse(execFileSync("tar", ["-xOf", archive, member], { encoding: "utf8" })) as T;
  const blob = <T>(digest: string) => read<T>(`blobs/${digest.replace(":", "/")}`);
  const [{ digest }] = read<Document>("index.json").manifests;
  return formatPlatform(blob<ImageConfig>(blob<Document>(digest).config.digest));
}
