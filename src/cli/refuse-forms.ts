import type { Annotation } from "../build/annotations.ts";
import type { AttestRequest } from "../build/attest/request.ts";
import type { Platform } from "../oci/platform.ts";
import { problem } from "./errors.ts";
import type { Output } from "./outputs.ts";

interface Wanted {
  readonly platforms: readonly Platform[];
  readonly attest: AttestRequest | undefined;
  readonly annotations: readonly Annotation[];
}

/**
 * Throws where an output cannot hold what is asked for, before anything is built: a docker archive has
 * neither manifests nor an index (buildx says "docker exporter does not support exporting manifest lists").
 */
export function refuseForms(outputs: readonly Output[], { platforms, attest, annotations }: Wanted): void {
  if (!outputs.some(({ type }) => type === "docker")) return;
  const what =
    platforms.length > 1
      ? "several platforms"
      : attest !== undefined
        ? "attestations"
        : annotations.length > 0
          ? "annotations"
          : undefined;
  if (what === undefined) return;
  throw problem("usage/conflict", `-o type=docker cannot hold ${what}: a docker archive has no manifest`, {
    exitCode: 2,
    help: "use -o type=oci, which `docker load` reads too where Docker keeps images in containerd",
  });
}
