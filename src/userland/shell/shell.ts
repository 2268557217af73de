import type { Process } from "../kernel/process.ts";
import { isSpecialBuiltin } from "./builtin-names.ts";
import type { Dialect } from "./dialect.ts";
import type { Jobs } from "./state/jobs.ts";
import { flagsOf, type OptionName } from "./state/options.ts";
import { type Traps } from "./state/traps.ts";
import { ShellError } from "./state/failure.ts";
import { number } from "./state/numbers.ts";
import { Variables } from "./state/variables.ts";
import type { ParserOptions } from "./syntax/parser.ts";
import type { Aliases } from "./syntax/source.ts";
import type { Command, FunctionDefinition } from "./syntax/tree.ts";

/** Where `getopts` is. */
export interface OptionPlace {
  index: number;
  /** Within the word before `index`; -1 at its end. */
  offset: number;
}

/** `$1` and so on. */
export interface Positional {
  parameters: readonly string[];
  readonly place: OptionPlace;
}

/** What is skipped until a loop or a function ends (dash: evalskip). */
export type Skip = "break" | "continue" | "return" | "return as it is" | undefined;

/** A command that the shell itself is. */
export interface Builtin {
  /** Errors in it end the shell, and assignments in front of it stay (POSIX 2.14). */
  readonly special?: boolean;
  /** Found before PATH is looked at, and never behind an option of PATH. */
  readonly regular?: boolean;
  /** Its operands that look like assignments are expanded as such. */
  readonly assigns?: boolean;
  run(shell: Shell, args: readonly string[], tested: boolean): Promise<number> | number;
}

/** How commands are run: what the parts of a shell need of each other. */
export interface Interpreter {
  readonly builtins: ReadonlyMap<string, Builtin>;
  /** `flags` as in evaluate/flags.ts. */
  evaluate(shell: Shell, command: Command | undefined, flags: number): Promise<number>;
  /** Text of eval, a trap, -c. */
  evaluateText(shell: Shell, text: string, flags: number): Promise<number>;
  /** The end of a forked shell: what it comes to. */
  finish(shell: Shell, run: () => Promise<unknown>): Promise<number>;
}

/** A shell while it runs: all that a subshell gets a copy of (dash's globals). */
export class Shell {
  readonly proc: Process;
  readonly dialect: Dialect;
  readonly interpreter: Interpreter;
  readonly variables: Variables;
  readonly functions: Map<string, FunctionDefinition>;
  readonly aliases: Aliases;
  readonly options: Set<OptionName>;
  readonly traps: Traps;
  readonly jobs: Jobs;
  /** Index in PATH of the commands that were looked for (dash: cmdtable). */
  readonly found: Map<string, number>;
  /** `$0` */
  name: string;
  /** `$$` */
  readonly rootId: number;
  positional: Positional;
  status = 0;
  /** Of the last command substitution of the command that is being expanded. */
  substitutionStatus = 0;
  /** `exit` asked for it, or it was before a trap. */
  savedStatus: number | undefined;
  skip: Skip;
  skipCount = 0;
  loops = 0;
  calls = 0;
  /** eval, `.` and traps within each other. */
  texts = 0;
  /** Of the command that runs, for messages. */
  line = 1;
  /** In messages: the builtin, or the file that `.` reads. */
  commandName: string | undefined;
  /** PS4 is being expanded. */
  inPrompt = false;
  /** Directory as `cd` understood it. */
  directory = "";
  /** Wakes `wait` when a trap is due. */
  interrupted: (() => void) | undefined;
  #output = "";

  constructor(
    proc: Process,
    given: Pick<Shell, "dialect" | "interpreter" | "name" | "rootId" | "traps" | "jobs" | "positional">,
    from?: Shell,
  ) {
    this.proc = proc;
    this.dialect = given.dialect;
    this.interpreter = given.interpreter;
    this.name = given.name;
    this.rootId = given.rootId;
    this.traps = given.traps;
    this.jobs = given.jobs;
    this.positional = given.positional;
    this.variables = new Variables((name, value) => this.#changed(name, value), from?.variables);
    this.functions = new Map(from?.functions);
    this.aliases = new Map([...(from?.aliases ?? [])].map(([name, { text }]) => [name, { text, inUse: false }]));
    this.options = new Set(from?.options);
    this.found = new Map(from?.found);
    if (from === undefined) return;
    this.status = from.status;
    this.line = from.line;
    this.calls = from.calls;
    this.texts = from.texts;
    this.commandName = from.commandName;
    this.directory = from.directory;
    this.inPrompt = from.inPrompt;
  }

  #changed(name: string, value: string | undefined): void {
    if (name === "PATH") this.found.clear();
    if (name !== "OPTIND") return;
    const { place } = this.positional;
    place.index = number(value ?? "") || 1;
    place.offset = -1;
  }

  get parserOptions(): ParserOptions {
    return { aliases: this.aliases, isSpecial: isSpecialBuiltin };
  }

  /** Of dash's `$x`: undefined where it is not set. */
  parameter(name: string): string | undefined {
    switch (name) {
      case "$":
        return String(this.rootId);
      case "?":
        return String(this.status);
      case "#":
        return String(this.positional.parameters.length);
      case "!":
        return this.jobs.last === undefined ? undefined : String(this.jobs.last);
      case "-":
        return flagsOf(this.options);
      case "0":
        return this.name;
    }
    if (!/^\d/.test(name)) return this.variables.get(name);
    const index = Number(name);
    return index === 0 ? this.name : this.positional.parameters[index - 1];
  }

  setParameters(parameters: readonly string[]): void {
    this.positional = { parameters, place: { index: 1, offset: -1 } };
  }

  setOptions(options: Iterable<OptionName>): void {
    const wanted = [...options];
    this.options.clear();
    for (const name of wanted) this.options.add(name);
    this.variables.exportAll = this.options.has("allexport");
  }

  /** Programs that were found by way of the working directory have to be looked for again. */
  forgetRelative(): void {
    const directories = (this.variables.get("PATH") ?? "").split(":");
    for (const [name, index] of this.found)
      if (!directories.slice(0, index + 1).every((each) => each.startsWith("/"))) this.found.delete(name);
  }

  get separators(): string {
    return this.variables.get("IFS") ?? " \t\n";
  }

  /** Standard output of a builtin, written when it ends. */
  print(text: string): void {
    this.#output += text;
  }

  async flush(): Promise<void> {
    const text = this.#output;
    this.#output = "";
    if (text !== "") await this.proc.out(text);
  }

  /** What a builtin printed and what became of it: nothing is lost when the next one prints. */
  discard(): void {
    this.#output = "";
  }

  /** A message in the shell's words. */
  async warn(message: string, line = this.line): Promise<void> {
    await this.proc.err(this.dialect.message(this, message, line));
  }

  /** Says once what was wrong. */
  async report(error: unknown): Promise<void> {
    if (!(error instanceof ShellError) || error.told) return;
    error.told = true;
    this.status = error.status;
    await this.warn(error.message, error.line ?? this.line);
  }
}
