import type { Ctx } from "../ctx.ts";
import type { Descriptor } from "../oci/blob.ts";
import type { Digest } from "../oci/digest.ts";
import type { Artifact } from "../oci/image/image.ts";

/** What went out: the digest of the manifest or index that was written, in the form it left. */
export interface Delivered {
  readonly digest: Digest;
  /** The whole of what names it, where the form has manifests. */
  readonly descriptor?: Descriptor;
  /** Where it is now, for the last lines: "registry.example.com/shop:1.0", "shop.tar". */
  readonly place: string;
}

/** Where images go. Atomic: on rejection nothing half-written is left where a user would find it. */
export type Sink = (artifact: Artifact, ctx: Ctx) => Promise<Delivered>;
