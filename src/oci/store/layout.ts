import { join } from "node:path";
import { type Digest, hexOf, parseDigest } from "../digest.ts";

/** Raised when what is on disk changes its meaning; stores of several versions lie side by side. */
const version = "v1";

/** Where everything is: the only place that knows. Pure; makes nothing. */
export interface Layout {
  readonly tags: string;
  readonly snapshots: string;
  readonly corrupt: string;
  readonly tmp: string;
  readonly leases: string;
  /** Directories whose files are named by the 64 hex digits of a digest. */
  readonly directories: Readonly<Record<Kind, string>>;
  /** Parses the digest once more, lest one that never was becomes a path: `oci/bad-digest` (CVE-2024-3727). */
  path(kind: Kind, digest: Digest): string;
}

export type Kind = "blobs" | "layers" | "trees" | "forms" | "steps";

export function layoutOf(root: string): Layout {
  const at = (...names: string[]) => join(root, version, ...names);
  const directories = {
    blobs: at("blobs", "sha256"),
    layers: at("layers", "sha256"),
    trees: at("trees", "sha256"),
    forms: at("forms", "sha256"),
    steps: at("steps", "sha256"),
  };
  return {
    tags: at("tags"),
    snapshots: at("snapshots"),
    corrupt: at("corrupt"),
    tmp: at("tmp"),
    leases: at("leases"),
    directories,
    path: (kind, digest) => join(directories[kind], hexOf(parseDigest(digest))),
  };
}
