import { command } from "../command.ts";
import { findImage } from "../find-image.ts";
import { userStore } from "../stores.ts";

export default command({
  name: "inspect",
  summary: "Show an image's configuration, layers and history as JSON",
  usage: "[OPTIONS] IMAGE",
  arity: [1, 1],
  flags: { platform: { kind: "text", value: "OS/ARCH", about: "which of several platforms" } },
  examples: ["djib inspect shop", "djib inspect shop | jq .config.config.Env"],
  async run({ flags, args, host, terminal }) {
    await using store = await userStore(host);
    const { record, image } = await findImage(args[0]!, flags.platform, store, host);
    const layers = image.layers.map(({ digest, diffId, mediaType, size }) => ({ digest, diffId, mediaType, size }));
    const shown = {
      name: record.reference,
      id: record.id,
      digest: record.image.digest,
      pulled: record.pulled,
      origin: record.origin,
      mediaType: record.image.mediaType,
      config: image.config,
      layers,
    };
    terminal.out(`${JSON.stringify(shown, null, 2)}\n`);
    return 0;
  },
});
