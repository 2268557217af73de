import { parseReference } from "../../oci/reference.ts";
import { command } from "../command.ts";
import { findImage } from "../find-image.ts";
import { parseOutput, sinkFor } from "../outputs.ts";
import { ctxOf } from "../registries.ts";
import { chooseProgress } from "../render/progress/choose.ts";
import { userStore } from "../stores.ts";

export default command({
  name: "save",
  summary: "Write an image of the store to a file",
  usage: "[OPTIONS] IMAGE",
  arity: [1, 1],
  flags: {
    output: {
      kind: "text",
      short: "o",
      value: "OUTPUT",
      about: "type=oci|docker|oci-dir|tar|local,dest=PATH",
    },
    platform: { kind: "text", value: "OS/ARCH", about: "which of several platforms" },
  },
  examples: [
    "djib save -o type=docker,dest=shop.tar shop",
    "djib save -o type=oci,dest=- shop | skopeo copy oci-archive:/dev/stdin …",
  ],
  async run({ flags, args, host, terminal, signal }) {
    const output = parseOutput(flags.output ?? "type=docker,dest=-");
    await using store = await userStore(host);
    await using _lease = await store.lease();
    const progress = await chooseProgress("auto", terminal, host);
    const ctx = ctxOf(host, signal, (event) => progress.handle(event));
    try {
      const { record, image } = await findImage(args[0]!, flags.platform, store, host);
      const sink = await sinkFor(output, [parseReference(record.reference)], store, host.system.cwd, terminal);
      const { digest, place } = await sink(image, ctx);
      progress.end();
      terminal.err(`${place}  ${digest}\n`);
      return 0;
    } finally {
      progress.end();
    }
  },
});
