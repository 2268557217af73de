import type { Process } from "../../kernel/process.ts";
import type { Action, Command, Script, Substitution } from "./command.ts";
import { ScriptFiles } from "./files.ts";
import { Input } from "./input.ts";
import { Output, Sink } from "./output.ts";
import { Selection } from "./selection.ts";
import type { Settings } from "./settings.ts";
import { type Appended, simpleCommand } from "./simple-command.ts";
import { Spaces } from "./spaces.ts";
import { substitute } from "./substitute.ts";

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
  private readonly appended: Appended[] = [];
  private readonly spaces = new Spaces();
  private replaced = false;

  constructor(
    proc: Process,
    script: Script,
    files: readonly string[],
    { settings, standard, scriptFiles }: Surroundings,
  ) {
    this.proc = proc;
    this.commands = script.commands;
    this.settings = settings;
    this.files = scriptFiles;
    this.selection = new Selection(script);
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
    this.spaces.hold = "";
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
    this.spaces.pattern = append + line;
    this.spaces.terminated = this.input.terminated;
    return true;
  }

  private async writeAppended(): Promise<void> {
    for (const write of this.appended.splice(0)) await write();
  }

  private print(): void {
    this.output.line(this.spaces.pattern, this.spaces.terminated);
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
      const selected = this.selection.matches(at, this.input, this.spaces.pattern);
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
        simpleCommand(action, this.spaces, this.input, this.settings, this.appended);
        return onwards;
    }
  }

  private deleteFirstLine(): Outcome {
    const { spaces, settings } = this;
    const end = spaces.pattern.indexOf(settings.delimiter);
    if (end < 0) return nextCycle;
    spaces.pattern = spaces.pattern.slice(end + 1);
    return { next: "jump", to: 0 };
  }

  private async nextLine(): Promise<Outcome> {
    if (!this.settings.quiet) this.print();
    return (await this.input.atEnd()) || !(await this.read()) ? nextCycle : onwards;
  }

  private async appendLine(): Promise<Outcome> {
    const { delimiter, quiet } = this.settings;
    if (!(await this.input.atEnd()) && (await this.read(this.spaces.pattern + delimiter))) return onwards;
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
    if (firstLine) this.spaces.printFirstLine(output, this.settings.delimiter);
    else output.line(this.spaces.pattern, this.spaces.terminated);
    await output.sink.pressing;
    return onwards;
  }

  private substitute(how: Substitution): Outcome | Promise<Outcome> {
    const line = substitute(this.spaces.pattern, this.selection.regex(how.regex), how, this.settings.utf8);
    if (line === undefined) return onwards;
    this.spaces.pattern = line;
    this.replaced = true;
    if (how.print) this.print();
    return how.file === undefined ? onwards : this.writeFile(how.file, false);
  }
}
