import type { Layer } from "../../oci/blob.ts";
import { parseReference, withDefaultTag } from "../../oci/reference.ts";
import { command } from "../command.ts";
import { registryConfig } from "../registries.ts";
import { transfer } from "../transfer.ts";
import { compressInto } from "../compress.ts";
import { findArtifact } from "../find-image.ts";
import { keepHeapSmall } from "../heap.ts";

export default command({
  name: "push",
  summary: "Send an image to a registry",
  usage: "[OPTIONS] IMAGE [DESTINATION]",
  arity: [1, 2],
  flags: {
    platform: { kind: "list", value: "OS/ARCH,…", about: "these of several platforms; default: all of an index" },
    quiet: { kind: "switch", short: "q", about: "print the digest alone" },
  },
  examples: ["djib push registry.example.com/shop:1.0", "djib push shop registry.example.com/shop:1.0"],
  async run(invocation) {
    const { flags, args, host, terminal } = invocation;
    const { registrySink } = await import("../../sinks/registry.ts");
    const { digest, place } = await transfer(invocation, flags.quiet, async (store, ctx) => {
      const { record, artifact } = await findArtifact(args[0]!, flags.platform, store, ctx);
      const destination = withDefaultTag(parseReference(args[1] ?? args[0]!));
      const compress = record.origin === "pulled" ? asPulled : compressInto(store);
      const sink = registrySink(destination, { config: registryConfig(host), compress });
      keepHeapSmall();
      return sink(artifact, ctx);
    });
    if (!flags.quiet) terminal.err(`${place} is in its registry.\n`);
    terminal.out(`${digest}\n`);
    return 0;
  },
});

/** An image that is passed on keeps its bytes, so that its digest still names it. */
const asPulled = async (layer: Layer): Promise<Layer> => layer;
