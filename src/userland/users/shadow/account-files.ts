import type { Process } from "../../kernel/process.ts";
import { Exit } from "../../kernel/program.ts";
import { Database } from "../database.ts";
import { group } from "../records/group.ts";
import { gshadow } from "../records/gshadow.ts";
import { passwd } from "../records/passwd.ts";
import type { RecordFormat } from "../records/record.ts";
import { shadow } from "../records/shadow.ts";
import { subgid, subuid } from "../records/subids.ts";
import { exists } from "../text-file.ts";

/** The databases that a tool changes, each locked, opened and written with the messages that all tools share. */
export class AccountFiles {
  readonly users;
  readonly shadows;
  readonly groups;
  readonly groupShadows;
  readonly subuids;
  readonly subgids;
  /** Whether the file is there. */
  readonly has: {
    readonly shadow: boolean;
    readonly gshadow: boolean;
    readonly subuid: boolean;
    readonly subgid: boolean;
  };
  readonly #proc: Process;
  readonly #tool: string;
  readonly #locked: { unlock(): void }[] = [];

  /** `forced`: /etc/login.defs wants the shadow files though they are not there. */
  constructor(proc: Process, tool: string, forced: boolean) {
    const of = <Entry>(format: RecordFormat<Entry>) => new Database(proc, tool, format);
    this.users = of(passwd);
    this.shadows = of(shadow);
    this.groups = of(group);
    this.groupShadows = of(gshadow);
    this.subuids = of(subuid);
    this.subgids = of(subgid);
    const there = (format: { readonly path: string }) => exists(proc, format.path);
    this.has = {
      shadow: forced || there(shadow),
      gshadow: forced || there(gshadow),
      subuid: there(subuid),
      subgid: there(subgid),
    };
    this.#proc = proc;
    this.#tool = tool;
  }

  /** Locks and opens a database, or ends the tool with `status`. */
  async open<Entry>(database: Database<Entry>, status: number): Promise<void> {
    await this.lock(database, status);
    await this.read(database, status);
  }

  async lock<Entry>(database: Database<Entry>, status: number): Promise<void> {
    if (!(await database.lock())) await this.#end(status, `cannot lock ${database.path}; try again later.`);
    this.#locked.push(database);
  }

  async read<Entry>(database: Database<Entry>, status: number): Promise<void> {
    if (!(await database.open())) await this.#end(status, `cannot open ${database.path}`);
  }

  async update<Entry>(database: Database<Entry>, entry: Entry, name: string, status: number): Promise<void> {
    if (!(await database.update(entry)))
      await this.#end(status, `failed to prepare the new ${database.path} entry '${name}'`);
  }

  /** `shown` is the name as the message has it. */
  async remove<Entry>(database: Database<Entry>, name: string, status: number, shown = name): Promise<void> {
    if (!(await database.remove(name))) await this.#end(status, `cannot remove entry '${shown}' from ${database.path}`);
  }

  /** Writes a database, or ends the tool. */
  async write<Entry>(database: Database<Entry>, status: number): Promise<void> {
    if (!(await database.close())) await this.#end(status, `failure while writing changes to ${database.path}`);
  }

  /** Unlocks whatever is locked. */
  unlock(): void {
    for (const database of this.#locked.splice(0).reverse()) database.unlock();
  }

  async #end(status: number, message: string): Promise<never> {
    await this.#proc.err(`${this.#tool}: ${message}\n`);
    throw new Exit(status);
  }
}
