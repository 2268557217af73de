import { SystemError } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import { Exit, type Impossible } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { type Arguments, type Word } from "../options.ts";
import { regexEncoding } from "../regex-locale.ts";
import { RecordReader } from "../record-reader.ts";
import { tool } from "../tool.ts";
import type { Script } from "./command.ts";
import { compile } from "./compile.ts";
import { execute } from "./execute.ts";
import { Patterns } from "./patterns.ts";
import { ScriptError } from "./script-error.ts";
import { Source } from "./source.ts";
import { usage } from "./usage.ts";

const text = "its text belongs to the version in the image";
const options = {
  quiet: { short: "n", long: ["quiet", "silent"] },
  debug: { long: "debug", refused: "prints how GNU sed sees the script" },
  expression: { short: "e", long: "expression", value: "required" },
  file: { short: "f", long: "file", value: "required" },
  followSymlinks: { long: "follow-symlinks" },
  inPlace: { short: "i", long: "in-place", value: "optional" },
  lineLength: { short: "l", long: "line-length", value: "required" },
  posix: { long: "posix", refused: "leaves the extensions out that are GNU sed's" },
  extended: { short: "Er", long: "regexp-extended" },
  separate: { short: "s", long: "separate" },
  sandbox: { long: "sandbox" },
  unbuffered: { short: "u", long: "unbuffered" },
  binary: { short: "b", long: "binary" },
  nullData: { short: "z", long: ["null-data", "zero-terminated"] },
  help: { long: "help", refused: text },
  version: { long: "version", refused: text },
} as const;

type Name = keyof typeof options;

/** GNU sed 4.9. */
export const sed = tool({
  options,
  hint: usage,
  impossible: impossibleScript,
  async run(proc, args) {
    if (proc.env.has("POSIXLY_CORRECT"))
      throw new Refusal("POSIXLY_CORRECT", "changes sed in ways that are not emulated");
    const [scripts, files] = scriptAndFiles(args);
    if (scripts === undefined) {
      await proc.err(`${usage(proc.args[0] ?? "")}\n`);
      return 1;
    }
    try {
      const sources = await read(proc, scripts);
      const utf8 = (await regexEncoding(proc)) === "utf8";
      const script = compileAs(sources, args, utf8);
      return await run(proc, script, files, args, utf8);
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      await proc.err(`${proc.args[0]}: ${error.message}\n`);
      throw new Exit(error.status);
    }
  },
});

interface Piece {
  readonly name: "expression" | "file";
  readonly value: string;
}

function scriptAndFiles({
  given,
  operands,
}: Arguments<Name>): readonly [readonly Piece[] | undefined, readonly string[]] {
  const pieces = given.flatMap(({ name, value }) =>
    (name === "expression" || name === "file") && value !== undefined ? [{ name, value }] : [],
  );
  if (pieces.length > 0) return [pieces, operands];
  const [script, ...files] = operands;
  return [script === undefined ? undefined : [{ name: "expression", value: script }], files];
}

async function read(proc: Process, pieces: readonly Piece[]): Promise<readonly Source[]> {
  const sources: Source[] = [];
  let expressions = 0;
  for (const { name, value } of pieces) {
    if (name === "expression") sources.push(new Source(value, { expression: (expressions += 1) }));
    else sources.push(new Source(await contentOf(proc, value), { file: value }));
  }
  return sources;
}

async function contentOf(proc: Process, name: string): Promise<string> {
  try {
    const standard = name === "-" || name === "/dev/stdin";
    const file = standard ? proc.descriptor(0).retain() : await proc.files.open(name, { read: true });
    const reader = new RecordReader(proc, file);
    try {
      return await reader.all();
    } finally {
      reader.close();
    }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const what = error.code === "EISDIR" ? "read error on" : "couldn't open file";
    throw new ScriptError(`${what} ${name}: ${error.message}`, 4);
  }
}

function compileAs(sources: readonly Source[], args: Arguments<Name>, utf8: boolean): Script {
  const delimiter = args.has("nullData") ? "\0" : "\n";
  const patterns = new Patterns(args.has("extended"), utf8 ? "utf8" : "bytes", delimiter);
  return compile(sources, { patterns, utf8, sandbox: args.has("sandbox") });
}

async function run(proc: Process, script: Script, files: readonly string[], args: Arguments<Name>, utf8: boolean) {
  const inPlace = inPlaceOf(args);
  if (inPlace !== undefined && files.length === 0) throw new ScriptError("no input files", 4);
  return execute(proc, script, files.length === 0 ? ["-"] : files, {
    quiet: args.has("quiet") || script.quiet,
    delimiter: args.has("nullData") ? "\0" : "\n",
    separate: args.has("separate") || inPlace !== undefined,
    inPlace,
    followSymlinks: args.has("followSymlinks"),
    width: widthOf(proc, args),
    utf8,
  });
}

function inPlaceOf(args: Arguments<Name>): string | undefined {
  if (!args.has("inPlace")) return undefined;
  const suffix = args.value("inPlace");
  if (suffix === undefined) return "*";
  return suffix.includes("*") ? suffix : `*${suffix}`;
}

function widthOf({ env }: Process, args: Arguments<Name>): number {
  const given = args.value("lineLength");
  if (given !== undefined) return Number.parseInt(given, 10) || 0;
  const columns = Number.parseInt(env.get("COLS") ?? "", 10);
  return columns > 1 ? columns - 1 : 70;
}

/** Commands within a script that are refused, as far as it is known. */
function impossibleScript(args: Arguments<Name>, operands: readonly Word[]): Impossible | undefined {
  const scripts = args.has("file") ? [] : args.has("expression") ? args.values("expression") : operands.slice(0, 1);
  if (scripts.some((script) => script === undefined)) return undefined;
  try {
    compileAs(
      scripts.map((script, index) => new Source(script!, { expression: index + 1 })),
      args,
      false,
    );
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return { word: error.word.replace(/^sed /, ""), reason: error.reason };
    if (error instanceof ScriptError) return undefined;
    throw error;
  }
}
