import { SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import type { Process } from "../../kernel/process.ts";
import { Exit } from "../../kernel/program.ts";
import { chunks } from "../input.ts";
import { tried, triedLater } from "../tried.ts";
import { Broken } from "./broken.ts";
import { copyStat } from "./copy-stat.ts";
import { Deflater } from "./deflate/deflater.ts";
import { type Header, NoMember } from "./member.ts";
import { baseOf, expandedName, suffixesTried, suffixOf } from "./names.ts";
import type { Settings } from "./settings.ts";
import { whyLeft } from "./why-left.ts";
import { compress, type Counted, Expansion, type Sink } from "./work.ts";

import { ratio } from "./ratio.ts";

/** A file that is open, and how messages call it. */
interface Source {
  readonly file: OpenFile;
  readonly name: string;
  readonly stat: FileStat;
}

/** Files one after another: gzip 1.12 gzip.c, treat_file. */
export class Job {
  readonly #proc: Process;
  readonly #settings: Settings;
  readonly #name: string;
  readonly #deflater: Deflater;
  status = 0;

  constructor(proc: Process, settings: Settings) {
    this.#proc = proc;
    this.#settings = settings;
    this.#name = baseOf(proc.args[0] ?? "gzip");
    this.#deflater = new Deflater(settings.level);
  }

  async begin(ascii: boolean): Promise<void> {
    const { quiet, suffix } = this.#settings;
    if (ascii && !quiet) await this.#say("option --ascii ignored on this system");
    if (suffix !== "" && suffix.length <= 30) return;
    await this.#say(`invalid suffix '${suffix}'`);
    throw new Exit(1);
  }

  async standardInput(): Promise<void> {
    const file = this.#proc.descriptor(0);
    const source = { file, name: "stdin", stat: file.stat() };
    const done = await this.#toOutput(source);
    if (done !== undefined && this.#settings.verbose) {
      if (this.#settings.test) await this.#proc.err(" OK\n");
      else if (!this.#settings.decompress) await this.#proc.err(`${ratio(done, done.original)}\n`);
    }
  }

  async file(operand: string): Promise<void> {
    if (operand === "-") return this.standardInput();
    const source = await this.#open(operand);
    if (source === undefined) return;
    try {
      if (source.stat.type === "directory") await this.#directory(source.name);
      else if (await this.#acceptable(source)) await this.#work(source);
    } finally {
      source.file.close();
    }
  }

  async #say(message: string): Promise<void> {
    await this.#proc.err(`${this.#name}: ${message}\n`);
  }

  /** Said unless -q; status 2. */
  async #warn(message: string): Promise<void> {
    if (!this.#settings.quiet) await this.#proc.err(message);
    if (this.status === 0) this.status = 2;
  }

  async #failed(name: string, error: SystemError): Promise<undefined> {
    await this.#say(`${name}: ${error.message}`);
    this.status = 1;
    return undefined;
  }

  async #open(operand: string): Promise<Source | undefined> {
    const { stdout, force, decompress, suffix } = this.#settings;
    const open = (name: string) =>
      triedLater(() => this.#proc.files.open(name, { read: true, noFollow: !stdout && force === 0 }));
    const source = (file: OpenFile, name: string) => ({ file, name, stat: file.stat() });
    const first = await open(operand);
    if (!(first instanceof SystemError)) return source(first, operand);
    if (!decompress || first.code !== "ENOENT" || suffixOf(operand, suffix) !== undefined)
      return this.#failed(operand, first);
    for (const ending of suffixesTried(suffix)) {
      const file = await open(operand + ending);
      if (!(file instanceof SystemError)) return source(file, operand + ending);
      if (file.code !== "ENOENT") return this.#failed(operand + ending, file);
    }
    return this.#failed(operand + suffix, first);
  }

  async #directory(name: string): Promise<void> {
    if (!this.#settings.recursive) return this.#warn(`${this.#name}: ${name} is a directory -- ignored\n`);
    for (const entry of this.#proc.files.list(name)) await this.file(`${name.replace(/\/$/, "")}/${entry}`);
  }

  async #acceptable({ name, stat }: Source): Promise<boolean> {
    const why = this.#settings.stdout ? undefined : whyLeft(stat, this.#settings.force > 0);
    if (why !== undefined) await this.#warn(`${this.#name}: ${name} ${why}\n`);
    return why === undefined;
  }

  /** How the result is called; undefined where the file is left alone. */
  async #target(name: string): Promise<string | undefined> {
    const { decompress, test, recursive, verbose, quiet, force, suffix } = this.#settings;
    const found = suffixOf(name, suffix);
    if (!decompress) {
      if (found === undefined || force > 0) return name + suffix;
      if (verbose || (!recursive && !quiet)) await this.#say(`${name} already has ${found} suffix -- unchanged`);
      return undefined;
    }
    if (found !== undefined) return expandedName(name, found);
    if (!recursive && test) return name;
    if (verbose || (!recursive && !quiet)) await this.#warn(`${this.#name}: ${name}: unknown suffix -- ignored\n`);
    return undefined;
  }

  async #work(source: Source): Promise<void> {
    const { stdout, test } = this.#settings;
    const target = stdout && !test ? "stdout" : await this.#target(source.name);
    if (target === undefined) return;
    if (!stdout) return this.#inPlace(source, target);
    const done = await this.#toOutput(source);
    if (done !== undefined) await this.#report(source.name, done, "stdout");
  }

  /** With -v, after all is done. */
  async #report(name: string, done: Counted, target: string): Promise<void> {
    const { verbose, test, decompress, keep } = this.#settings;
    if (!verbose) return;
    const result = `${ratio(done, done.original)} -- ${keep ? "created" : "replaced with"} ${target}`;
    await this.#proc.err(`${name}:\t${test ? " OK" : decompress || target !== "" ? result : ""}\n`);
  }

  async #toOutput(source: Source): Promise<Counted | undefined> {
    const { test, decompress } = this.#settings;
    const write = (bytes: Uint8Array) => this.#proc.descriptor(1).write(bytes);
    if (!decompress) return this.#compress(source, write);
    const expanded = await this.#expand(source, async () => (test ? undefined : write));
    return expanded?.counted;
  }

  #compress({ file, name, stat }: Source, sink: (bytes: Uint8Array) => Promise<void>): Promise<Counted> {
    const { level } = this.#settings;
    const named = this.#settings.name && name !== "stdin";
    const seconds = Number(stat.mtime / 1_000_000_000n);
    const kept = this.#settings.name && stat.type === "file" && seconds > 0 && seconds <= 0xffffffff;
    const time = kept ? seconds : 0;
    const common = { time, level, deflater: this.#deflater };
    return compress(file, sink, named ? { ...common, name: baseOf(name) } : common);
  }

  /** undefined where it is no gzip. `open` is asked for a place once it is one. */
  async #expand(
    { file, name }: Source,
    open: (header: Header | undefined) => Promise<Sink | false>,
  ): Promise<{ readonly counted: Counted; readonly header: Header | undefined } | undefined> {
    const { force, stdout, test } = this.#settings;
    const complaints = {
      warn: (message: string) => this.#warn(`\n${this.#name}: ${name}: ${message}\n`),
      wrong: async (message: string) => {
        await this.#proc.err(`\n${this.#name}: ${name}: ${message}\n`);
        this.status = 1;
      },
    };
    await using expansion = new Expansion(chunks(this.#proc, file), name, complaints);
    try {
      const header = await expansion.begin();
      if (header === undefined && !(force > 0 && stdout)) throw new NoMember("\n");
      const sink = await open(header);
      if (sink === false) return undefined;
      const counted = header === undefined ? await expansion.copy(sink) : await expansion.expand(sink, header);
      if (this.status === 1 && !test) throw new Exit(1);
      return { counted, header };
    } catch (error) {
      if (error instanceof Broken) {
        await complaints.wrong(error.message);
        throw new Exit(1);
      }
      if (!(error instanceof NoMember)) throw error;
      if (error.message === "\n") await complaints.wrong("not in gzip format");
      else await this.#say(name + error.message);
      this.status = 1;
      return undefined;
    }
  }

  async #inPlace(source: Source, wanted: string): Promise<void> {
    let target = wanted;
    let output: OpenFile | undefined;
    const make = async (header: Header | undefined) => {
      if (header?.name !== undefined && this.#settings.decompress && this.#settings.name)
        target = target.slice(0, target.length - baseOf(target).length) + baseOf(header.name);
      output = await this.#create(target);
      if (output === undefined) return false;
      const file = output;
      return (bytes: Uint8Array) => file.write(bytes);
    };
    try {
      const done = await this.#transform(source, make);
      output?.close();
      if (done === undefined) return;
      copyStat(this.#proc.files, target, source.stat, this.#settings.name ? done.header?.time : undefined);
      const failed = this.#settings.keep ? undefined : tried(() => this.#proc.files.unlink(source.name));
      if (failed !== undefined) await this.#warn(`${this.#name}: ${source.name}: ${failed.message}\n`);
      await this.#report(source.name, done.counted, target);
    } catch (error) {
      output?.close();
      if (output !== undefined) this.#proc.files.unlink(target);
      throw error;
    }
  }

  async #transform(source: Source, make: (header: Header | undefined) => Promise<Sink | false>) {
    if (this.#settings.decompress) return this.#expand(source, make);
    const sink = await make(undefined);
    if (sink === false || sink === undefined) return undefined;
    return { counted: await this.#compress(source, sink), header: undefined };
  }

  /** The result's file, new; undefined where there is one that must stay. */
  async #create(target: string): Promise<OpenFile | undefined> {
    for (;;) {
      const file = await triedLater(() =>
        this.#proc.files.open(target, { write: true, create: true, exclusive: true }, 0o600),
      );
      if (!(file instanceof SystemError)) return file;
      if (file.code !== "EEXIST") return this.#failed(target, file);
      if (this.#settings.force === 0) {
        await this.#proc.err(`${this.#name}: ${target} already exists;\tnot overwritten\n`);
        if (this.status === 0) this.status = 2;
        return undefined;
      }
      const removed = tried(() => this.#proc.files.unlink(target));
      if (removed !== undefined) return this.#failed(target, removed);
    }
  }
}
