import { formatPlatform } from "../../oci/platform.ts";
import { parseReference } from "../../oci/reference.ts";
import { command } from "../command.ts";
import { findImage } from "../find-image.ts";
import { requireEngine } from "../engines.ts";
import { ctxOf } from "../registries.ts";
import { chooseProgress } from "../render/progress/choose.ts";
import { userStore } from "../stores.ts";

export default command({
  name: "load",
  summary: "Give an image of the store to Docker or Podman",
  usage: "[OPTIONS] IMAGE",
  arity: [1, 1],
  flags: { platform: { kind: "text", value: "OS/ARCH", about: "which of several platforms" } },
  examples: ["djib load shop"],
  async run({ flags, args, host, terminal, signal }) {
    await using store = await userStore(host);
    await using _lease = await store.lease();
    const { engineSink } = await import("../../sinks/engine/engine-sink.ts");
    const progress = await chooseProgress("auto", terminal, host);
    const ctx = ctxOf(host, signal, (event) => progress.handle(event));
    try {
      const engine = await requireEngine(ctx);
      const { record, image } = await findImage(
        args[0]!,
        flags.platform ?? formatPlatform(engine.platform),
        store,
        host,
      );
      const { place } = await engineSink({ engine, names: [parseReference(record.reference)], store })(image, ctx);
      progress.end();
      terminal.err(`${args[0]} is in ${place}.\n`);
      return 0;
    } finally {
      progress.end();
    }
  },
});
