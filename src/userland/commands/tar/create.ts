import { blockSize, paddingOf } from "../../../oci/layer/tar/block.ts";
import { SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { chunks } from "../input.ts";
import { tried, triedLater } from "../tried.ts";
import { identityOf } from "./delayed.ts";
import { type Fields, gnuHeader } from "./header.ts";
import type { Listed, Listing } from "./listing.ts";
import type { Names } from "./names.ts";
import type { Overrides } from "./overrides.ts";
import type { Owners } from "./owners.ts";
import type { Report } from "./report.ts";
import type { Operand, Settings } from "./settings.ts";

interface Context {
  readonly settings: Settings;
  readonly report: Report;
  readonly names: Names;
  readonly owners: Owners;
  readonly listing: Listing;
  readonly overrides: Overrides;
  /** Of the archive, which is not put into itself; undefined where a program packs it. */
  readonly archive: { readonly identity: string; readonly packed: boolean };
}

const letters = { directory: "d", symlink: "l", link: "h", character: "c", block: "b", fifo: "p", file: "-" } as const;
const flags = { file: "0", link: "1", symlink: "2", character: "3", block: "4", directory: "5", fifo: "6" } as const;

/** Writes members: GNU tar 1.34 create.c, names of a directory in byte order. */
export class Creator {
  readonly #context: Context;
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  /** Names of files with several links, by what they are. */
  readonly #links = new Map<string, string>();
  readonly #fewLinks: number;

  constructor(context: Context, write: (bytes: Uint8Array) => Promise<void>) {
    this.#context = context;
    this.#write = write;
    const many = context.settings.operands.length > 1 || context.settings.has("filesFrom");
    this.#fewLinks = !many && !context.settings.has("dereference") ? 1 : 0;
  }

  async add({ name, directory }: Operand): Promise<void> {
    const plain = name.replace(/(?<=.)\/+$/, "");
    if (this.#context.settings.excluded(plain)) return;
    await this.#file(plain, directory, undefined);
  }

  async #file(name: string, base: string, parent: FileStat | undefined): Promise<void> {
    const { settings, report, names, archive } = this.#context;
    const { files } = report.proc;
    const pause = report.proc.breathe();
    if (pause) await pause;
    const path = base === "" || name.startsWith("/") ? name : `${base}/${name}`;
    const stored = settings.transform(await names.safe(name), "file");
    const stat = tried(() => (settings.has("dereference") ? files.stat(path) : files.lstat(path)));
    if (stat instanceof SystemError) {
      if (parent === undefined || stat.code !== "ENOENT") return report.failed(name, "Cannot stat", stat);
      await report.warn(`${report.place(name)}: File removed before we read it`, "file-removed");
      return report.differs();
    }
    if (identityOf(stat) === archive.identity) {
      if (archive.packed) throw new Refusal(name, "is the archive itself, which grows while it is packed");
      return report.warn(`${report.place(name)}: file is the archive; not dumped`, "file-ignored");
    }
    if (stat.type === "directory") return this.#directory({ name, path, stored, stat, parent, base });
    const known = stat.links > this.#fewLinks ? this.#links.get(identityOf(stat)) : undefined;
    if (known !== undefined)
      return this.#header(stat, { name, stored, type: "link", link: await names.safe(known, true) });
    if (stat.type === "file") await this.#regular({ name, path, stored, stat });
    else if (stat.type === "symlink") {
      const link = settings.transform(files.readLink(path), "symlink");
      await this.#header(stat, { name, stored, type: "symlink", link });
    } else return this.#header(stat, { name, stored, type: stat.type });
    if (settings.has("hardDereference") || stat.links <= this.#fewLinks) return;
    this.#links.set(identityOf(stat), settings.transform(await names.safe(name, true), "link"));
  }

  async #directory(from: {
    readonly name: string;
    readonly path: string;
    readonly stored: string;
    readonly stat: FileStat;
    readonly parent: FileStat | undefined;
    readonly base: string;
  }): Promise<void> {
    const { settings, report } = this.#context;
    const { name, path, stored, stat, parent, base } = from;
    const entries = tried(() => report.proc.files.list(path));
    if (entries instanceof SystemError) return report.failed(name, "Cannot open", entries);
    await this.#header(stat, { name: slashed(name), stored: slashed(stored), type: "directory" });
    if (settings.values("noRecursion").length > 0) return;
    if (settings.has("oneFileSystem") && parent !== undefined && parent.device !== stat.device) {
      if (settings.verbose > 0)
        await report.warn(`${report.place(slashed(name))}: file is on a different filesystem; not dumped`, "xdev");
      return;
    }
    for (const entry of entries) {
      const below = slashed(name) + entry;
      if (!settings.excluded(below)) await this.#file(below, base, stat);
    }
  }

  async #regular(from: {
    readonly name: string;
    readonly path: string;
    readonly stored: string;
    readonly stat: FileStat;
  }): Promise<void> {
    const { report } = this.#context;
    const { name, path, stored, stat } = from;
    const file =
      stat.size > 0 || (stat.mode & 0o444) !== 0o444
        ? await triedLater(() => report.proc.files.open(path, { read: true }))
        : undefined;
    if (file instanceof SystemError) return report.failed(name, "Cannot open", file);
    try {
      await this.#header(stat, { name, stored, type: "file" });
      if (file !== undefined) await this.#content(file, stat.size);
    } finally {
      file?.close();
    }
  }

  async #content(file: OpenFile, size: number): Promise<void> {
    let left = size;
    for await (const part of chunks(this.#context.report.proc, file)) {
      const used = part.subarray(0, left);
      left -= used.length;
      await this.#write(used);
      if (left === 0) break;
    }
    if (left > 0) throw new Refusal("tar", "adds a file that shrinks meanwhile");
    await this.#write(Buffer.alloc(paddingOf(size)));
  }

  async #header(
    stat: FileStat,
    {
      name,
      stored,
      type,
      link,
    }: { readonly name: string; readonly stored: string; readonly type: keyof typeof flags; readonly link?: string },
  ): Promise<void> {
    const { settings, owners, listing, overrides } = this.#context;
    const numeric = settings.has("numericOwner");
    const owner = overrides.owner(stat);
    const names = numeric ? { user: "", group: "" } : { user: owner.user, group: owner.group };
    const mtime = overrides.mtime(stat.mtime);
    const size = type === "file" ? stat.size : 0;
    const fields: Fields = {
      ...{ name: stored, type: flags[type], size, ...names },
      mode: overrides.mode(stat),
      uid: owner.uid,
      gid: owner.gid,
      mtime: Number(mtime / 1_000_000_000n) - (mtime % 1_000_000_000n < 0n ? 1 : 0),
      ...(link === undefined ? {} : { link }),
      ...(stat.special === undefined || type === "link" ? {} : { device: stat.special }),
    };
    const root = numeric ? { user: "", group: "" } : { user: owners.user(0), group: owners.group(0) };
    const device = fields.device;
    const listed: Listed = {
      type: letters[type],
      mode: fields.mode,
      owner: names.user || String(owner.uid),
      group: names.group || String(owner.gid),
      size: device === undefined ? String(size) : `${device.major},${device.minor}`,
      mtime: stat.mtime,
      name: settings.has("showTransformed") ? stored : name,
      ...(link === undefined ? {} : { target: link }),
    };
    await listing.line(listed);
    await this.#write(gnuHeader(fields, root));
  }
}

const slashed = (name: string): string => (name.endsWith("/") ? name : `${name}/`);

/** Collects bytes into records of a size, the last filled with zeros. */
export class Records {
  readonly #file: OpenFile;
  readonly #record: Buffer;
  #filled = 0;

  constructor(file: OpenFile, blocks: number) {
    this.#file = file;
    this.#record = Buffer.alloc(blocks * blockSize);
  }

  write = async (bytes: Uint8Array): Promise<void> => {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + this.#record.length - this.#filled);
      this.#record.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === this.#record.length) await this.#flush();
    }
  };

  /** Two blocks of zeros at least, and then to the end of the record. */
  async end(): Promise<void> {
    await this.write(Buffer.alloc(2 * blockSize));
    if (this.#filled > 0) await this.write(Buffer.alloc(this.#record.length - this.#filled));
  }

  async #flush(): Promise<void> {
    await this.#file.write(this.#record);
    this.#filled = 0;
  }
}
