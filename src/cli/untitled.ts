import type { Digest } from "../oci/digest.ts";

/** Under what an image is kept that was given no name, until `djib rmi` takes it by its ID. */
export const untitledName = (id: Digest): string => `docker.io/library/untitled:${id.slice(7, 19)}`;

export const isUntitled = (reference: string): boolean =>
  /^docker\.io\/library\/untitled:[0-9a-f]{12}$/.test(reference);
