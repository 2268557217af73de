import type { Descriptor } from "../blob.ts";
import { digestOf } from "../digest.ts";
import { canonical } from "./json.ts";

/** A document of an image as it is stored and sent. */
export interface Document {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly descriptor: Descriptor;
}

export const documentOf = (bytes: Uint8Array, mediaType: string): Document => ({
  bytes,
  mediaType,
  descriptor: { mediaType, digest: digestOf(bytes), size: bytes.length },
});

/** As canonical JSON. */
export const jsonDocument = (value: unknown, mediaType: string): Document =>
  documentOf(Buffer.from(canonical(value)), mediaType);
