import { limits } from "../../limits.ts";
import { BoundFiles } from "./bound-files.ts";
import { isRoot, type Credentials } from "./credentials.ts";
import type { Description } from "./description.ts";
import type { Disk } from "./disk.ts";
import { isErrno, SystemError } from "./errno.ts";
import { executable } from "./execute.ts";
import type { FileStat } from "./files.ts";
import { Handle } from "./handle.ts";
import type { Machine } from "./machine.ts";
import { Mounts } from "./mounts.ts";
import type { Node } from "./node.ts";
import type { OpenFile } from "./open-file.ts";
import type { Pipe } from "./pipe.ts";
import { type Child, Killed, type Process, type Spawn } from "./process.ts";
import { Exit } from "./program.ts";
import type { Programs } from "./programs.ts";
import { Refusal } from "./refusal.ts";
import { signals } from "./signals.ts";
import { Task } from "./task.ts";

/** Between two looks at the clock, and milliseconds that programs may run until timers have their turn. */
const looks = 64;
const slice = 10;

export interface KernelOptions {
  readonly disk: Disk;
  readonly machine: Machine;
  readonly programs: Programs;
  /** Aborted: every process ends. */
  readonly signal: AbortSignal;
}

/** What the first process begins with. */
export type First = Omit<Spawn, "descriptors"> & { readonly descriptors: ReadonlyMap<number, Description> };

/**
 * Runs programs over a disk: processes, descriptors, signals, mounts. One for each RUN. A Refusal,
 * or anything else that no program should see, ends all processes.
 */
export class Kernel {
  readonly disk: Disk;
  readonly machine: Machine;
  readonly programs: Programs;
  readonly mounts: Mounts;
  readonly fifos = new WeakMap<Node, Pipe>();
  readonly #signal: AbortSignal;
  readonly #tasks = new Map<number, Task>();
  #nextId = 1;
  #failure: unknown;
  #asked = 0;
  #paused = performance.now();
  /** All who ask wait for it. */
  #pause: Promise<void> | undefined;

  constructor({ disk, machine, programs, signal }: KernelOptions) {
    this.disk = disk;
    this.machine = machine;
    this.programs = programs;
    this.mounts = new Mounts(disk);
    this.#signal = signal;
  }

  now(): bigint {
    return this.machine.now();
  }

  randomBytes(count: number): Uint8Array {
    return this.machine.randomBytes(count);
  }

  /** Runs what is at a path as the first process. Rejects as execve(2) does where it is no program; see `run`. */
  async execute(path: string, spawn: First): Promise<number> {
    const files = this.filesOf(spawn);
    const calling = {
      open: (at: string) => files.executable(at),
      programs: this.programs,
      who: spawn.credentials,
    };
    const { program, args } = await executable(path, spawn.args, calling);
    return this.run((proc) => program.run(proc), { ...spawn, args });
  }

  /** The system calls as a first process would make them. */
  filesOf({ cwd, umask, credentials }: Pick<First, "cwd" | "umask" | "credentials">): BoundFiles {
    const descriptor = () => {
      throw new SystemError("EBADF");
    };
    const holder = { signal: this.#signal, breathe: () => undefined };
    return new BoundFiles(this.mounts, this, { ...holder, cwd, umask, credentials, descriptor });
  }

  /**
   * Runs the first process and whatever it starts. Resolves to its status once all have ended: those
   * that are left when it ends are killed, as in a container.
   */
  async run(main: (proc: Process) => Promise<number>, spawn: First): Promise<number> {
    const cancel = () => this.#fail(this.#signal.reason);
    this.#signal.throwIfAborted();
    this.#signal.addEventListener("abort", cancel, { once: true });
    const holder = { signal: this.#signal, breathe: () => undefined };
    const descriptors = new Map<number, OpenFile>(
      [...spawn.descriptors].map(([number, description]) => [number, Handle.open(description, holder)]),
    );
    try {
      const status = await this.begin(main, { ...spawn, descriptors }, 0).ended;
      for (const file of descriptors.values()) file.close();
      for (const task of this.#tasks.values()) task.end(new Killed(signals.KILL));
      if (this.#failure !== undefined) throw this.#failure;
      return status;
    } catch (error) {
      throw this.#failure ?? error;
    } finally {
      this.#signal.removeEventListener("abort", cancel);
    }
  }

  begin(run: (child: Process) => Promise<number>, spawn: Spawn, parent: number): Child {
    // What has failed begins nothing any more: a fork bomb would go on for ever.
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#tasks.size >= limits.processes)
      throw this.#fail(new Refusal("fork", `more than ${limits.processes} processes at once`));
    const task = new Task(this, this.#nextId++, parent, spawn);
    this.#tasks.set(task.id, task);
    const ended = this.#statusOf(task, run);
    // Told through `#failure` too, where nobody waits for this process.
    ended.catch(() => undefined);
    return {
      id: task.id,
      ended,
      get killedBy() {
        return task.killedBy;
      },
    };
  }

  kill(id: number, signal: number, who: Credentials): void {
    if (id < 0) {
      for (const child of [...this.#tasks.values()].filter(({ parent }) => parent === -id))
        this.kill(-child.id, signal, who);
      return this.kill(-id, signal, who);
    }
    const task = this.#tasks.get(id);
    if (task === undefined) throw new SystemError("ESRCH");
    if (!isRoot(who) && who.uid !== task.credentials.uid) throw new SystemError("EPERM");
    if (signal !== 0) task.deliver(signal);
  }

  breathe(): Promise<void> | undefined {
    if (this.#pause !== undefined || ++this.#asked % looks !== 0) return this.#pause;
    if (performance.now() - this.#paused < slice) return undefined;
    return (this.#pause = new Promise((resolve) => {
      setImmediate(() => {
        this.#pause = undefined;
        this.#paused = performance.now();
        resolve();
      });
    }));
  }

  pipeStat(): FileStat {
    const now = this.now();
    const owner = { uid: 0, gid: 0, mode: 0o600, links: 1 };
    return { type: "fifo", size: 0, device: 0, inode: 0, atime: now, mtime: now, ctime: now, ...owner };
  }

  async #statusOf(task: Task, run: (child: Process) => Promise<number>): Promise<number> {
    try {
      // The parent goes on first: a program that only starts others must not do so within their starting.
      await undefined;
      return (await whicheverIsFirst(run, task)) & 0xff;
    } catch (error) {
      if (error instanceof Exit) return error.status & 0xff;
      // Nobody reads any more: by default that ends a process without a word.
      if (isErrno(error, "EPIPE")) task.killedBy = signals.PIPE;
      else if (error instanceof Killed && this.#failure === undefined) task.killedBy = error.signal;
      if (task.killedBy !== undefined) return 128 + task.killedBy;
      throw this.#fail(error);
    } finally {
      this.#tasks.delete(task.id);
      task.release();
    }
  }

  /** Ends everything; the first reason is the one that is told. */
  #fail(reason: unknown): unknown {
    this.#failure ??= reason;
    for (const task of this.#tasks.values()) task.end(new Killed(signals.KILL));
    return this.#failure;
  }
}

/** What a program comes to, or the signal that ends it while it waits for something. */
function whicheverIsFirst(run: (child: Process) => Promise<number>, task: Task): Promise<number> {
  return new Promise((resolve, reject) => {
    task.signal.addEventListener("abort", () => reject(task.signal.reason as Error), { once: true });
    run(task).then(resolve, reject);
  });
}
