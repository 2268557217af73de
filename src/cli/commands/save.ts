import { parseReference } from "../../oci/reference.ts";
import { command } from "../command.ts";
import { transfer } from "../transfer.ts";
import { findArtifact } from "../find-image.ts";
import { parseOutput, sinkFor } from "../outputs.ts";

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
    platform: { kind: "list", value: "OS/ARCH,…", about: "these of several platforms; default: all of an index" },
  },
  examples: [
    "djib save -o type=docker,dest=shop.tar shop",
    "djib save -o type=oci,dest=- shop | skopeo copy oci-archive:/dev/stdin …",
  ],
  async run(invocation) {
    const { flags, args, host, terminal } = invocation;
    const output = parseOutput(flags.output ?? "type=docker,dest=-");
    const { digest, place } = await transfer(invocation, false, async (store, ctx) => {
      const { record, artifact } = await findArtifact(args[0]!, flags.platform, store, ctx);
      const sink = await sinkFor(
        output,
        { names: [parseReference(record.reference)] },
        store,
        host.system.cwd,
        terminal,
      );
      return sink(artifact, ctx);
    });
    terminal.err(`${place}  ${digest}\n`);
    return 0;
  },
});
