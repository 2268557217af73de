import { isErrno, SystemError } from "../kernel/errno.ts";
import type { FileStat } from "../kernel/files.ts";
import type { Process } from "../kernel/process.ts";
import { isRoot } from "../kernel/credentials.ts";
import { Refusal } from "../kernel/refusal.ts";
import { findGroup } from "./name-service.ts";
import { isNis, type RecordFormat } from "./records/record.ts";
import { linesOf, readText, writeText } from "./text-file.ts";

interface Line<Entry> {
  /** As it was read; undefined for a new one. */
  readonly text: string | undefined;
  readonly entry: Entry | undefined;
  /** To be written anew from its entry. */
  readonly changed: boolean;
}

/**
 * One of /etc/passwd, group, shadow … between its lock and its unlock, as shadow's lib/commonio.c
 * handles it: lines that are no entries stay, new ones come before NIS entries, a file that changed is
 * kept as "FILE-", written as "FILE+" and renamed. What goes wrong is told on standard error in the
 * tool's name; each step answers whether it worked.
 */
export class Database<Entry> {
  readonly path: string;
  #lines: Line<Entry>[] = [];
  #changed = false;
  /** Of the file as it was opened; undefined where there was none. */
  #was: { readonly stat: FileStat; readonly text: string } | undefined;
  #locked = false;
  readonly #proc: Process;
  readonly #tool: string;
  readonly #format: RecordFormat<Entry>;

  constructor(proc: Process, tool: string, format: RecordFormat<Entry>) {
    this.path = format.path;
    this.#proc = proc;
    this.#tool = tool;
    this.#format = format;
  }

  /** glibc's lckpwdf(3), then FILE.lock. */
  async lock(): Promise<boolean> {
    const { files } = this.#proc;
    try {
      (await files.open("/etc/.pwd.lock", { write: true, create: true }, 0o600)).close();
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (!isRoot(this.#proc.credentials)) await this.#proc.err(`${this.#tool}: Permission denied.\n`);
      return false;
    }
    const lock = `${this.path}.lock`;
    try {
      (await files.open(lock, { write: true, create: true, exclusive: true }, 0o600)).close();
    } catch (error) {
      if (isErrno(error, "EEXIST"))
        throw new Refusal(lock, "was left by a process that may still run", `RUN rm ${lock}`);
      if (!isErrno(error)) throw error;
      await this.#proc.err(`${this.#tool}: ${this.path}.${this.#proc.id}: ${error.message}\n`);
      return false;
    }
    this.#locked = true;
    return true;
  }

  unlock(): void {
    if (!this.#locked) return;
    this.#locked = false;
    this.#proc.files.unlink(`${this.path}.lock`);
  }

  /** A file that is missing is made when it is closed, if `create`. */
  async open(create = true): Promise<boolean> {
    const { files } = this.#proc;
    this.#lines = [];
    this.#changed = false;
    this.#was = undefined;
    try {
      if (files.lstat(this.path).type === "symlink") throw new SystemError("ELOOP", this.path);
      this.#was = { stat: files.stat(this.path), text: await readText(this.#proc, this.path) };
    } catch (error) {
      if (isErrno(error)) return create && error.code === "ENOENT";
      throw error;
    }
    const { joined, parse } = this.#format;
    const text = joined ? this.#was.text.replace(/\\\n/g, "") : this.#was.text;
    this.#lines = linesOf(text).map((line) => ({
      text: line,
      entry: isNis(line) ? undefined : parse(line),
      changed: false,
    }));
    return true;
  }

  /** In the order of the file. */
  get entries(): readonly Entry[] {
    return this.#lines.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
  }

  /** The first one. */
  find(name: string): Entry | undefined {
    return this.#lines[this.#indexes(name)[0] ?? -1]?.entry;
  }

  /** In place of the one of this name, or a new one. */
  async update(entry: Entry): Promise<boolean> {
    const name = this.#format.name(entry);
    const [at, another] = this.#indexes(name);
    if (another !== undefined) return this.#multiple(name);
    if (at === undefined) this.#insert(entry);
    else this.#lines[at] = { text: this.#lines[at]!.text, entry, changed: true };
    this.#changed = true;
    return true;
  }

