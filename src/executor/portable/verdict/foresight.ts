import path from "node:path/posix";
import type { Location } from "../../../errors.ts";
import { limits } from "../../../limits.ts";
import type { Filesystem } from "../../../oci/filesystem/filesystem.ts";
import type { ImagePath } from "../../../oci/filesystem/path.ts";
import type { Impossible, Program } from "../../../userland/kernel/program.ts";
import type { Programs } from "../../../userland/kernel/programs.ts";
import { Refusal } from "../../../userland/kernel/refusal.ts";
import { parseShebang, type Shebang } from "../../../userland/kernel/shebang.ts";
import { previewScript, type StaticCommand, type StaticWord } from "../../../userland/shell/preview.ts";
import type { RunStep } from "../../executor.ts";
import type { Refused } from "../refused.ts";
import { startedBy } from "./inner.ts";
import { findCommand, findFile, type Surroundings } from "./lookup.ts";
import { isShell, shellCommand } from "./shell-command.ts";

/** What stands in the way of a RUN: words for people, UTF-8. */
export type Obstacle = Refused;

/** A command line that will perhaps be executed. */
interface Call {
  readonly words: readonly StaticWord[];
  readonly around: Surroundings;
  /** Whether the RUN can succeed without it. */
  readonly conditional: boolean;
  /** Of the RUN's own script, where it stands there or is started from there. */
  readonly line: number | undefined;
  /** How many scripts and starting programs lead here. */
  readonly depth: number;
}

/** `#!` lines, `sh -c`, scripts that start scripts. */
const deepest = 12;

/** Looks ahead at what a RUN executes; holds the first thing that is refused for certain, and the first that is not known. */
export class Foresight {
  refused: Obstacle | undefined;
  unknown: Obstacle | undefined;
  readonly #programs: Programs;
  readonly #scripts: RunStep["scripts"];

  constructor(programs: Programs, scripts: RunStep["scripts"]) {
    this.#programs = programs;
    this.#scripts = scripts;
  }

  /** Latin1. */
  async command(words: readonly string[], around: Surroundings): Promise<void> {
    const call: Call = { words, around, conditional: false, line: undefined, depth: 0 };
    try {
      await this.#call(call);
    } catch (error) {
      // Deeper than anybody writes.
      if (!(error instanceof Refusal)) throw error;
      this.#unclear(call, error.word, error.reason);
    }
  }

