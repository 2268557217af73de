import type { Process } from "../../kernel/process.ts";
import type { Action, Command, Script, Substitution } from "./command.ts";
import { ScriptFiles } from "./files.ts";
import { Input } from "./input.ts";
import { listLine } from "./list-line.ts";
import { Output, Sink } from "./output.ts";
import { Selection } from "./selection.ts";
import type { Settings } from "./settings.ts";
import { substitute } from "./substitute.ts";
import { transliterate } from "./transliterate.ts";

/** What becomes of the script after a command. */
type Outcome =
  | { readonly next: "command" }
  | { readonly next: "jump"; readonly to: number }
  /** `print`: the pattern space first, as at the script's end. */
  | { readonly next: "cycle"; readonly print: boolean }
  | { readonly next: "quit"; readonly status: number };

const onwards: Outcome = { next: "command" };
const nextCycle: Outcome = { next: "cycle", print: false };

/** Runs a script over the files: sed/execute.c. Throws `ScriptError`. Resolves to the exit status. */
export async function execute(proc: Process, script: Script, files: readonly string[], settings: Settings) {
  const standard = new Sink(proc.descriptor(1));
  const scriptFiles = await ScriptFiles.of(proc, script, standard, settings.delimiter);
  const run = new Run(proc, script, files, { settings, standard, scriptFiles });
  try {
    return await run.all();
  } finally {
    await standard.flush();
    await scriptFiles.close();
  }
}

interface Surroundings {
  readonly settings: Settings;
  readonly standard: Sink;
  readonly scriptFiles: ScriptFiles;
}

class Run {
  private readonly proc: Process;
  private readonly commands: readonly Command[];
  private readonly settings: Settings;
  private readonly files: ScriptFiles;
  private readonly input: Input;
  private readonly selection: Selection;
  private readonly appended: (() => Promise<void> | void)[] = [];
  private space = "";
  private terminated = true;
  private hold = "";
  private holdTerminated = true;
  private replaced = false;

  constructor(
    proc: Process,
    { commands }: Script,
    files: readonly string[],
    { settings, standard, scriptFiles }: Surroundings,
  ) {
    this.proc = proc;
    this.commands = commands;
    this.settings = settings;
    this.files = scriptFiles;
    this.selection = new Selection(commands);
    const output = new Output(standard, settings.delimiter);
    this.input = new Input(proc, files, settings, output, () => this.beginFile());
  }

  async all(): Promise<number> {
    try {
      let status = 0;
      while (await this.read()) {
        const outcome = await this.cycle();
        if (outcome.next !== "quit") continue;
        status = outcome.status;
        break;
      }
      await this.input.close();
      return this.input.failed ? 2 : status;
    } catch (error) {
      await this.input.abandon();
      throw error;
    }
  }

  private beginFile(): void {
    this.hold = "";
    this.selection.beginFile();
    this.files.rewind();
  }

  private get output(): Output {
    return this.input.output;
  }

  /** Reads the next line into the pattern space; false after the last. */
  private async read(append = ""): Promise<boolean> {
    if (this.appended.length > 0) await this.writeAppended();
    this.replaced = false;
    const pressing = this.output.sink.pressing ?? this.proc.breathe();
    if (pressing) await pressing;
    const line = await this.input.next();
    if (line === undefined) return false;
    this.space = append + line;
    this.terminated = this.input.terminated;
    return true;
  }

  private async writeAppended(): Promise<void> {
    for (const write of this.appended.splice(0)) await write();
  }

  private print(): void {
    this.output.line(this.space, this.terminated);
  }

  /** The script once, for the pattern space. */
  private async cycle(): Promise<Outcome> {
    const { commands } = this;
    for (let at = 0, steps = 0; at < commands.length; steps++) {
      if (steps % 64 === 63) {
        const pause = this.output.sink.pressing ?? this.proc.breathe();
        if (pause) await pause;
      }
      const command = commands[at]!;
      const selected = this.selection.matches(at, this.input, this.space);
      if ((selected instanceof Promise ? await selected : selected) === command.negated) {
        at = command.action.name === "{" ? command.action.to + 1 : at + 1;
        continue;
      }
      const result = this.act(command.action, at);
      const outcome = result instanceof Promise ? await result : result;
      if (outcome.next === "command") at += 1;
      else if (outcome.next === "jump") at = outcome.to;
      else return outcome;
    }
    if (!this.settings.quiet) this.print();
    return nextCycle;
  }

