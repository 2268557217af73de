import { type Digest, digestOf } from "../../oci/digest.ts";

/** Raised when the meaning of a step changes: old records then miss. */
const version = "djib-step/1";

/**
 * The name of a step's result: the hash of everything that could change it and of nothing else.
 * `fields` is plain data in a fixed order; undefined members count as absent.
 */
export const stepKey = (fields: Readonly<Record<string, unknown>>): Digest =>
  digestOf(JSON.stringify([version, fields]));
