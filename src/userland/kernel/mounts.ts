import type { Disk } from "./disk.ts";
import type { Node } from "./node.ts";

/** A disk, or a part of one, in the place of something else. */
export interface Mount {
  readonly disk: Disk;
  readonly root: Node;
  readonly readOnly: boolean;
  /** st_dev. */
  readonly device: number;
  /** "kernel": what is below tells of a running Linux, and cannot be told of here. */
  readonly kind: "files" | "kernel";
}

/** What is mounted where: mounts by the node that they cover. */
export class Mounts {
  readonly top: Mount;
  readonly #over = new Map<Node, Mount>();
  #devices = 1;

  constructor(disk: Disk) {
    this.top = { disk, root: disk.root, readOnly: false, device: this.#devices, kind: "files" };
  }

  /** What is seen at a node: the last mount over it, or itself. */
  at(mount: Mount, node: Node): { readonly mount: Mount; readonly node: Node } {
    const over = this.#over.size === 0 ? undefined : this.#over.get(node);
    return over === undefined ? { mount, node } : this.at(over, over.root);
  }

  covers(node: Node): boolean {
    return this.#over.has(node);
  }

  /** `covered` has to be a node that its disk keeps (see `Disk.keep`). */
  add(covered: Node, mount: Omit<Mount, "device">): void {
    this.#over.set(covered, { ...mount, device: ++this.#devices });
  }
}
