import { formatPlatform, parsePlatform } from "../../oci/platform.ts";
import { familiarName, parseReference, withDefaultTag } from "../../oci/reference.ts";
import { command } from "../command.ts";
import { registryConfig } from "../registries.ts";
import { transfer } from "../transfer.ts";
import { hostPlatform } from "../platforms.ts";
import { keepHeapSmall } from "../heap.ts";

export default command({
  name: "pull",
  summary: "Fetch an image from its registry",
  usage: "[OPTIONS] IMAGE",
  arity: [1, 1],
  flags: {
    platform: { kind: "text", value: "OS/ARCH", about: "for another platform than this machine's" },
    quiet: { kind: "switch", short: "q", about: "print the digest alone" },
  },
  examples: ["djib pull python:3.13-slim", "djib pull --platform linux/arm64 python:3.13-slim"],
  async run(invocation) {
    const { flags, args, host, terminal } = invocation;
    const { registrySource } = await import("../../sources/registry.ts");
    const reference = withDefaultTag(parseReference(args[0]!));
    const platform = flags.platform === undefined ? hostPlatform(host) : parsePlatform(flags.platform);
    const digest = await transfer(invocation, flags.quiet, async (store, ctx) => {
      keepHeapSmall();
      const source = registrySource({ store, config: registryConfig(host), pull: true });
      const found = (await source(reference, platform, ctx))!;
      await Promise.all(found.image.layers.map((layer) => store.ensureLayer(layer, ctx)));
      return found.digest;
    });
    if (!flags.quiet) terminal.err(`${familiarName(reference)} for ${formatPlatform(platform)} is in djib's store.\n`);
    terminal.out(`${digest}\n`);
    return 0;
  },
});
