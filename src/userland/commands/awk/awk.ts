import { SystemError } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import { Exit, type Impossible, type Program as Command } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { RecordReader } from "../record-reader.ts";
import { assigned, nextRecord, tableOf } from "./input.ts";
import { execute, type Signal } from "./execute.ts";
import { evaluate } from "./evaluate.ts";
import { SyntaxFailure, unescape } from "./lexer.ts";
import { Parser } from "./parser.ts";
import { own, RunFailure, State } from "./state.ts";
import type { Program, Rule, Statement } from "./syntax.ts";
import { isTrue, toNumber, type Value } from "./values.ts";

/** mawk 1.3.4-20200120, as Debian has it. */
export const awk: Command = {
  refuses: (words) => {
    const found = commandLine(words);
    return "impossible" in found ? found.impossible : undefined;
  },
  async run(proc) {
    const found = commandLine(proc.args.slice(1));
    if ("impossible" in found) throw new Refusal(`awk ${found.impossible.word}`, found.impossible.reason);
    const { files, variables, separator, operands } = found as Line<string>;
    const [text, rest] = await programText(proc, files, operands);
    return start(proc, parsed(text), { variables, separator, operands: rest });
  },
};

/** What mawk says of a mistake depends on how far its parser got. */
function parsed(text: string): Program {
  try {
    return new Parser(text).program();
  } catch (error) {
    if (error instanceof SyntaxFailure) throw new Refusal("awk", `does not understand its program (${error.message})`);
    throw error;
  }
}

interface Line<Word> {
  readonly files: readonly Word[];
  readonly variables: readonly Word[];
  readonly separator: Word | undefined;
  readonly operands: readonly Word[];
}

/** -f, -F, -v and --; mawk's options of its own begin with -W. */
function commandLine(
  words: readonly (string | undefined)[],
): Line<string | undefined> | { readonly impossible: Impossible } {
  const files: (string | undefined)[] = [];
  const variables: (string | undefined)[] = [];
  let separator: string | undefined;
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word === "-" || !word.startsWith("-")) break;
    if (word === "--") {
      at += 1;
      break;
    }
    const letter = word[1]!;
    if (!"fFv".includes(letter)) return { impossible: { word, reason: "is no option that is emulated" } };
    const value = word.length > 2 ? word.slice(2) : words[(at += 1)];
    if (letter === "f") files.push(value);
    else if (letter === "v") variables.push(value);
    else separator = value;
  }
  return { files, variables, separator, operands: words.slice(at) };
}

async function programText(
  proc: Process,
  files: readonly string[],
  operands: readonly string[],
): Promise<readonly [string, readonly string[]]> {
  const [first, ...rest] = operands;
  if (files.length === 0) {
    if (first === undefined) throw new Refusal("awk", "without a program prints a help text that is its version's");
    return [first, rest];
  }
  const texts: string[] = [];
  for (const file of files) texts.push(await contentOf(proc, file));
  return [texts.join("\n"), operands];
}

async function contentOf(proc: Process, name: string): Promise<string> {
  try {
    const file = name === "-" ? proc.descriptor(0).retain() : await proc.files.open(name, { read: true });
    const reader = new RecordReader(proc, file);
    try {
      return await reader.all();
    } finally {
      reader.close();
    }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    await proc.err(`${proc.args[0]}: cannot open ${name} (${error.message})\n`);
    throw new Exit(2);
  }
}

async function start(proc: Process, program: Program, given: Omit<Line<string>, "files">): Promise<number> {
  const state = new State(proc, program);
  const argv = [proc.args[0] ?? "awk", ...given.operands];
  const global = (name: string) => ({ kind: "global", slot: program.globals.get(name)!, name }) as const;
  state.setRaw(global("ENVIRON"), tableOf(proc.env));
  state.setRaw(global("ARGV"), tableOf(argv.map((word, index) => [String(index), word] as const)));
  state.set(global("ARGC"), argv.length);
  if (given.separator !== undefined) state.set({ kind: "global", slot: own.fs }, unescape(given.separator));
  for (const word of given.variables) assigned(state, word);
  try {
    const status = await run(state, program);
    await state.streams.closeAll();
    return status;
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error;
    await state.streams.closeAll();
    return failed(state, error);
  }
}

async function failed(state: State, { message }: RunFailure): Promise<number> {
  const name = state.proc.args[0];
  if (message.startsWith("cannot open") && !message.includes('"')) await state.proc.err(`${name}: ${message}\n`);
  else {
    const where = `\tFILENAME="${state.text(own.fileName)}" FNR=${state.text(own.fnr)} NR=${state.text(own.nr)}`;
    await state.proc.err(`${name}: run time error: ${message}\n${where}\n`);
  }
  return 2;
}

async function run(state: State, { begin, rules, end }: Program): Promise<number> {
  let status = 0;
  const ended = async (body: readonly Statement[]): Promise<boolean> => {
    for (const statement of body) {
      const signal = await execute(state, statement);
      if (signal?.type !== "exit") continue;
      status = signal.status ?? status;
      return true;
    }
    return false;
  };
  const reads = rules.length > 0 || end.length > 0;
  if (!(await ended(begin)) && reads) await records(state, rules, (code) => (status = code ?? status));
  await ended(end);
  return status;
}

/** All records through all rules. */
async function records(
  state: State,
  rules: readonly Rule[],
  exit: (status: number | undefined) => void,
): Promise<void> {
  const within = rules.map(() => false);
  for (let text = await nextRecord(state); text !== undefined; text = await nextRecord(state)) {
    const pause = state.proc.breathe() ?? state.streams.standard.pressing;
    if (pause) await pause;
    state.record.set(text);
    for (const slot of [own.nr, own.fnr]) {
      const variable = { kind: "global", slot, name: "" } as const;
      state.set(variable, toNumber(state.get(variable)) + 1);
    }
    const signal = await record(state, rules, within);
    if (signal?.type !== "exit") continue;
    return exit(signal.status);
  }
}

async function record(state: State, rules: readonly Rule[], within: boolean[]): Promise<Signal> {
  for (const [index, { test, until, body }] of rules.entries()) {
    if (test !== undefined && !within[index]) {
      const found = evaluate(state, test);
      if (!isTrue(found instanceof Promise ? await found : found)) continue;
      within[index] = until !== undefined;
    }
    if (until !== undefined) {
      const found: Value = await evaluate(state, until);
      if (isTrue(found)) within[index] = false;
    }
    const ran = execute(state, body);
    const signal = ran instanceof Promise ? await ran : ran;
    if (signal !== undefined) return signal;
  }
  return undefined;
}
