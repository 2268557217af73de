import type { Digest } from "../../oci/digest.ts";
import type { Store } from "../../oci/store/store.ts";
import type { Sums } from "../../userland/programs/sums.ts";
import type { Caches } from "./caches.ts";

/** What the RUNs of one executor share. */
export interface Workshop {
  readonly store: Store;
  readonly caches: Caches;
  /** What was read of programs, by content. */
  readonly sums: Map<Digest, Sums>;
}
