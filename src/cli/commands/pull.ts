import { formatPlatform, parsePlatform } from "../../oci/platform.ts";
import { familiarName, parseReference, withDefaultTag } from "../../oci/reference.ts";
import { command } from "../command.ts";
import { hostPlatform } from "../find-image.ts";
import { keepHeapSmall } from "../heap.ts";
import { ctxOf, registryConfig } from "../registries.ts";
import { chooseProgress } from "../render/progress/choose.ts";
import { userStore } from "../stores.ts";

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
  async run({ flags, args, host, terminal, signal }) {
    await using store = await userStore(host);
    const { registrySource } = await import("../../sources/registry.ts");
    const progress = await chooseProgress(flags.quiet ? "quiet" : "auto", terminal, host);
    const ctx = ctxOf(host, signal, (event) => progress.handle(event));
    const reference = withDefaultTag(parseReference(args[0]!));
    const platform = flags.platform === undefined ? hostPlatform(host) : parsePlatform(flags.platform);
    try {
      await using _lease = await store.lease();
      keepHeapSmall();
      const source = registrySource({ store, config: registryConfig(host), pull: true });
      const { image, digest } = (await source(reference, platform, ctx))!;
      await Promise.all(image.layers.map((layer) => store.ensureLayer(layer, ctx)));
      progress.end();
      if (!flags.quiet)
        terminal.err(`${familiarName(reference)} for ${formatPlatform(platform)} is in djib's store.\n`);
      terminal.out(`${digest}\n`);
      return 0;
    } finally {
      progress.end();
    }
  },
});
