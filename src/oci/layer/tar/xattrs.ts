import { limits } from "../../../limits.ts";
import { problem } from "../errors.ts";
import type { PaxRecords } from "./pax.ts";

const schily = "SCHILY.xattr.";
const libarchive = "LIBARCHIVE.xattr.";

/**
 * Extended attributes: star's form, which GNU tar, Go and Docker use (the value as it is; GNU tar
 * writes "=" and "%" of a name as %3D and %25), and libarchive's (name percent-encoded, value in
 * base64). Where both say something star's counts.
 */
export function xattrsOf(records: PaxRecords): Map<string, Buffer> | undefined {
  let found: Map<string, Buffer> | undefined;
  let bytes = 0;
  for (const [key, value] of records) {
    const star = key.startsWith(schily);
    if (!star && !key.startsWith(libarchive)) continue;
    const name = star
      ? key.slice(schily.length).replace(/%(3D|25)/gi, decode)
      : percentDecoded(key.slice(libarchive.length));
    if (name === "" || name.length > 255 || name.includes("\0"))
      throw problem("layer/bad-entry", "an extended attribute has no usable name");
    bytes += name.length + value.length;
    if (bytes > limits.xattrsPerEntry)
      throw problem("layer/too-large", "the extended attributes of an entry are too large");
    found ??= new Map();
    if (star || !found.has(name)) found.set(name, Buffer.from(value, star ? "latin1" : "base64"));
  }
  return found;
}

/** The key of the record that holds an attribute. */
export const xattrKey = (name: string): string => schily + name.replace(/[%=]/g, (c) => (c === "%" ? "%25" : "%3D"));

const decode = (escape: string): string => String.fromCharCode(Number.parseInt(escape.slice(1), 16));
const percentDecoded = (text: string): string => text.replace(/%[0-9a-f]{2}/gi, decode);
