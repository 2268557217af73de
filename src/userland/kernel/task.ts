import { BoundFiles } from "./bound-files.ts";
import { limits } from "../../limits.ts";
import type { Credentials } from "./credentials.ts";
import { SystemError } from "./errno.ts";
import { type Executable, executable } from "./execute.ts";
import type { FileStat } from "./files.ts";
import { Handle } from "./handle.ts";
import type { Machine } from "./machine.ts";
import type { Mounts } from "./mounts.ts";
import type { OpenFile } from "./open-file.ts";
import type { Opener } from "./opening.ts";
import { Pipe } from "./pipe.ts";
import { type Child, Killed, type Process, type Spawn } from "./process.ts";
import type { Program } from "./program.ts";
import type { Programs } from "./programs.ts";
import { Refusal } from "./refusal.ts";
import { final, ignored, signals, stopping } from "./signals.ts";

/** What a process asks of the kernel that runs it. */
export interface Supervisor extends Opener {
  readonly machine: Machine;
  readonly mounts: Mounts;
  readonly programs: Programs;
  begin(run: (child: Process) => Promise<number>, spawn: Spawn, parent: number): Child;
  kill(id: number, signal: number, who: Credentials): void;
  breathe(): Promise<void> | undefined;
  pipeStat(): FileStat;
}

/** A process of the kernel. */
export class Task implements Process {
  readonly id: number;
  readonly parent: number;
  args: readonly string[];
  env: ReadonlyMap<string, string>;
  readonly descriptors: Map<number, OpenFile>;
  readonly files: BoundFiles;
  readonly signal: AbortSignal;
  cwd: string;
  umask: number;
  credentials: Credentials;
  onSignal: ((signal: number) => void) | undefined;
  /** The signal that ended it. */
  killedBy: number | undefined;
  readonly #kernel: Supervisor;
  readonly #end = new AbortController();
  #replaced = 0;

  constructor(kernel: Supervisor, id: number, parent: number, spawn: Spawn) {
    this.#kernel = kernel;
    this.id = id;
    this.parent = parent;
    this.args = spawn.args;
    this.env = spawn.env;
    this.cwd = spawn.cwd;
    this.umask = spawn.umask;
    this.credentials = spawn.credentials;
    this.signal = this.#end.signal;
    this.files = new BoundFiles(kernel.mounts, kernel, this);
    this.descriptors = new Map([...spawn.descriptors].map(([number, file]) => [number, this.#own(file)]));
  }

  get machine(): Machine {
    return this.#kernel.machine;
  }

  descriptor(number: number): OpenFile {
    const file = this.descriptors.get(number);
    if (file === undefined) throw new SystemError("EBADF");
    return file;
  }

  out(text: string): Promise<void> {
    return this.descriptor(1).write(Buffer.from(text, "latin1"));
  }

  async err(text: string): Promise<void> {
    await this.descriptors.get(2)?.write(Buffer.from(text, "latin1"));
  }

  pipe(): { readonly read: OpenFile; readonly write: OpenFile } {
    const pipe = new Pipe(this.#kernel.pipeStat());
    return { read: Handle.open(pipe.readEnd(), this), write: Handle.open(pipe.writeEnd(), this) };
  }

  async exec(path: string, more: Pick<Spawn, "args"> & Partial<Spawn>): Promise<number> {
    const found = await this.#executable(path, more.args, more.credentials ?? this.credentials);
    return this.start(found.program, { ...more, args: found.args });
  }

  async execve(path: string, { args, env }: Pick<Spawn, "args" | "env">): Promise<number> {
    const found = await this.#executable(path, args, this.credentials);
    if (++this.#replaced > limits.replacements)
      throw new Refusal("exec", `more than ${limits.replacements} programs in place of one another`);
    this.args = found.args;
    this.env = env;
    this.onSignal = undefined;
    return found.program.run(this);
  }

  #executable(path: string, args: readonly string[], who: Credentials): Promise<Executable> {
    const calling = { open: (at: string) => this.files.executable(at), programs: this.#kernel.programs, who };
    return executable(path, args, calling);
  }

  start(program: Program, more: Pick<Spawn, "args"> & Partial<Spawn>): Promise<number> {
    return this.fork((child) => program.run(child), more).ended;
  }

  fork(run: (child: Process) => Promise<number>, more: Partial<Spawn> = {}): Child {
    // What is left of a program whose process was killed starts nothing more.
    this.signal.throwIfAborted();
    const { args, env, cwd, umask, credentials, descriptors } = this;
    return this.#kernel.begin(run, { args, env, cwd, umask, credentials, descriptors, ...more }, this.id);
  }

  kill(id: number, signal: number): void {
    this.#kernel.kill(id, signal, this.credentials);
  }

  breathe(): Promise<void> | undefined {
    if (this.signal.aborted) return Promise.reject(this.signal.reason as Error);
    return this.#kernel.breathe();
  }

  /** A signal came. */
  deliver(signal: number): void {
    if (this.onSignal !== undefined && !final.has(signal)) return this.onSignal(signal);
    if (stopping.has(signal)) throw new Refusal(`kill -${signal}`, "would stop a process that nobody continues");
    if (!ignored.has(signal)) this.#end.abort(new Killed(signal));
  }

  /** Ends it, whatever it does. */
  end(reason: Error): void {
    this.#end.abort(reason);
  }

  /** Closes whatever it has open. */
  release(): void {
    for (const file of this.descriptors.values()) file.close();
    this.descriptors.clear();
    this.#end.abort(new Killed(signals.KILL));
  }

  #own(file: OpenFile): OpenFile {
    if (!(file instanceof Handle)) throw new TypeError("a descriptor that is not the kernel's");
    return file.for(this);
  }
}
