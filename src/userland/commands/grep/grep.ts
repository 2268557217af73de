import { Exit } from "../../kernel/program.ts";
import { regexEncoding } from "../regex-locale.ts";
import { argMatch } from "../arg-match.ts";
import type { Arguments, Word } from "../options.ts";
import { buffered, type Stdio } from "../stdio.ts";
import { tool } from "../tool.ts";
import { FileFilter } from "./file-filter.ts";
import { Files } from "./files.ts";
import { Matcher, PatternError } from "./matcher.ts";
import { operatorWarnings } from "./operator-warnings.ts";
import { options, type Name } from "./options.ts";
import { type PatternLine, patternsOf } from "./patterns.ts";
import { searchOptions } from "./search-options.ts";

const usage = (name: string): string =>
  `Usage: ${name} [OPTION]... PATTERNS [FILE]...\nTry '${name} --help' for more information.`;

type Dialect = "basic" | "extended" | "fixed";

/** GNU grep 3.8. Debian's egrep and fgrep are scripts that execute it. */
export const grep = tool({ options, misuse: 2, rewrite: contextDigits, hint: usage, run: buffered(run) });

/** "-5" means "-C 5", among other letters too. */
function contextDigits(words: readonly Word[]): readonly Word[] {
  const end = words.indexOf("--");
  return words.flatMap((word, at) => {
    if (word === undefined || (end >= 0 && at > end) || takesValue(words[at - 1])) return [word];
    const found = /^-([A-Za-z]*)(\d+)([A-Za-z]*)$/.exec(word);
    if (found === null || /[ABCDdefmX]/.test(found[1]!)) return [word];
    const [, before = "", digits = "", after = ""] = found;
    return [...(before === "" ? [] : [`-${before}`]), `-C${digits}`, ...(after === "" ? [] : [`-${after}`])];
  });
}

/** The word before is an option whose value is the next word. */
const takesValue = (word: Word): boolean => word !== undefined && /^-[A-Za-z]*[ABCDdefmX]$/.test(word);

async function run(io: Stdio, args: Arguments<Name>): Promise<number> {
  const search = await searchOptions(io, args);
  const [lines, operands] = await patternsOf(io, args);
  if (lines === undefined) {
    await io.proc.err(`${usage(io.name)}\n`);
    return 2;
  }
  if (search.most === 0 && !args.has("notMatching")) return 1;
  const wholeOrWord = args.has("wholeLine") || args.has("word");
  const everything = lines.length === 1 && lines[0]!.text === "";
  if (everything && search.invert && !wholeOrWord && !args.has("notMatching")) return 1;
  const matcher = await matcherOf(io, args, lines);
  const recursive = await recursion(io, args);
  const files = new Files(io, args, { matcher, search, recursive, filter: await FileFilter.of(io, args) });
  return files.all(operands);
}

async function matcherOf(io: Stdio, args: Arguments<Name>, lines: readonly PatternLine[]): Promise<Matcher> {
  const chosen = dialectOf(args);
  const encoding = await regexEncoding(io.proc);
  const last = args.given.findLast(({ name }) => name === "ignoreCase" || name === "noIgnoreCase");
  try {
    const matcher = new Matcher(lines, {
      dialect: chosen,
      encoding,
      ignoreCase: last?.name === "ignoreCase",
      lineEnd: args.has("nulData") ? 0 : 0x0a,
      wholeLines: args.has("wholeLine"),
      words: args.has("word"),
    });
    if (chosen === "extended")
      for (const { text } of lines)
        for (const warning of operatorWarnings(Buffer.from(text, "latin1"), encoding))
          await io.proc.err(`${io.name}: warning: ${warning}\n`);
    return matcher;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    for (const message of error.messages) await io.complain(message);
    throw new Exit(2);
  }
}

function dialectOf({ given }: Arguments<Name>): Dialect {
  const name = given.findLast(({ name }) => name === "basic" || name === "extended" || name === "fixed")?.name;
  return name === "basic" || name === "extended" || name === "fixed" ? name : "basic";
}

async function recursion(io: Stdio, { given }: Arguments<Name>): Promise<"read" | "skip" | "recurse" | "follow"> {
  let how: "read" | "skip" | "recurse" | "follow" = "read";
  for (const { name, value = "" } of given) {
    if (name === "recursive") how = how === "follow" ? how : "recurse";
    else if (name === "dereference") how = "follow";
    else if (name === "directories") {
      const names = [
        ["read", "read"],
        ["recurse", "recurse"],
        ["skip", "skip"],
      ] as const;
      how = await argMatch<"read" | "recurse" | "skip">(io, "--directories", value, names, 2);
    }
  }
  return how;
}
