import type { Process } from "../../kernel/process.ts";
import { Exit } from "../../kernel/program.ts";
import { readTextIfAny } from "../text-file.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { isErrno } from "../../kernel/errno.ts";

/** What Debian's adduser and deluser share (Debian::AdduserCommon): messages, programs that they call, their lock. */
export class PerlScript {
  readonly proc: Process;
  /** Last part of the script's name. */
  readonly name: string;
  readonly verbose: boolean;
  /** Perl holds standard output back until another program runs. */
  #out = "";

  constructor(proc: Process, verbose: boolean) {
    this.proc = proc;
    this.name = (proc.args[0] ?? "").replace(/.*\//s, "");
    this.verbose = verbose;
  }

  print(text: string): void {
    this.#out += text;
  }

  /** Unless --quiet. */
  tell(text: string): void {
    if (this.verbose) this.print(text);
  }

  /** Refuses where the script in the image is another version's. */
  async demand(version: string): Promise<void> {
    const path = `/usr/sbin/${this.name.startsWith("del") ? "deluser" : "adduser"}`;
    const script = (await readTextIfAny(this.proc, path)) ?? "";
    const [, found] = /^my \$version = "([^"]*)";/m.exec(script) ?? [];
    if (found !== version) throw new Refusal(this.name, `${found ?? "of an unknown version"} is not emulated`);
  }

  async flush(): Promise<void> {
    const text = this.#out;
    this.#out = "";
    if (text !== "") await this.proc.out(text);
  }

  async warn(message: string): Promise<void> {
    await this.proc.err(`${this.name}: ${message}\n`);
  }

  async die(message: string, status = 1): Promise<never> {
    await this.warn(message);
    return this.exit(status);
  }

  async exit(status: number): Promise<never> {
    await this.flush();
    throw new Exit(status);
  }

  /** Runs a program; one that fails ends the script. */
  async call(path: string, ...args: readonly string[]): Promise<void> {
    const status = await this.run(path, ...args);
    const shown = [path, ...args].join(" ");
    if (status > 128) await this.die(`\`${shown}' exited from signal ${status - 128}. Exiting.`);
    if (status !== 0) await this.die(`\`${shown}' returned error code ${status}. Exiting.`);
  }

  async run(path: string, ...args: readonly string[]): Promise<number> {
    await this.flush();
    const env = new Map([
      ...this.proc.env,
      ["PATH", searched.join(":")],
      ["IFS", " \t\n"],
      ["VERBOSE", this.verbose ? "1" : "0"],
      ["DEBUG", this.verbose ? "1" : "0"],
    ]);
    return this.proc.exec(path, { args: [path, ...args], env });
  }

  isExecutable(path: string): boolean {
    try {
      this.proc.files.access(path, { execute: true });
      return true;
    } catch (error) {
      if (isErrno(error)) return false;
      throw error;
    }
  }

  async which(program: string): Promise<string> {
    const found = searched.map((directory) => `${directory}/${program}`).find((path) => this.isExecutable(path));
    return found ?? this.die(`Could not find program named \`${program}' in $PATH.`);
  }

  /** The lock stays as an empty file; nobody else can hold it, as a script runs alone. */
  async lock(): Promise<void> {
    const path = "/run/adduser";
    try {
      (await this.proc.files.open(path, { write: true, append: true, create: true }, 0o666)).close();
    } catch (error) {
      if (!isErrno(error)) throw error;
      await this.die(`could not open lock file ${path}!`);
    }
  }
}

/** What the scripts set PATH to. */
const searched = ["/bin", "/usr/bin", "/sbin", "/usr/sbin"];
