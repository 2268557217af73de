import { extract } from "tar-stream";

/** Names of a tar's entries, in order. */
export async function namesIn(archive: Buffer): Promise<string[]> {
  const found: string[] = [];
  const reader = extract();
  reader.end(archive);
  for await (const entry of reader) {
    found.push(entry.header.name);
    entry.resume();
  }
  return found;
}
