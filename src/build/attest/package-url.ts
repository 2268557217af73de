import { PackageURL } from "packageurl-js";
import type { InstalledPackage } from "../../userland/installed/package.ts";
import { formatPlatform, type Platform } from "../../oci/platform.ts";
import { familiarName, type Reference, withDefaultTag } from "../../oci/reference.ts";

/** An image as BuildKit names it in provenance (util/purl/image.go, RefToPURL); "oci" is one of a layout. */
export function imageUrl(reference: Reference, platform: Platform, type: "docker" | "oci" = "docker"): string {
  const { tag, digest } = withDefaultTag(reference);
  const path = familiarName({ domain: reference.domain, repository: reference.repository });
  const slash = path.lastIndexOf("/");
  const qualifiers = { ...(digest === undefined ? {} : { digest }), platform: formatPlatform(platform) };
  const namespace = slash < 0 ? undefined : path.slice(0, slash);
  return new PackageURL(type, namespace, path.slice(slash + 1), tag, qualifiers, undefined).toString();
}

/** `vendor` and `distribution` are what the image's os-release says. */
export function packageUrl(
  { type, name, version, architecture, source }: InstalledPackage,
  vendor: string | undefined,
  distribution: string | undefined,
): string {
  if (type === "pypi") return new PackageURL(type, undefined, name, version, undefined, undefined).toString();
  const qualifiers = {
    ...(architecture === undefined ? {} : { arch: architecture }),
    ...(source === undefined ? {} : { upstream: source }),
    ...(distribution === undefined ? {} : { distro: distribution }),
  };
  const namespace = vendor ?? (type === "deb" ? "debian" : "alpine");
  return new PackageURL(type, namespace, name, version, qualifiers, undefined).toString();
}
