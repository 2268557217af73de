import type { Descriptor } from "../../oci/blob.ts";
import { imageId } from "../../oci/image/derive.ts";
import type { Index } from "../../oci/image/image.ts";
import { formatPlatform } from "../../oci/platform.ts";
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
  async run({ flags, args, host, terminal, signal }) {
    await using store = await userStore(host);
    const { record, image } = await findImage(args[0]!, flags.platform, store, { host, signal, emit: () => {} });
    const layers = image.layers.map(({ digest, diffId, mediaType, size }) => ({ digest, diffId, mediaType, size }));
    const shown = {
      name: record.reference,
      id: record.id,
      digest: record.image.digest,
      pulled: record.pulled,
      origin: record.origin,
      mediaType: record.image.mediaType,
      index:
        record.index === undefined ? undefined : indexAsData(record.index, await store.images.loadIndex(record.index)),
      annotations: image.annotations,
      config: image.config,
      layers,
    };
    terminal.out(`${JSON.stringify(shown, null, 2)}\n`);
    return 0;
  },
});

/** What the name means as a whole: its platforms, and what is attested of each. */
const indexAsData = ({ digest }: Descriptor, { images, annotations }: Index) => ({
  digest,
  annotations,
  platforms: images.map(({ platform, image, annotations: own, attestations = [] }) => ({
    platform: formatPlatform(platform),
    id: imageId(image),
    annotations: own,
    attestations: attestations.map(({ predicateType }) => predicateType),
  })),
});
