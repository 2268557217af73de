import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { unmountBelow } from "../../test/support/mounts.ts";
import { measure } from "../measure.ts";
import type { Builder, Place } from "../builder.ts";

/** Debian's buildah, with a storage of its own. */
export function buildahBuilder({ folder, mirror }: Place): Builder {
  const own = path.join(folder, "buildah");
  mkdirSync(own, { recursive: true });
  const registries = path.join(own, "registries.conf");
  const policy = path.join(own, "policy.json");
  const host = new URL(mirror).host;
  const blocks = [
    'unqualified-search-registries = ["docker.io"]',
    `[[registry]]\nprefix = "docker.io"\nlocation = "${host}"\ninsecure = true`,
  ];
  writeFileSync(registries, blocks.join("\n"));
  writeFileSync(policy, '{"default":[{"type":"insecureAcceptAnything"}]}');
  const env = { CONTAINERS_REGISTRIES_CONF: registries };
  const global = ["--root", path.join(own, "root"), "--runroot", path.join(own, "run")];
  const settings = ["--layers", "--isolation", "oci", "--runtime", "/usr/sbin/runc", "--signature-policy", policy];
  return {
    name: "buildah",
    build: async ({ context, noCache = false, push }) => {
      const cache = noCache ? ["--no-cache"] : [];
      const limits = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4096:4096"];
      const built = await measure(
        ["buildah", ...global, "bud", ...settings, ...limits, ...cache, "--tag", push ?? "bench", context],
        env,
      );
      if (push === undefined) return built;
      const sent = await measure(
        ["buildah", ...global, "push", "--tls-verify=false", "--signature-policy", policy, push],
        env,
      );
      return { seconds: built.seconds + sent.seconds, peak: Math.max(built.peak, sent.peak) };
    },
    stop: () => Promise.resolve(unmountBelow(own)),
  };
}
