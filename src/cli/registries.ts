import type { Host } from "../host.ts";
import { parseMirrors, type RegistryConfig } from "../oci/registry/config.ts";
import { version } from "./version.ts";

/**
 * Registries as the user set them: DJIB_REGISTRY_MIRROR ("docker.io=https://mirror.example.com,…")
 * and DJIB_INSECURE_REGISTRIES ("host:port,…").
 */
export function registryConfig({ env }: Host): RegistryConfig {
  return {
    mirrors: parseMirrors(env["DJIB_REGISTRY_MIRROR"] ?? ""),
    insecure: (env["DJIB_INSECURE_REGISTRIES"] ?? "")
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one !== ""),
    userAgent: `djib/${version}`,
  };
}
