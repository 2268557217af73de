import { createHash } from "node:crypto";
import type { OpenFile } from "../../kernel/open-file.ts";
import { chunks } from "../input.ts";
import type { Stdio } from "../stdio.ts";

/** A checksum of coreutils, by what its lines call it and what node:crypto does. */
export interface Algorithm {
  readonly tag: string;
  readonly hash: string;
  readonly bits: number;
}

export const algorithms = {
  md5: { tag: "MD5", hash: "md5", bits: 128 },
  sha1: { tag: "SHA1", hash: "sha1", bits: 160 },
  sha224: { tag: "SHA224", hash: "sha224", bits: 224 },
  sha256: { tag: "SHA256", hash: "sha256", bits: 256 },
  sha384: { tag: "SHA384", hash: "sha384", bits: 384 },
  sha512: { tag: "SHA512", hash: "sha512", bits: 512 },
  blake2b: { tag: "BLAKE2b", hash: "blake2b512", bits: 512 },
} as const satisfies Readonly<Record<string, Algorithm>>;

/** Of what is left of a file, in hexadecimal. */
export async function digestOf(io: Stdio, file: OpenFile, { hash }: Algorithm): Promise<string> {
  const state = createHash(hash);
  for await (const bytes of chunks(io.proc, file)) state.update(bytes);
  return state.digest("hex");
}

export const escapedName = (name: string): string =>
  name.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r");

export interface LineStyle {
  readonly tagged: boolean;
  readonly binary: boolean;
  readonly delimiter: string;
}

/** What sha256sum prints of a file. */
export function digestLine(name: string, digest: string, { tag }: Algorithm, style: LineStyle): string {
  const { tagged, binary, delimiter } = style;
  const escape = delimiter === "\n" && /[\\\n\r]/.test(name);
  const shown = escape ? escapedName(name) : name;
  const line = tagged ? `${tag} (${shown}) = ${digest}` : `${digest} ${binary ? "*" : " "}${shown}`;
  return `${escape ? "\\" : ""}${line}${delimiter}`;
}
