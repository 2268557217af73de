import { formatPlatform } from "../../oci/platform.ts";
import { parseReference } from "../../oci/reference.ts";
import { command } from "../command.ts";
import { transfer } from "../transfer.ts";
import { findImage } from "../find-image.ts";
import { requireEngine } from "../engines.ts";

export default command({
  name: "load",
  summary: "Give an image of the store to Docker or Podman",
  usage: "[OPTIONS] IMAGE",
  arity: [1, 1],
  flags: { platform: { kind: "text", value: "OS/ARCH", about: "which of several platforms" } },
  examples: ["djib load shop"],
  async run(invocation) {
    const { flags, args, terminal } = invocation;
    const { engineSink } = await import("../../sinks/engine/engine-sink.ts");
    const { place } = await transfer(invocation, false, async (store, ctx) => {
      const engine = await requireEngine(ctx);
      const platform = flags.platform ?? formatPlatform(engine.platform);
      const { record, image } = await findImage(args[0]!, platform, store, ctx);
      return engineSink({ engine, names: [parseReference(record.reference)], store })(image, ctx);
    });
    terminal.err(`${args[0]} is in ${place}.\n`);
    return 0;
  },
});
