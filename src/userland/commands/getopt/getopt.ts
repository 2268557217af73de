import { Exit } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { Arguments } from "../options.ts";
import { buffered, type Stdio } from "../stdio.ts";
import { tool } from "../tool.ts";
import { scan, type Syntax } from "./scan.ts";

const text = "its text belongs to the version in the image";

const options = {
  options: { short: "o", long: "options", value: "required" },
  longOptions: { short: "l", long: "longoptions", value: "required" },
  quiet: { short: "q", long: "quiet" },
  quietOutput: { short: "Q", long: "quiet-output" },
  shell: { short: "s", long: "shell", value: "required" },
  test: { short: "T", long: "test" },
  unquoted: { short: "u", long: "unquoted" },
  help: { short: "h", long: "help", refused: text },
  alternative: { short: "a", long: "alternative", refused: "long options with one dash are not emulated" },
  name: { short: "n", long: "name", value: "required" },
  version: { short: "V", long: "version", refused: text },
} as const;

interface Plan {
  readonly syntax: Syntax;
  readonly name: string;
  readonly quoted: boolean;
  readonly quiet: boolean;
  readonly quietOutput: boolean;
}

/** getopt(1), util-linux 2.38: misc-utils/getopt.c. */
export const getopt = tool({
  options,
  order: "in-order",
  misuse: 2,
  run: buffered(async (io, args) => {
    const { has, value, values, operands } = args;
    if (io.proc.env.has("GETOPT_COMPATIBLE")) throw new Refusal("GETOPT_COMPATIBLE", "is not emulated");
    const [first, ...words] = io.proc.args.slice(1);
    if (first !== undefined && !first.startsWith("-")) {
      const syntax = syntaxOf(io, first.replace(/^[-+]+/, ""), []);
      return print(io, words, { syntax, name: io.name, quoted: false, quiet: false, quietOutput: false });
    }
    for (const shell of values("shell")) if (!["sh", "bash"].includes(shell)) await wrongShell(io, shell);
    if (has("test")) return 4;
    const given = value("options");
    if (given === undefined && operands.length === 0) await wrong(io, "missing optstring argument");
    const rest = given === undefined ? operands.slice(1) : operands;
    const plan: Plan = {
      syntax: syntaxOf(io, given ?? operands[0]!, await longOptions(io, args)),
      name: value("name") ?? io.name,
      quoted: !has("unquoted"),
      quiet: has("quiet"),
      quietOutput: has("quietOutput"),
    };
    return print(io, rest, plan);
  }),
});

async function wrong(io: Stdio, message: string): Promise<never> {
  await io.complain(message);
  await io.proc.err(`Try '${io.name} --help' for more information.\n`);
  throw new Exit(2);
}

async function wrongShell(io: Stdio, shell: string): Promise<void> {
  if (shell === "tcsh" || shell === "csh")
    throw new Refusal(`${io.name} -s ${shell}`, "its way to quote is not emulated");
  await wrong(io, "unknown shell after -s or --shell argument");
}

async function longOptions(io: Stdio, { values }: Arguments<keyof typeof options>): Promise<Syntax["long"]> {
  const names = values("longOptions").flatMap((list) => list.split(/[, \t\n]+/).filter((name) => name !== ""));
  if (names.some((name) => /^::?$/.test(name))) await wrong(io, "empty long option after -l or --long argument");
  return names.map((name) => ({
    name: name.replace(/::?$/, ""),
    value: name.endsWith("::") ? "optional" : name.endsWith(":") ? "required" : "none",
  }));
}

function syntaxOf({ proc }: Stdio, letters: string, long: Syntax["long"]): Syntax {
  const mark = /^[-+]/.exec(letters)?.[0];
  const posix = mark === "+" || (mark === undefined && proc.env.has("POSIXLY_CORRECT"));
  const order = posix ? "in-order" : mark === "-" ? "as-is" : "permute";
  const short = new Map<string, "none" | "required" | "optional">();
  for (const [, letter, colons] of letters.slice(mark === undefined ? 0 : 1).matchAll(/([^:])(:{0,2})/gs))
    if (!short.has(letter!)) short.set(letter!, (["none", "required", "optional"] as const)[colons!.length]!);
  return { short, long, order };
}

async function print(io: Stdio, words: readonly string[], plan: Plan): Promise<number> {
  const { found, rest } = scan(words, plan.syntax);
  const shown = (word: string) => (plan.quoted ? ` '${word.replaceAll("'", "'\\''")}'` : ` ${word}`);
  let failed = false;
  let output = "";
  for (const one of found) {
    if (one.kind === "wrong") {
      failed = true;
      if (!plan.quiet) await io.proc.err(`${plan.name}: ${one.message}\n`);
    } else if (one.kind === "operand") output += shown(one.value);
    else {
      const takes = one.kind === "short" ? plan.syntax.short.get(one.name) : longValue(plan.syntax, one.name);
      output += ` ${one.kind === "short" ? "-" : "--"}${one.name}${takes === "none" ? "" : shown(one.value ?? "")}`;
    }
  }
  if (!plan.quietOutput) await io.put(`${output} --${rest.map(shown).join("")}\n`);
  return failed ? 1 : 0;
}

const longValue = ({ long }: Syntax, wanted: string) => long.find(({ name }) => name === wanted)?.value;
