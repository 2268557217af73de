import { createHash } from "node:crypto";
import { limits } from "../../limits.ts";
import { finish } from "../digest.ts";
import type { NewNode } from "../filesystem/node.ts";
import { NodeTable } from "../filesystem/node-table.ts";
import { problem } from "./errors.ts";
import type { LayerIndex } from "./layer-index.ts";
import { plainDirectories } from "./plain-directories.ts";

const batch = 1 << 16;

/** Gathers the entries of one layer, and the digests of the whole. */
export class IndexBuilder {
  /** What was added so far. */
  readonly nodes = new NodeTable();
  readonly #tar = createHash("sha256");
  readonly #content = createHash("sha256");
  #text = "";
  #size = 0;

  /** Bytes of the tar, in order. */
  update(bytes: Uint8Array): void {
    this.#size += bytes.length;
    if (this.#size > limits.layerUncompressed) throw problem("layer/too-large", "a layer is larger than 64 GiB");
    this.#tar.update(bytes);
  }

  add(node: NewNode): void {
    if (this.nodes.count >= limits.entries)
      throw problem("layer/too-large", `a layer has more than ${limits.entries} entries`);
    this.nodes.add(node);
    const { names, xattrs } = this.nodes.held;
    if (names > limits.namesPerLayer || xattrs > limits.xattrsPerLayer)
      throw problem("layer/too-large", "the names and attributes in a layer are too large together");
    this.#text += timeless(node);
    if (this.#text.length < batch) return;
    this.#content.update(this.#text, "latin1");
    this.#text = "";
  }

  finish(): LayerIndex {
    const sealed = {
      diffId: finish(this.#tar),
      size: this.#size,
      contentDigest: finish(this.#content.update(this.#text, "latin1")),
      entries: this.nodes.count,
    };
    const directories = plainDirectories(this.nodes);
    this.nodes.trim();
    return { nodes: this.nodes, directories, sealed };
  }
}

/** All of an entry but its time, and where its content is; no two entries give the same text. */
function timeless(node: NewNode): string {
  const { kind, directory, name, mode = 0, uid = 0, gid = 0, size = 0, target = "", digest = "", device } = node;
  const numbers = `${mode.toString(8)} ${uid} ${gid} ${size} ${device?.major ?? 0} ${device?.minor ?? 0}`;
  const xattrs = [...(node.xattrs ?? [])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${Buffer.from(value).toString("hex")}\0`);
  return `${kind}\0${directory}\0${name}\0${numbers}\0${target}\0${digest}\0${xattrs.length}\0${xattrs.join("")}`;
}
