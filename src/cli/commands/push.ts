import type { Layer } from "../../oci/blob.ts";
import { parseReference, withDefaultTag } from "../../oci/reference.ts";
import { command } from "../command.ts";
import { compressInto } from "../compress.ts";
import { findImage } from "../find-image.ts";
import { keepHeapSmall } from "../heap.ts";
import { ctxOf, registryConfig } from "../registries.ts";
import { chooseProgress } from "../render/progress/choose.ts";
import { userStore } from "../stores.ts";

export default command({
  name: "push",
  summary: "Send an image to a registry",
  usage: "[OPTIONS] IMAGE [DESTINATION]",
  arity: [1, 2],
  flags: {
    platform: { kind: "text", value: "OS/ARCH", about: "which of several platforms" },
    quiet: { kind: "switch", short: "q", about: "print the digest alone" },
  },
  examples: ["djib push registry.example.com/shop:1.0", "djib push shop registry.example.com/shop:1.0"],
  async run({ flags, args, host, terminal, signal }) {
    await using store = await userStore(host);
    const { registrySink } = await import("../../sinks/registry.ts");
    const progress = await chooseProgress(flags.quiet ? "quiet" : "auto", terminal, host);
    const ctx = ctxOf(host, signal, (event) => progress.handle(event));
    try {
      await using _lease = await store.lease();
      const { record, image } = await findImage(args[0]!, flags.platform, store, host);
      const destination = withDefaultTag(parseReference(args[1] ?? args[0]!));
      const compress = record.origin === "pulled" ? asPulled : compressInto(store);
      const sink = registrySink(destination, { config: registryConfig(host), compress });
      keepHeapSmall();
      const { digest, place } = await sink(image, ctx);
      progress.end();
      if (!flags.quiet) terminal.err(`${place} is in its registry.\n`);
      terminal.out(`${digest}\n`);
      return 0;
    } finally {
      progress.end();
    }
  },
});

/** An image that is passed on keeps its bytes, so that its digest still names it. */
const asPulled = async (layer: Layer): Promise<Layer> => layer;
