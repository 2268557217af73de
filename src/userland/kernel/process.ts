import type { Credentials } from "./credentials.ts";
import type { Files } from "./files.ts";
import type { Machine } from "./machine.ts";
import type { OpenFile } from "./open-file.ts";
import type { Program } from "./program.ts";

/** What is handed to a process that begins. Descriptors are retained for it; it closes its own. */
export interface Spawn {
  /** argv, latin1; [0] is what the program is called by. */
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly umask: number;
  readonly credentials: Credentials;
  readonly descriptors: ReadonlyMap<number, OpenFile>;
}

/**
 * A process as its program sees it: argv, environment, descriptors and the system calls. All
 * strings are latin1 byte strings, one character a byte.
 */
export interface Process extends Omit<Spawn, "descriptors"> {
  readonly id: number;
  readonly parent: number;
  /** Its own table: programs with redirections change it. A descriptor that is taken out must be closed. */
  readonly descriptors: Map<number, OpenFile>;
  readonly files: Files;
  readonly machine: Machine;
  /** Aborted when the process is killed or the build cancelled; `reason` is then a `Killed`. */
  readonly signal: AbortSignal;

  /** Absolute; chdir(2) checks it. */
  cwd: string;
  umask: number;
  credentials: Credentials;

  /** EBADF where it is not open. */
  descriptor(number: number): OpenFile;
  /** Writes text (latin1) to standard output, or to another descriptor. */
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
  /** pipe(2): two open files of this process, each to be closed. */
  pipe(): { readonly read: OpenFile; readonly write: OpenFile };
  /** execve(2) in a new process: the status with which it ends, 128+n for a signal. Rejects with ENOENT, EACCES, ENOEXEC, ELOOP as execve does. */
  exec(path: string, more: Pick<Spawn, "args"> & Partial<Spawn>): Promise<number>;
  /**
   * execve(2) in this one: the file's program takes this process's place. Resolves to the status with
   * which the process must end then; rejects as `exec` does, and nothing has changed.
   */
  execve(path: string, more: Pick<Spawn, "args" | "env">): Promise<number>;
  /** Runs a part of this program as a process of its own: fork(2) for the shell. */
  fork(run: (child: Process) => Promise<number>, more?: Partial<Spawn>): Child;
  /** Runs a program within the same rules without looking for its file: for tools that stand on others (xargs, find -exec go by `exec`). */
  start(program: Program, more: Pick<Spawn, "args"> & Partial<Spawn>): Promise<number>;
  /** kill(2). Throws ESRCH, EPERM. A negative id: that process and all that it began, which did not outlive their parents. */
  kill(id: number, signal: number): void;
  /** Instead of ending: told of a signal that came. undefined restores the default. */
  onSignal: ((signal: number) => void) | undefined;
  /**
   * To be awaited in every loop that may be long: lets timers and Ctrl-C through now and then, and
   * rejects once the process is killed. undefined, at no cost, most of the time.
   */
  breathe(): Promise<void> | undefined;
}

/** A process that another one began, and waits for. */
export interface Child {
  readonly id: number;
  /** Its status, 128+n for a signal. */
  readonly ended: Promise<number>;
  /** The signal that ended it, once it has. */
  readonly killedBy: number | undefined;
}

/** A process that a signal ends. */
export class Killed extends Error {
  readonly signal: number;

  constructor(signal: number) {
    super(`killed by signal ${signal}`);
    this.name = "Killed";
    this.signal = signal;
  }
}
