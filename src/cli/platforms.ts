import type { Host } from "../host.ts";
import { architectureOf, formatPlatform, parsePlatform, type Platform } from "../oci/platform.ts";

/** What images are made for where nobody says: Linux on the host's processor. */
export const hostPlatform = (host: Host): Platform => parsePlatform(`linux/${architectureOf(host.system.arch)}`);

/**
 * `--platform`, with commas, repeated, or both, each platform once, in order; "local" is the host's.
 * Where the flag is not given docker's DOCKER_DEFAULT_PLATFORM counts. None where nobody said.
 */
export function platformsOf(flag: readonly string[], host: Host): readonly Platform[] {
  const given = flag.length > 0 ? flag : [host.env["DOCKER_DEFAULT_PLATFORM"] ?? ""];
  const names = given.flatMap((text) => text.split(",")).map((name) => name.trim());
  const platforms = names
    .filter((name) => name !== "")
    .map((name) => (name === "local" ? hostPlatform(host) : parsePlatform(name)));
  return [...new Map(platforms.map((platform) => [formatPlatform(platform), platform])).values()];
}
