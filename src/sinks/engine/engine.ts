import type { Digest } from "../../oci/digest.ts";
import type { Platform } from "../../oci/platform.ts";
import type { Reference } from "../../oci/reference.ts";

/** What an engine knows of an image. */
export interface KnownImage {
  /** As the engine has it: of Docker with containerd's store it is a manifest's digest, else the config's. */
  readonly id: string;
  readonly diffIds: readonly string[];
}

/** A container engine that speaks Docker's API. Every call opens a connection of its own. */
export interface Engine {
  readonly name: "docker" | "podman";
  readonly version: string;
  /** What it runs; images are built for it when they are loaded. */
  readonly platform: Platform;
  /** Where it listens, for people. */
  readonly address: string;
  /** By ID, digest or name; undefined where the engine does not have it. */
  find(nameOrId: string, signal: AbortSignal): Promise<KnownImage | undefined>;
  /** Streams a docker archive in. Rejects with the archive's own error, or with what the engine said of it. */
  load(archive: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>;
  /** Names an image that the engine has. Idempotent; takes the name from another image. */
  tag(id: Digest, name: Reference, signal: AbortSignal): Promise<void>;
}