  async #call(call: Call): Promise<void> {
    const [name] = call.words;
    if (name === undefined) return this.#unclear(call, "a command", "has a name that only the shell can work out");
    const pipe = this.#scripts.find((one) => `/dev/pipes/${one.name}` === name);
    if (pipe !== undefined) return this.#script(call, name, pipe.content);
    const found = name.includes("/") ? findFile(name, call.around) : findCommand(name, call.around);
    // Nobody makes it: it fails here as it does on Linux.
    if (found.kind === "missing") return undefined;
    if (found.kind === "unclear") return this.#unclear(call, shown(name), `may be made by ${lineOf(found.where)}`);
    return this.#file(call, name, found.path, found.stat.digest);
  }

  async #file(call: Call, name: string, at: ImagePath, digest: Parameters<Programs["recognise"]>[0]["digest"]) {
    const { tree } = call.around;
    const file = { path: `/${at}`, name, digest, content: () => tree.read(at) };
    const found = await this.#programs.recognise(file);
    if (found.kind === "unknown") return this.#obstacle(call, { ...found.why, word: shown(name) });
    if (found.kind === "program") return this.#program(call, name, found.program);
    if (found.kind === "script") return this.#interpreted(call, `/${at}`, found);
    return this.#shellText(call, await textOf(tree, at));
  }

  async #program(call: Call, name: string, program: Program): Promise<void> {
    const args = call.words.slice(1);
    const impossible = program.refuses(args);
    const called = name.slice(name.lastIndexOf("/") + 1);
    if (impossible !== undefined)
      return this.#obstacle(call, { ...impossible, word: `${shown(called)} ${impossible.word}` });
    for (const words of startedBy(called, args)) await this.#call({ ...call, words, depth: this.#deeper(call) });
    if (isShell(called)) await this.#shell(call, args);
  }

  /** A script by its first line: whatever its interpreter cannot do is told of the script; of a shell's, what stands in it. */
  async #interpreted(call: Call, file: string, { interpreter, argument }: Shebang): Promise<void> {
    const words = [interpreter, ...(argument === undefined ? [] : [argument]), file, ...call.words.slice(1)];
    const [refused, unknown] = [this.refused, this.unknown];
    await this.#call({ ...call, words, depth: this.#deeper(call) });
    if (isShell(path.basename(interpreter))) return;
    const word = shown(call.words[0] ?? file);
    const named = (one: Obstacle) => ({ ...one, word, reason: `is run by ${one.word}, which ${one.reason}` });
    if (this.refused !== refused) this.refused = named(this.refused!);
    if (this.unknown !== unknown) this.unknown = named(this.unknown!);
  }

  /** A here-document of the RUN, executed or read by a shell. */
  async #script(call: Call, name: string, content: string, isRead = false): Promise<void> {
    const text = Buffer.from(content, "utf8").toString("latin1");
    const shebang = parseShebang(Buffer.from(text.slice(0, limits.path), "latin1"));
    const whole = { ...call, line: 0 };
    return shebang !== undefined && !isRead ? this.#interpreted(whole, name, shebang) : this.#shellText(whole, text);
  }

  async #shell(call: Call, args: readonly StaticWord[]): Promise<void> {
    const command = shellCommand(args);
    if (command.kind === "text") {
      // The text of the RUN itself has lines of its own.
      const line = call.depth === 0 ? 0 : call.line;
      return this.#shellText({ ...call, line }, command.text);
    }
    if (command.kind === "unknown")
      return this.#unclear(call, shown(call.words[0] ?? "sh"), "reads what it runs only then");
    return this.#sourced(call, command.path);
  }

  /** A file that a shell reads. */
  async #sourced(call: Call, file: string): Promise<void> {
    const pipe = this.#scripts.find((one) => `/dev/pipes/${one.name}` === file);
    if (pipe !== undefined) return this.#script(call, file, pipe.content, true);
    const found = findFile(file, call.around);
    if (found.kind === "unclear") return this.#unclear(call, shown(file), `may be made by ${lineOf(found.where)}`);
    if (found.kind === "file") await this.#shellText(call, await textOf(call.around.tree, found.path));
  }

  async #shellText(call: Call, text: string): Promise<void> {
    const depth = this.#deeper(call);
    let { around } = call;
    let conditional = call.conditional;
    for (const command of this.#commands(call, text)) {
      const line = call.line === 0 ? command.line : call.line;
      const next = { words: command.words, around, conditional: conditional || command.conditional, line, depth };
      const own = command.assignments.has("PATH")
        ? { ...around, path: pathOf(command.assignments.get("PATH"), around) }
        : around;
      if (command.kind === "external" || command.kind === "unknown") await this.#call({ ...next, around: own });
      if (command.kind !== "builtin") continue;
      if (command.refused !== undefined) this.#obstacle(next, command.refused);
      if (command.words[0] === "." || command.words[0] === "source") await this.#dot(next);
      around = after(command, around);
      // What follows need not run any more.
      if (command.conditional && endsWell(command)) conditional = true;
    }
  }

  async #dot(call: Call): Promise<void> {
    const [, file] = call.words;
    if (file === undefined)
      return this.#unclear(call, shown(call.words[0]!), "reads a file whose name only the shell can work out");
    return this.#sourced(call, file);
  }

  #commands(call: Call, text: string): readonly StaticCommand[] {
    try {
      return previewScript(text).commands;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const line = call.line === 0 ? error.line : call.line;
      this.#obstacle({ ...call, line }, error);
      return [];
    }
  }

  #deeper({ depth }: Call): number {
    if (depth >= deepest) throw new Refusal("a script", "leads through too many others");
    return depth + 1;
  }

  #obstacle(call: Call, { word, reason, help }: Impossible): void {
    const line = call.line === 0 ? undefined : call.line;
    const obstacle = { word, reason, help, line };
    if (!call.conditional) this.refused ??= obstacle;
    else this.unknown ??= obstacle;
  }

  #unclear(call: Call, word: string, reason: string): void {
    this.unknown ??= { word, reason, line: call.line === 0 ? undefined : call.line };
  }
}

/** Whether a script may succeed here, so that the rest of it is not needed. */
const endsWell = ({ words: [name, status = "0"] }: StaticCommand): boolean =>
  name === "return" || (name === "exit" && !/^[1-9]/.test(status));

/** What a builtin changes for the commands behind it. */
function after({ words, conditional }: StaticCommand, around: Surroundings): Surroundings {
  const [name, ...operands] = words;
  if (name === "cd" || name === "chdir" || name === "pushd" || name === "popd") {
    const [to] = operands.filter((word) => word === undefined || !word.startsWith("-"));
    const cwd = to === undefined || conditional ? undefined : path.resolve(around.cwd ?? "/", to);
    return { ...around, cwd: to?.startsWith("/") !== true && around.cwd === undefined ? undefined : cwd };
  }
  const assigned = name === "export" ? operands.find((word) => word?.startsWith("PATH=")) : undefined;
  return assigned === undefined ? around : { ...around, path: pathOf(assigned.slice(5), around) };
}

/** Of a new PATH that is not known the old one: a command that is found there is most likely meant. */
const pathOf = (value: StaticWord, { path }: Surroundings) => value?.split(":") ?? path;

async function textOf(tree: Filesystem, at: ImagePath): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of tree.read(at)) {
    parts.push(Uint8Array.from(part));
    size += part.length;
    if (size > limits.script) throw new Refusal(shown(at), "is too long a script to look through");
  }
  return Buffer.concat(parts).toString("latin1");
}

const lineOf = ({ line }: Location): string => `line ${line}`;
const shown = (text: string): string => Buffer.from(text, "latin1").toString("utf8");