  async remove(name: string): Promise<boolean> {
    const [at, another] = this.#indexes(name);
    if (at === undefined) return false;
    if (another !== undefined) return this.#multiple(name);
    this.#lines.splice(at, 1);
    this.#changed = true;
    return true;
  }

  /** At the very end, though there be one of this name. */
  append(entry: Entry): void {
    this.#lines.push({ text: undefined, entry, changed: true });
    this.#changed = true;
  }

  /** Each entry by what `change` makes of it: itself, another in its place, or none. */
  rewrite(change: (entry: Entry) => Entry | undefined): void {
    this.#lines = this.#lines.flatMap((line) => {
      if (line.entry === undefined) return [line];
      const entry = change(line.entry);
      if (entry === line.entry) return [line];
      this.#changed = true;
      return entry === undefined ? [] : [{ text: line.text, entry, changed: true }];
    });
  }

  /** Lines before the first NIS entry in the order of `compare`; those that are no entries last. Counts as a change. */
  sort(compare: (a: Entry, b: Entry) => number): void {
    const nis = this.#lines.findIndex(({ text }) => text !== undefined && isNis(text));
    const rest = nis < 0 ? [] : this.#lines.slice(nis);
    const sorted = nis < 0 ? this.#lines : this.#lines.slice(0, nis);
    if (sorted.length <= 1) return;
    const entries = sorted.filter(({ entry }) => entry !== undefined);
    if (sorted.length - entries.length > 1)
      throw new Refusal(this.path, "has lines that are no entries, and qsort(3) orders them as it likes");
    const others = sorted.filter(({ entry }) => entry === undefined);
    this.#lines = [...entries.sort((a, b) => compare(a.entry!, b.entry!)), ...others, ...rest];
    this.#changed = true;
  }

  /** Writes what changed. */
  async close(): Promise<boolean> {
    if (!this.#changed) return true;
    this.#changed = false;
    const { files } = this.#proc;
    const next = `${this.path}+`;
    try {
      if (this.#was !== undefined) await this.#backUp(this.#was);
      const { mode, uid, gid } = this.#was?.stat ?? (await this.#fresh());
      const text = this.#text();
      await this.#write(next, text ?? "", { mode, uid, gid });
      if (text === undefined) {
        files.unlink(next);
        return false;
      }
      files.rename(next, this.path);
      return true;
    } catch (error) {
      if (isErrno(error)) return false;
      throw error;
    }
  }

  async #backUp({ stat, text }: { readonly stat: FileStat; readonly text: string }): Promise<void> {
    const backup = `${this.path}-`;
    await this.#write(backup, text, stat);
    const seconds = (time: bigint) => (time / 1_000_000_000n) * 1_000_000_000n;
    this.#proc.files.setTimes(backup, seconds(stat.atime), seconds(stat.mtime));
  }

  async #write(path: string, text: string, owner: Pick<FileStat, "mode" | "uid" | "gid">): Promise<void> {
    const { files } = this.#proc;
    await writeText(this.#proc, path, text, 0);
    files.changeOwner(path, owner.uid, owner.gid);
    files.changeMode(path, owner.mode & 0o664);
  }

  async #fresh(): Promise<Pick<FileStat, "mode" | "uid" | "gid">> {
    const group = await findGroup(this.#proc, "shadow");
    return { mode: this.#format.mode, uid: 0, gid: group?.gid ?? 0 };
  }

  #text(): string | undefined {
    let text = "";
    for (const line of this.#lines) {
      const written = line.changed ? this.#format.format(line.entry!) : line.text;
      if (written === undefined) return undefined;
      text += `${written}\n`;
    }
    return text;
  }

  #indexes(name: string): readonly number[] {
    return this.#lines.flatMap(({ entry }, index) =>
      entry !== undefined && this.#format.name(entry) === name ? [index] : [],
    );
  }

  #insert(entry: Entry): void {
    const nis = this.#lines.findIndex((line) =>
      isNis(line.entry === undefined ? line.text! : this.#format.name(line.entry)),
    );
    const line = { text: undefined, entry, changed: true };
    if (nis < 0) this.#lines.push(line);
    else this.#lines.splice(nis, 0, line);
  }

  async #multiple(name: string): Promise<false> {
    await this.#proc.err(`Multiple entries named '${name}' in ${this.path}. Please fix this with pwck or grpck.\n`);
    return false;
  }
}
