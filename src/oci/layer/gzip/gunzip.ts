import { createGunzip, type Gunzip } from "node:zlib";
import { limits } from "../../../limits.ts";
import { problem } from "./errors.ts";

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Unpacks gzip, RFC 1952: any number of members, then any number of NULs. Streams with
 * back-pressure. It ends only when the whole source was read and found good, so that whoever
 * hashes the source on the way sees every byte. Throws `oci/bad-gzip` for anything else behind a
 * member (readers that stop there see another layer than readers that go on) and
 * `oci/layer-too-large` beyond `limit` bytes. A bound on the ratio is not needed: deflate cannot
 * exceed 1032 : 1, and `limit` bounds the rest.
 */
export async function* gunzip(source: Bytes, limit: number = limits.layerUncompressed): AsyncGenerator<Uint8Array> {
  const inflater = createGunzip({ chunkSize: 128 * 1024 });
  const feeding = feed(source, inflater);
  let total = 0;
  try {
    for await (const chunk of inflater as AsyncIterable<Buffer>) {
      total += chunk.length;
      if (total > limit)
        throw problem("oci/layer-too-large", `a layer unpacks to more than ${limit} bytes`, {
          help: "take another base image; this one is not safe to unpack",
        });
      yield chunk;
    }
    const failure = await feeding;
    if (failure !== undefined) throw failure;
  } catch (error) {
    throw isZlibError(error) ? damaged(error.message, error) : error;
  } finally {
    inflater.destroy();
    await feeding;
  }
}

/**
 * Writes the source into the inflater and closes the source. What goes wrong while the inflater
 * is open is thrown through it; resolves with what goes wrong behind the last member.
 */
async function feed(source: Bytes, inflater: Gunzip): Promise<unknown> {
  let fed = 0;
  let ended = false;
  try {
    for await (const chunk of source) {
      if (!ended) {
        fed += chunk.length;
        if (!(await write(inflater, chunk))) return undefined;
      }
      // The inflater stops at a NUL behind a member and takes no more.
      const left: Uint8Array = ended ? chunk : chunk.subarray(chunk.length - (fed - inflater.bytesWritten));
      ended ||= left.length > 0;
      if (left.some((byte) => byte !== 0)) return damaged("other bytes follow its end");
    }
    if (fed === 0) inflater.destroy(damaged("it is empty"));
    else if (!ended) inflater.end();
  } catch (error) {
    if (ended) return error;
    inflater.destroy(error as Error);
  }
  return undefined;
}

/** Resolves when the chunk was worked through; false when the inflater was closed meanwhile. */
function write(inflater: Gunzip, chunk: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    const closed = () => resolve(false);
    inflater.once("close", closed);
    inflater.write(chunk, (error) => {
      inflater.off("close", closed);
      resolve(!error && !inflater.errored);
    });
  });
}

const isZlibError = (error: unknown): error is NodeJS.ErrnoException =>
  // The code of an AbortError is a number.
  error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith("Z_");

const damaged = (what: string, cause?: unknown) =>
  problem("oci/bad-gzip", `a compressed layer is damaged: ${what}`, {
    help: "pull the image again; if it stays, the registry holds a broken layer",
    cause,
  });
