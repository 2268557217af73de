import { chmodSync, chownSync, closeSync, fstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import type { Server } from "node:net";
import { join } from "node:path";
import { command } from "../command.ts";
import { mounted } from "../mounted.ts";
import type { LayersJob, MountJob, RunJob } from "../protocol.ts";
import { forwardAgent } from "./agent.ts";
import { openBeneath } from "./beneath.ts";
import { takeCache, type TakenCache } from "./cache.ts";
import { inMemory } from "./in-memory.ts";

/** What RUN --mount mounts into the tree of one RUN, in the worker's own mount namespace. */
export class Mounts {
  readonly #job: RunJob;
  readonly #stopped: () => boolean;
  readonly #held: (() => void)[] = [];
  /** By directory: within one RUN nobody waits for himself. */
  readonly #caches = new Map<string, TakenCache>();

  constructor(job: RunJob, stopped: () => boolean) {
    this.#job = job;
    this.#stopped = stopped;
  }

  /**
   * Mounts all, one after the other: a later one may lie in an earlier one. Each place is looked up beneath `root`
   * (CVE-2024-1753), and made where it is missing: in the tree itself the caller has put stubs.
   */
  async make(root: string): Promise<void> {
    for (const [number, mount] of this.#job.mounts.entries()) await this.#mount(mount, number, root);
  }

  async #mount(mount: MountJob, number: number, root: string): Promise<void> {
    const { work } = this.#job;
    const source = await this.#open(mount, String(number));
    try {
      const type = fstatSync(source).isDirectory() ? "directory" : "file";
      const isStaged = mount.place === undefined || (mount.readOnly && !readOnlyByItself.has(mount.what.type));
      if (!isStaged) return await this.#bind(source, root, mount.place, type);
      const stage = join("mounts", `${number}.stage`);
      if (type === "directory") mkdirSync(join(work, stage));
      else writeFileSync(join(work, stage), "");
      await command(["mount", "-n", "--bind", "/proc/self/fd/3", stage], work, undefined, undefined, [source]);
      if (mount.readOnly)
        await command(["mount", "-n", "-o", `remount,bind,${readOnlyFlags(join(work, stage))}`, stage], work);
      if (mount.place === undefined) return;
      const staged = openBeneath(join(work, "mounts"), `${number}.stage`);
      await this.#bind(staged, root, mount.place, type).finally(() => closeSync(staged));
    } finally {
      closeSync(source);
    }
  }

  async #bind(source: number, root: string, place: string | undefined, type: "file" | "directory"): Promise<void> {
    const target = openBeneath(root, place!, type);
    const argv = ["mount", "-n", "--no-canonicalize", "--bind", "/proc/self/fd/3", "/proc/self/fd/4"];
    await command(argv, this.#job.work, undefined, undefined, [source, target]).finally(() => closeSync(target));
  }

  /** What is to be mounted, opened. */
  async #open({ what, readOnly }: MountJob, name: string): Promise<number> {
    const { work } = this.#job;
    const place = join(work, "mounts", name);
    mkdirSync(place, { recursive: true });
    switch (what.type) {
      case "tar":
        throw new Error("only layers can be mounted");
      case "layers":
        await mountLayers(what, name, work, !readOnly);
        return openBeneath(place, what.path);
      case "tmpfs": {
        const size = what.size === 0 ? [] : [`size=${what.size}`];
        const options = ["nosuid", `mode=${what.mode.toString(8)}`, ...(readOnly ? ["ro"] : []), ...size].join();
        await command(["mount", "-n", "-t", "tmpfs", "-o", options, "tmpfs", place], work);
        return openBeneath(place, "");
      }
      case "cache": {
        const fill = what.base?.type === "layers" ? this.#filling(what.base, name) : undefined;
        const cache = this.#caches.get(what.directory) ?? (await takeCache(what, fill, this.#stopped));
        this.#caches.set(what.directory, cache);
        return openBeneath(cache.path, what.path);
      }
      case "secret": {
        const file = join(await inMemory(work), `secret-${name}`);
        writeFileSync(file, Buffer.from(what.content, "base64"), { mode: 0o600 });
        if (what.uid !== 0 || what.gid !== 0) chownSync(file, what.uid, what.gid);
        chmodSync(file, what.mode);
        return openBeneath(file, "");
      }
      case "agent": {
        const server: Server = await forwardAgent(what, join(work, "mounts", `${name}.agent`));
        this.#held.push(() => void server.close());
        return openBeneath(join(work, "mounts", `${name}.agent`), "");
      }
    }
  }

  /** What a new cache begins with. */
  #filling(base: LayersJob, name: string): (path: string) => Promise<void> {
    const { work } = this.#job;
    return async (path) => {
      await mountLayers(base, name, work, false);
      const begin = openBeneath(join(work, "mounts", name), base.path);
      const copy = ["cp", "-a", "-H", "-T", "--", "/proc/self/fd/3", path];
      await command(copy, "/", undefined, undefined, [begin]).finally(() => closeSync(begin));
    };
  }

  /** After the command: what it wrote beside the mounts can be read without them. */
  ended(): Promise<void> {
    return this.release();
  }

  /** Takes all off again, and lets others have the caches. Idempotent. Nothing may be deleted in `work` before. */
  async release(): Promise<void> {
    const { work } = this.#job;
    for (const cache of this.#caches.values()) cache.close();
    this.#caches.clear();
    for (const close of this.#held.splice(0)) close();
    if (this.#job.mounts.length === 0 && !this.#job.isSecret) return;
    const left = mountedBelow(work).filter((path) => path !== join(work, "merged") && path !== join(work, "lower"));
    if (left.length === 0) return;
    const umount = ["umount", "-n", "--no-canonicalize"];
    // Those who were just ended hold it for a moment.
    await command([...umount, ...left], work).catch(() => command([...umount, "-l", ...left], work));
  }
}

const readOnlyByItself = new Set<MountJob["what"]["type"]>(["layers", "tmpfs"]);

/** The layers of another tree at `mounts/<name>`; with an upper directory of its own where it may be written to. */
async function mountLayers(
  { lowers, options }: LayersJob,
  name: string,
  work: string,
  writable: boolean,
): Promise<void> {
  const links = join(work, "mounts", `${name}.l`);
  mkdirSync(links);
  lowers.forEach((lower, i) => symlinkSync(lower, join(links, String(i))));
  for (const extra of ["upper", "index", "empty", "none"]) mkdirSync(join(work, "mounts", `${name}.${extra}`));
  const layers = [...lowers.map((_, i) => `${name}.l/${i}`).reverse(), `${name}.empty`, `${name}.none`];
  const upper = writable ? `,upperdir=${name}.upper,workdir=${name}.index` : "";
  const all = `lowerdir=${layers.join(":")}${upper},${options}`;
  await command(["mount", "-n", "-t", "overlay", "overlay", "-o", all, name], join(work, "mounts"));
}

/** Mount points below a directory, innermost last one first, as the kernel knows them. */
const mountedBelow = (directory: string): string[] =>
  mounted()
    .map(({ path }) => path)
    .filter((path) => path.startsWith(`${directory}/`))
    .reverse();

/** A mount inherits what its file system is mounted with, and a user namespace may not take that off. */
function readOnlyFlags(path: string): string {
  const { options = [] } = mounted().findLast((one) => one.path === path) ?? {};
  return ["ro", ...options.filter((flag) => /^(nosuid|nodev|noexec|noatime|nodiratime|relatime)$/.test(flag))].join();
}
