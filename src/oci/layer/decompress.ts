import { once } from "node:events";
import { Readable } from "node:stream";
import type { Host } from "../../host.ts";
import { limits } from "../../limits.ts";
import { problem } from "./errors.ts";
import { gunzip } from "./gzip/gunzip.ts";
import { hasZstd, unzstd } from "./unzstd.ts";

const magics = {
  gzip: [0x1f, 0x8b, 0x08],
  bzip2: [0x42, 0x5a, 0x68],
  xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
} as const;

export type Compression = keyof typeof magics;

/** Bytes that tell all of them apart. */
export const magicBytes = 6;

/** How content is compressed, by its first bytes, as moby's compression.Detect; undefined for anything else. */
export function compressionOf(head: Buffer): Compression | undefined {
  for (const [name, magic] of Object.entries(magics))
    if (head.subarray(0, magic.length).equals(Buffer.from(magic))) return name as Compression;
  return undefined;
}

/** Nothing here reads this compression. */
export class NoReader extends Error {
  readonly compression: Compression;

  constructor(compression: Compression) {
    super(`nothing reads ${compression}`);
    this.compression = compression;
  }
}

type Bytes = AsyncIterable<Uint8Array>;

/**
 * Uncompressed content. bzip2 and xz are read by the host's programs of these names, as BuildKit reads xz.
 * Throws `NoReader` where there is none, otherwise `layer/…` and `oci/…` for damaged bytes.
 */
export function decompressed(content: Bytes, compression: Compression | undefined, host: Host): Bytes {
  if (compression === undefined) return content;
  if (compression === "gzip") return gunzip(content);
  if (compression !== "zstd") return throughProgram(content, compression, host);
  if (!hasZstd) throw new NoReader(compression);
  return unzstd(content);
}

async function* throughProgram(content: Bytes, program: "bzip2" | "xz", { spawn, env }: Host): Bytes {
  const child = spawn(program, ["-d", "-c", "-q"], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { PATH: env["PATH"] },
    windowsHide: true,
  });
  const ended = once(child, "close").catch((error: NodeJS.ErrnoException) => error);
  // Whoever ends early breaks the pipe; what is wrong is told by the program's status.
  Readable.from(content)
    .on("error", () => child.kill())
    .pipe(child.stdin!.on("error", () => {}));
  let total = 0;
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      total += chunk.length;
      if (total > limits.layerUncompressed)
        throw problem("layer/too-large", `an archive unpacks to more than ${limits.layerUncompressed} bytes`);
      yield chunk;
    }
    const result = await ended;
    if (result instanceof Error) throw new NoReader(program);
    if (result[0] !== 0) throw problem("layer/bad-tar", `${program} says that the archive is damaged`);
  } finally {
    child.kill();
    await ended;
  }
}
