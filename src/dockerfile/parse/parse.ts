import { DjibError, type Location, type SourceText } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import { limits } from "../../limits.ts";
import { problem } from "../errors.ts";
import { lex, type Lexed, type LexedInstruction } from "../lex/lexer.ts";
import { type Span, textOf, trimSpan, whereOf, wordOf } from "../lex/logical-line.ts";
import { splitInstruction } from "../lex/split.ts";
import type { Dockerfile, Escape, Instruction, InstructionName, OnBuild, Warning } from "../syntax.ts";
import { wrongArguments } from "./arguments.ts";
import { parseAdd, parseCopy } from "./copy.ts";
import { flagOf, noFlags } from "./flags.ts";
import { parseFrom } from "./from.ts";
import { parseHealthcheck } from "./healthcheck.ts";
import { parseArg, parseEnv, parseLabel } from "./pairs.ts";
import type { Fields, Request } from "./request.ts";
import { parseRun } from "./run.ts";
import * as simple from "./simple.ts";

const parsers: {
  readonly [Name in InstructionName]: (request: Request) => Fields<Extract<Instruction, { name: Name }>>;
} = {
  ADD: parseAdd,
  ARG: parseArg,
  CMD: simple.parseCmd,
  COPY: parseCopy,
  ENTRYPOINT: simple.parseEntrypoint,
  ENV: parseEnv,
  EXPOSE: simple.parseExpose,
  FROM: parseFrom,
  HEALTHCHECK: parseHealthcheck,
  LABEL: parseLabel,
  MAINTAINER: simple.parseMaintainer,
  ONBUILD: parseOnBuild,
  RUN: parseRun,
  SHELL: simple.parseShell,
  STOPSIGNAL: simple.parseStopSignal,
  USER: simple.parseUser,
  VOLUME: simple.parseVolume,
  WORKDIR: simple.parseWorkdir,
};

const isInstruction = (name: string): name is InstructionName => Object.hasOwn(parsers, name);

/**
 * Parses a whole Dockerfile. Pure; throws the first problem there is, with its place. What the instructions mean
 * together (stages, variables) is for `stages` and the planner.
 */
export function parseDockerfile(source: SourceText): Dockerfile {
  const { file, error } = parseUpToError(source);
  if (error !== undefined) throw error;
  return file;
}

/** What can be read of a Dockerfile before its first problem, and that problem: lint tells of both, as BuildKit's does. */
export function parseUpToError(source: SourceText): { readonly file: Dockerfile; readonly error?: DjibError } {
  const parsed: Instruction[] = [];
  const found: Warning[] = [];
  const nothing: Dockerfile = { source, escape: "\\", directives: [], instructions: parsed, warnings: found };
  let file = nothing;
  try {
    const { escape, directives, instructions, warnings } = lexed(source);
    file = { ...nothing, escape, directives };
    found.push(...warnings);
    for (const each of instructions) parsed.push(parseLexed(each, escape, (warning) => found.push(warning)));
    return { file };
  } catch (error) {
    if (error instanceof DjibError) return { file, error };
    throw error;
  }
}

function lexed(source: SourceText): Lexed {
  checkText(source);
  const whole = lex(source);
  if (whole.instructions.length > 0) return whole;
  throw problem("dockerfile/empty", `${source.name} has no instructions`, {
    where: lastLine(source),
    help: "write at least FROM and an image",
  });
}

const lastLine = (source: SourceText): Location => ({
  source,
  line: source.text.trimEnd().split("\n").length,
  column: 1,
});

/**
 * Parses one instruction that stands in no file: a trigger of a base image's config. Everything in it is placed
 * at `where`, the FROM that brought it.
 */
export function parseInstruction(text: string, where: Location): Instruction {
  const source: SourceText = { name: where.source.name, text };
  checkText(source);
  const { escape, instructions } = lex(source, where);
  const [only, ...more] = instructions;
  if (!only || more.length > 0) {
    throw problem("dockerfile/onbuild", "an ONBUILD trigger of the base image is not one instruction", {
      where,
      detail: [text.slice(0, 200)],
      help: "the base image has to be built anew; `docker inspect` shows its OnBuild list",
    });
  }
  // A chain of ONBUILD is refused where it is written; that of an image goes on to the next child, as in BuildKit.
  const instruction = parseLexed(only, escape, () => {});
  if (instruction.name !== "ONBUILD") checkTrigger(instruction.name, where);
  return instruction;
}

function parseLexed(lexed: LexedInstruction, escape: Escape, warn: (warning: Warning) => void): Instruction {
  const { keyword, flags, rest } = splitInstruction(lexed.line, escape);
  const name = textOf(keyword).toUpperCase();
  if (!isInstruction(name)) throw unknownInstruction(keyword);
  const { line, heredocs, where, comments } = lexed;
  const request: Request = { keyword: wordOf(keyword), name, flags, rest, escape, line, heredocs, where, warn };
  const fields: Fields<Instruction> = parsers[name](request);
  if (!fields.flags) flags.forEach((flag) => warn(ignoredFlag(name, whereOf(flag.span))));
  // The parser of a name returns the fields of that name, which the compiler cannot follow through the table.
  return {
    flags: flags.map(flagOf),
    ...fields,
    keyword: request.keyword,
    text: textOf(trimSpan(line)),
    where,
    comments,
    heredocs,
  } as Instruction;
}

function parseOnBuild(request: Request): Fields<OnBuild> {
  const { rest, heredocs, where, escape, warn } = request;
  if (textOf(rest) === "") {
    throw wrongArguments(request, "ONBUILD needs an instruction", "write ONBUILD and another instruction behind it");
  }
  const flags = noFlags(request);
  const keyword = splitInstruction(rest, escape).keyword;
  checkTrigger(textOf(keyword).toUpperCase(), whereOf(keyword));
  const trigger = parseLexed({ line: rest, heredocs, comments: [], where }, escape, warn);
  const lines = heredocs.map(({ content, name }) => `\n${content}${name}`).join("");
  // BuildKit keeps blanks at the end.
  return { name: "ONBUILD", flags, trigger, expression: rest.line.text.slice(rest.from) + lines };
}

function checkTrigger(name: string, where: Location): void {
  if (name !== "ONBUILD" && name !== "FROM" && name !== "MAINTAINER") return;
  throw problem("dockerfile/onbuild", `ONBUILD cannot trigger ${name}`, {
    where,
    help: "every other instruction may stand there",
  });
}

function checkText(source: SourceText): void {
  if (source.text.length > limits.dockerfile) {
    throw problem("dockerfile/too-large", `${source.name} has more than ${limits.dockerfile} bytes`, {
      help: "check that -f names a Dockerfile",
    });
  }
  if (!source.text.includes("\0")) return;
  throw problem("dockerfile/binary", `${source.name} is a binary file, not a Dockerfile`, {
    help: "check that -f names a Dockerfile, saved as UTF-8",
  });
}

function unknownInstruction(keyword: Span) {
  const word = textOf(keyword);
  const meant = nearest(word.toUpperCase(), Object.keys(parsers));
  const shown = word.length > 40 ? `${word.slice(0, 39)}…` : word;
  return problem("dockerfile/unknown-instruction", `unknown instruction: ${shown}`, {
    where: whereOf(keyword),
    help: meant
      ? `did you mean ${word === word.toLowerCase() ? meant.toLowerCase() : meant}?`
      : "if it belongs to the command above, that line has to end with \\ (and nothing but blanks behind it)",
  });
}

const ignoredFlag = (name: string, where: Location): Warning => ({
  code: "IgnoredFlag",
  message: `${name} has no flags, so this means nothing`,
  where,
});
