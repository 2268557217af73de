import type { Digest } from "../../oci/digest.ts";
import type { Image } from "../../oci/image/image.ts";
import { formatPlatform, isSameMachine, normalise, type Platform } from "../../oci/platform.ts";
import { familiarName, parseReference, withDefaultTag } from "../../oci/reference.ts";
import type { Event } from "../../events.ts";
import { command } from "../command.ts";
import { registryConfig } from "../registries.ts";
import { transfer } from "../transfer.ts";
import { hostPlatform, platformsOf } from "../platforms.ts";
import { keepHeapSmall } from "../heap.ts";

export default command({
  name: "pull",
  summary: "Fetch an image from its registry",
  usage: "[OPTIONS] IMAGE",
  arity: [1, 1],
  flags: {
    platform: { kind: "list", value: "OS/ARCH,…", about: "for these platforms instead of this machine's" },
    quiet: { kind: "switch", short: "q", about: "print the digest alone" },
  },
  examples: ["djib pull python:3.13-slim", "djib pull --platform linux/arm64 python:3.13-slim"],
  async run(invocation) {
    const { flags, args, host, terminal } = invocation;
    const { registrySource } = await import("../../sources/registry.ts");
    const reference = withDefaultTag(parseReference(args[0]!));
    const asked = platformsOf(flags.platform, host);
    const platforms = asked.length === 0 ? [hostPlatform(host)] : asked;
    const digest = await transfer(invocation, flags.quiet, async (store, ctx) => {
      keepHeapSmall();
      const source = registrySource({ store, config: registryConfig(host), pull: true });
      let digest: Digest | undefined;
      for (const platform of platforms) {
        const found = (await source(reference, platform, ctx))!;
        if (!isSameMachine(found.image.config, platform)) ctx.emit(mismatch(args[0]!, found.image, platform));
        await Promise.all(found.image.layers.map((layer) => store.ensureLayer(layer, ctx)));
        digest = found.digest;
      }
      return digest;
    });
    const names = platforms.map(formatPlatform).join(" and ");
    if (!flags.quiet) terminal.err(`${familiarName(reference)} for ${names} is in djib's store.\n`);
    terminal.out(`${digest}\n`);
    return 0;
  },
});

/** As dockerd (image_pull.go), which takes an image that is for one platform alone for every other. */
const mismatch = (name: string, { config }: Image, wanted: Platform): Event => ({
  type: "warning",
  code: "InvalidBaseImagePlatform",
  message: `${name} is for ${formatPlatform(normalise(config))} alone, not for ${formatPlatform(wanted)}`,
});
