import {
  chmodSync,
  chownSync,
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { command } from "../command.ts";
import type { CacheJob, MountJob, RunJob, TarJob } from "../protocol.ts";
import { tarExtract } from "../unpack.ts";
import { forwardAgent } from "./agent.ts";
import { openBeneath } from "./beneath.ts";
import { takeCache } from "./cache.ts";

/**
 * RUN --mount where nothing can be mounted: things are put into the tree, what was there aside, and caches are taken
 * out again. Nothing is read-only, a tmpfs is a directory, and no two RUNs see one cache at once.
 */
export class PlacedMounts {
  readonly #job: RunJob;
  readonly #stopped: () => boolean;
  /** What takes things back, the last one first. */
  readonly #undo: (() => unknown)[] = [];

  constructor(job: RunJob, stopped: () => boolean) {
    this.#job = job;
    this.#stopped = stopped;
  }

  async make(root: string): Promise<void> {
    if (this.#job.mounts.length > 0) mkdirSync(join(this.#job.work, "mounts"));
    for (const [number, mount] of this.#job.mounts.entries()) await this.#place(mount, String(number), root);
  }

  async #place({ place, what, readOnly }: MountJob, name: string, root: string): Promise<void> {
    const { work } = this.#job;
    const stub = openBeneath(root, place!, isFile(what) ? "file" : "directory");
    const path = readlinkSync(`/proc/self/fd/${stub}`, { encoding: "latin1" });
    closeSync(stub);
    // The command may rename the directory, or put a link in its place.
    const parent = openSync(Buffer.from(dirname(path), "latin1"), "r");
    const at = Buffer.from(`/proc/self/fd/${parent}/${basename(path)}`, "latin1");
    const aside = join(work, "mounts", `${name}.aside`);
    renameSync(at, aside);
    this.#undo.push(async () => {
      await command(["rm", "-rf", "--", basename(path)], `/proc/${process.pid}/fd/${parent}`);
      renameSync(aside, at);
      closeSync(parent);
    });
    if (what.type === "cache" && !readOnly) return this.#lend(what, name, at);
    const made = join(work, "mounts", name);
    await this.#make(what, made, name);
    renameSync(made, at);
  }

  /** Makes at `path` what is to be placed. */
  async #make(what: MountJob["what"], path: string, name: string): Promise<void> {
    switch (what.type) {
      case "layers":
        throw new Error("layers cannot be mounted here");
      case "tar":
        return this.#unpack(what, path, name);
      case "tmpfs":
        mkdirSync(path);
        return chmodSync(path, what.mode);
      case "cache": {
        const cache = await this.#take(what, name);
        const source = openBeneath(cache.path, what.path);
        const copy = ["cp", "-a", "-H", "-T", "--", "/proc/self/fd/3", path];
        await command(copy, "/", undefined, undefined, [source]).finally(() => closeSync(source));
        return cache.close();
      }
      case "secret":
        writeFileSync(path, Buffer.from(what.content, "base64"), { mode: 0o600 });
        chownSync(path, what.uid, what.gid);
        return chmodSync(path, what.mode);
      case "agent": {
        const server = await forwardAgent(what, path);
        this.#undo.push(() => server.close());
      }
    }
  }

  /** Moves a cache, or the part that is asked for, into the tree for as long as the RUN lasts. */
  async #lend(what: CacheJob, name: string, at: Buffer): Promise<void> {
    const cache = await this.#take(what, name);
    const open = openBeneath(cache.path, what.path);
    const home = readlinkSync(`/proc/self/fd/${open}`, { encoding: "latin1" });
    const isDirectory = fstatSync(open).isDirectory();
    closeSync(open);
    renameSync(Buffer.from(home, "latin1"), at);
    this.#undo.push(() => {
      const back = lstatSync(at, { throwIfNoEntry: false });
      // What is no longer what it was is no cache.
      if (back !== undefined && (isDirectory ? back.isDirectory() : back.isFile()))
        renameSync(at, Buffer.from(home, "latin1"));
      cache.close();
    });
  }

  #take(what: CacheJob, name: string) {
    const { base } = what;
    const fill = base?.type === "tar" ? (path: string) => this.#unpack(base, path, `${name}.base`) : undefined;
    return takeCache({ ...what, sharing: what.sharing === "locked" ? "locked" : "private" }, fill, this.#stopped);
  }

  async #unpack({ tar, path }: TarJob, to: string, name: string): Promise<void> {
    const directory = join(this.#job.work, "mounts", `${name}.tar`);
    mkdirSync(directory);
    await command([...tarExtract, "--same-owner", "--file", tar], directory);
    renameSync(join(directory, path), to);
  }

  /** They stay until the changes are read. */
  async ended(): Promise<void> {}

  async release(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
  }
}

const isFile = (what: MountJob["what"]): boolean =>
  what.type === "secret" || what.type === "agent" || ("isFile" in what && what.isFile);
