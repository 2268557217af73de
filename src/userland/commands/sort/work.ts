import { limits } from "../../../limits.ts";
import { SystemError } from "../../kernel/errno.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { openInput } from "../input.ts";
import { Lines } from "../lines.ts";
import type { Stdio } from "../stdio.ts";
import type { Item, Order } from "./compare.ts";
import type { Settings } from "./settings.ts";

/** Reads, sorts or merges, and writes; lines are held in memory up to `limits.heldText`. */
export class Work {
  readonly #io: Stdio;
  readonly #settings: Settings;
  readonly #order: Order;
  #output: OpenFile | undefined;

  constructor(io: Stdio, settings: Settings, order: Order) {
    this.#io = io;
    this.#settings = settings;
    this.#order = order;
  }

  async checkInputs(files: readonly string[]): Promise<void> {
    const { proc } = this.#io;
    for (const name of files)
      if (name !== "-") await this.#tried("cannot read", name, async () => proc.files.access(name, { read: true }));
  }

  /** The file is made before anything is read, and emptied when all is. */
  async openOutput(): Promise<void> {
    const { output } = this.#settings;
    if (output === undefined) return;
    const open = () => this.#io.proc.files.open(output, { write: true, create: true });
    this.#output = await this.#tried("open failed", output, open);
  }

  async sort(files: readonly string[]): Promise<readonly string[]> {
    const lines: string[] = [];
    let size = 0;
    for (const name of files)
      await this.#reading(name, async (file) => {
        for (let batch = await file.batch(); batch !== undefined; batch = await file.batch())
          for (const line of batch) {
            size = this.#checked(size + line.length + 1);
            lines.push(line);
          }
      });
    const { keys, unique } = this.#settings;
    if (keys.length === 0) {
      lines.sort();
      if (this.#settings.reverse) lines.reverse();
      return unique ? lines.filter((line, at) => at === 0 || line !== lines[at - 1]) : lines;
    }
    const items = lines.map((line) => this.#order.item(line)).sort((a, b) => this.#order.compare(a, b));
    return this.#once(items);
  }

  /** The first of each file that belongs before the others, again and again; of equal ones that of the first file. */
  async merge(files: readonly string[]): Promise<readonly string[]> {
    const merged: Item[] = [];
    const sources = await Promise.all(files.map((name) => this.#open(name)));
    const heads: (Item | undefined)[] = [];
    const next = async (at: number): Promise<void> => {
      const line = await this.#tried("read failed", files[at]!, async () => sources[at]!.lines.next());
      heads[at] = line === undefined ? undefined : this.#order.item(line);
    };
    for (const at of files.keys()) await next(at);
    let size = 0;
    for (;;) {
      const first = this.#first(heads);
      if (first === undefined) break;
      const item = heads[first]!;
      size = this.#checked(size + item.line.length + 1);
      merged.push(item);
      await next(first);
    }
    for (const { file } of sources) file.close();
    return this.#once(merged);
  }

  #first(heads: readonly (Item | undefined)[]): number | undefined {
    let first: number | undefined;
    for (const [at, item] of heads.entries())
      if (item !== undefined && (first === undefined || this.#order.compare(item, heads[first]!) < 0)) first = at;
    return first;
  }

  #once(items: readonly Item[]): readonly string[] {
    if (!this.#settings.unique) return items.map(({ line }) => line);
    const kept: Item[] = [];
    for (const item of items) if (kept.length === 0 || this.#order.compare(kept.at(-1)!, item) !== 0) kept.push(item);
    return kept.map(({ line }) => line);
  }

  async write(lines: readonly string[]): Promise<void> {
    const { delimiter, output } = this.#settings;
    await this.#output?.truncate(0);
    for (let at = 0; at < lines.length; at += 4096) {
      const pause = this.#io.proc.breathe();
      if (pause) await pause;
      const text = lines.slice(at, at + 4096).join(delimiter) + delimiter;
      if (this.#output === undefined) await this.#io.put(text);
      else await this.#tried("write failed", output!, () => this.#output!.write(Buffer.from(text, "latin1")));
    }
    this.#output?.close();
  }

  #checked(size: number): number {
    if (size <= limits.heldText) return size;
    throw new Refusal(this.#io.name, `more than ${limits.heldText} bytes would have to be held in memory`);
  }

  async #open(name: string): Promise<{ readonly file: OpenFile; readonly lines: Lines }> {
    const file = await this.#tried("open failed", name, () => openInput(this.#io.proc, name));
    return { file, lines: new Lines(this.#io.proc, file, this.#settings.delimiter) };
  }

  async #reading(name: string, work: (lines: Lines) => Promise<void>): Promise<void> {
    const { file, lines } = await this.#open(name);
    try {
      await this.#tried("read failed", name, () => work(lines));
    } finally {
      file.close();
    }
  }

  async #tried<Result>(what: string, name: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return this.#io.die(`${what}: ${this.#io.quotef(name)}: ${error.message}`, 2);
    }
  }
}
