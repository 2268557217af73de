// Prints the digest of a known content as compressLayer packs it, on whatever Node runs it:
// bundled and started by scripts/golden-gzip.mjs with the number of processors to use.
import { compressLayer } from "../../src/oci/layer/gzip/compress-layer.ts";
import { digestOf } from "../../src/oci/digest.ts";
import { oci } from "../../src/oci/media-types.ts";
import { memoryBlobs } from "../fakes/memory-blobs.ts";
import { goldenContent } from "./golden-content.ts";
import { testCtx } from "./ctx.ts";

const content = goldenContent();
const digest = digestOf(content);
const layer = {
  mediaType: oci.layer,
  digest,
  diffId: digest,
  size: content.length,
  async *open() {
    for (let at = 0; at < content.length; at += 77_777) yield content.subarray(at, at + 77_777);
  },
};
const cpus = process.argv[2];
let answers = 0;
process.on("worker", (worker) => worker.on("message", () => answers++));
const packed = await compressLayer(layer, memoryBlobs(), testCtx({}, { cpus: Number(cpus) }));
const { version, platform, arch } = process;
console.log(`${version} ${platform} ${arch} cpus=${cpus} threads=${answers} ${packed.digest} ${packed.size}`);
