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
  /** undefined where the engine does not have it. */
  find(image: Digest | Reference, signal: AbortSignal): Promise<KnownImage | undefined>;
  /**
   * Whether an archive may leave out the lower layers of an image that the engine has: Docker with
   * a graph driver looks for a chain of layers before it opens a layer's file (moby: image/tarexport/
   * load.go; tried with 20.10). Docker with containerd's store and podman want all of them.
   */
  knowsChains(signal: AbortSignal): Promise<boolean>;
  /** Streams a docker archive in. Rejects with the archive's own error, or with what the engine said of it. */
  load(archive: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>;
  /** Names an image that the engine has. Idempotent; takes the name from another image. */
  tag(id: Digest, name: Reference, signal: AbortSignal): Promise<void>;
}
