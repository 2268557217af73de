import { extract } from "tar-stream";
import { lineOf } from "../../test/copy/lines.ts";

const types: Readonly<Record<string, string>> = { "character-device": "character", "block-device": "block" };

/** What a tar holds, in the form of `linesOf`. */
export async function linesOfTar(bytes: Buffer): Promise<string[]> {
  const reading = extract();
  reading.end(bytes);
  const contents = new Map<string, string>();
  const lines: string[] = [];
  for await (const entry of reading) {
    const { name, type, mode = 0, uid = 0, gid = 0, linkname, devmajor, devminor, pax } = entry.header;
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part as Buffer);
    const at = name.replace(/^\.?\//, "").replace(/\/$/, "");
    if (at === "" || at === ".") continue;
    const same = type === "link" ? (linkname ?? "").replace(/^\//, "") : undefined;
    const content = same === undefined ? Buffer.concat(parts).toString("latin1") : contents.get(same);
    contents.set(at, content ?? "");
    const isFile = type === "file" || type === "link";
    const kind = isFile ? "file" : (types[type ?? ""] ?? type ?? "");
    lines.push(
      lineOf({
        path: at,
        type: kind,
        mode: mode & 0o7777,
        uid,
        gid,
        content: isFile ? content : undefined,
        target: type === "symlink" ? (linkname ?? "") : undefined,
        device: kind === "character" || kind === "block" ? `${devmajor}:${devminor}` : undefined,
        same,
        xattrs: Object.entries((pax ?? {}) as Record<string, string>)
          .filter(([key]) => key.startsWith("SCHILY.xattr."))
          .map(([key, value]) => `${key.slice(13)}=${value}`),
      }),
    );
  }
  return lines.sort();
}