  private act(action: Action, at: number): Outcome | Promise<Outcome> {
    switch (action.name) {
      case "{":
      case "}":
      case ":":
        return onwards;
      case "b":
        return { next: "jump", to: action.to };
      case "t":
      case "T": {
        const jumps = this.replaced === (action.name === "t");
        this.replaced = false;
        return jumps ? { next: "jump", to: action.to } : onwards;
      }
      case "s":
        return this.substitute(action.substitution);
      case "d":
        return nextCycle;
      case "D":
        return this.deleteFirstLine();
      case "n":
        return this.nextLine();
      case "N":
        return this.appendLine();
      case "q":
        return this.quit(action.number ?? 0);
      case "Q":
        return { next: "quit", status: action.number ?? 0 };
      case "c":
        if (!this.selection.goesOn(at) && action.text !== "") this.output.line(action.text.slice(0, -1));
        return nextCycle;
      case "r":
        return this.readFile(action.file, action.now);
      case "R":
        return this.readLine(action.file);
      case "w":
      case "W":
        return this.writeFile(action.file, action.name === "W");
      default:
        this.simple(action);
        return onwards;
    }
  }

  /** Commands that do nothing but change or print a space. */
  private simple(action: Action): void {
    const { delimiter, utf8, width } = this.settings;
    switch (action.name) {
      case "a":
        this.appended.push(() => this.output.raw(action.text));
        return;
      case "i":
        if (action.text !== "") this.output.line(action.text.slice(0, -1));
        return;
      case "y":
        this.space = transliterate(this.space, action.map, utf8);
        return;
      case "l":
        this.output.raw(listLine(this.space, action.number ?? width, delimiter));
        return;
      case "=":
        this.output.line(String(this.input.line));
        return;
      case "F":
        this.output.line(this.input.name);
        return;
      case "g":
        [this.space, this.terminated] = [this.hold, this.holdTerminated];
        return;
      case "G":
        this.space += delimiter + this.hold;
        this.terminated = this.holdTerminated;
        return;
      case "h":
        [this.hold, this.holdTerminated] = [this.space, this.terminated];
        return;
      case "H":
        this.hold += delimiter + this.space;
        this.holdTerminated = this.terminated;
        return;
      case "x":
        [this.space, this.hold] = [this.hold, this.space];
        [this.terminated, this.holdTerminated] = [this.holdTerminated, this.terminated];
        return;
      case "p":
        this.print();
        return;
      case "P":
        this.printFirstLine(this.output);
        return;
      case "z":
        this.space = "";
    }
  }

  private printFirstLine(output: Output): void {
    const end = this.space.indexOf(this.settings.delimiter);
    output.line(end < 0 ? this.space : this.space.slice(0, end), end >= 0 || this.terminated);
  }

  private deleteFirstLine(): Outcome {
    const end = this.space.indexOf(this.settings.delimiter);
    if (end < 0) return nextCycle;
    this.space = this.space.slice(end + 1);
    return { next: "jump", to: 0 };
  }

  private async nextLine(): Promise<Outcome> {
    if (!this.settings.quiet) this.print();
    return (await this.input.atEnd()) || !(await this.read()) ? nextCycle : onwards;
  }

  private async appendLine(): Promise<Outcome> {
    const { delimiter, quiet } = this.settings;
    if (!(await this.input.atEnd()) && (await this.read(this.space + delimiter))) return onwards;
    if (!quiet) this.print();
    return nextCycle;
  }

  private async quit(status: number): Promise<Outcome> {
    if (!this.settings.quiet) this.print();
    await this.writeAppended();
    return { next: "quit", status };
  }

  private async readFile(name: string, now: boolean): Promise<Outcome> {
    const write = async (): Promise<void> => {
      await this.files.flush();
      this.output.raw(await this.files.content(name));
    };
    if (now) await write();
    else this.appended.push(write);
    return onwards;
  }

  private async readLine(name: string): Promise<Outcome> {
    const line = await this.files.line(name, this.settings.delimiter);
    if (line !== undefined) this.appended.push(() => this.output.raw(line));
    return onwards;
  }

  private async writeFile(name: string, firstLine: boolean): Promise<Outcome> {
    const output = this.files.output(name);
    if (firstLine) this.printFirstLine(output);
    else output.line(this.space, this.terminated);
    await output.sink.pressing;
    return onwards;
  }

  private substitute(how: Substitution): Outcome | Promise<Outcome> {
    const line = substitute(this.space, this.selection.regex(how.regex), how, this.settings.utf8);
    if (line === undefined) return onwards;
    this.space = line;
    this.replaced = true;
    if (how.print) this.print();
    return how.file === undefined ? onwards : this.writeFile(how.file, false);
  }
}
