import type { Impossible } from "../kernel/program.ts";
import { builtinKinds, isSpecialBuiltin } from "./builtin-names.ts";
import { refusedBuiltin } from "./builtins/refused.ts";
import { Parser } from "./syntax/parser.ts";
import { type Aliases, Source } from "./syntax/source.ts";
import { SyntaxProblem } from "./syntax/syntax-error.ts";
import type { Part, Word } from "./syntax/parts.ts";
import type { Case, Command, Redirection, SimpleCommand } from "./syntax/tree.ts";
import { assignmentName } from "./syntax/words.ts";

/** A word that is known before the script runs; otherwise undefined, and it may become several or none. */
export type StaticWord = string | undefined;

/** A command as it stands in a script. */
export interface StaticCommand {
  /** The name first; `command`, `exec` and their like are taken off. */
  readonly words: readonly StaticWord[];
  readonly line: number;
  /** It need not run, even where the script succeeds: behind `||`, in `if`, a loop, a function. */
  readonly conditional: boolean;
  /** What runs it; "unknown" where the name is not known. */
  readonly kind: "external" | "builtin" | "function" | "unknown";
  /** What of a builtin cannot be done here. */
  readonly refused: Impossible | undefined;
  /** In front of it. */
  readonly assignments: ReadonlyMap<string, StaticWord>;
}

export interface Preview {
  readonly commands: readonly StaticCommand[];
  /** What the shell will say of a mistake in the script when it comes there. */
  readonly mistake: { readonly message: string; readonly line: number } | undefined;
}

/** Of `eval` within `eval`. */
const deepest = 20;

/** Reads a script without running it: which commands are in it, as far as its words tell. Throws `Refusal` as the parser does. */
export function previewScript(script: string): Preview {
  const reading: Reading = {
    ...{ aliases: new Map(), functions: new Set(), commands: [] },
    ...{ last: 0, depth: 0, conditional: false },
  };
  const mistake = read(script, 0, reading);
  const commands = reading.commands.map(({ isNeededLast, ...command }, index) => {
    const [name] = command.words;
    const isFunction = name !== undefined && reading.functions.has(name) && !isSpecialBuiltin(name);
    const conditional = command.conditional || (isNeededLast && index < reading.last);
    return { ...command, conditional, kind: isFunction ? ("function" as const) : command.kind };
  });
  return { commands, mistake };
}

interface Reading {
  readonly aliases: Aliases;
  readonly functions: Set<string>;
  readonly commands: (StaticCommand & Pick<Place, "isNeededLast">)[];
  /** Index of the first command of the last list that was read, whose status is the script's. */
  last: number;
  readonly depth: number;
  readonly conditional: boolean;
}

function read(script: string, firstLine: number, reading: Reading): Preview["mistake"] {
  const parser = new Parser(new Source(script), { aliases: reading.aliases, isSpecial: isSpecialBuiltin });
  const isText = reading.depth === 0;
  const at: Place = { conditional: reading.conditional, isTail: isText, isNeededLast: false, offset: firstLine };
  try {
    for (let next = parser.next(); next !== Parser.end; next = parser.next())
      if (next !== undefined) {
        if (isText) reading.last = reading.commands.length;
        visit(next, at, reading);
      }
  } catch (error) {
    if (error instanceof SyntaxProblem) return { message: error.message, line: error.line + firstLine };
    throw error;
  }
  return undefined;
}

interface Place {
  readonly conditional: boolean;
  /** Where it fails, so does the list it stands in. */
  readonly isTail: boolean;
  /** It stands behind `&&` where the script cannot succeed without it, if that is the script's last list. */
  readonly isNeededLast: boolean;
  /** Lines before the text in which it stands. */
  readonly offset: number;
}

function visit(command: Command, at: Place, reading: Reading): void {
  const inside = { ...at, isTail: false };
  const maybe = { ...inside, conditional: true };
  const within = (each: Command | undefined, place = at) => {
    if (each !== undefined) visit(each, place, reading);
  };
  switch (command.type) {
    case "simple":
      return simple(command, at, reading);
    case "sequence":
    case "pipeline":
      for (const each of command.commands) within(each, each === command.commands.at(-1) ? at : inside);
      return;
    case "and-or": {
      const isNeeded = at.isTail && command.rest.every(({ operator }) => operator === "&&");
      within(command.first, isNeeded ? at : inside);
      for (const { command: each } of command.rest) within(each, isNeeded ? { ...at, isNeededLast: true } : maybe);
      return;
    }
    case "not":
      return within(command.command, inside);
    case "background":
      within(command.command, inside);
      return redirected(command.redirections, at, reading);
    case "redirected":
      within(command.command);
      return redirected(command.redirections, at, reading);
    case "subshell":
      within(command.body);
      return redirected(command.redirections, at, reading);
    case "if":
      for (const [index, { test, body }] of command.branches.entries()) {
        within(test, index === 0 ? inside : maybe);
        within(body, maybe);
      }
      return within(command.otherwise, maybe);
    case "while":
    case "until":
      within(command.test, inside);
      return within(command.body, maybe);
    case "for":
      for (const word of command.words) substitutions(word.parts, at, reading);
      return within(command.body, maybe);
    case "case":
      return select(command, at, reading);
    case "function":
      reading.functions.add(command.name);
      return within(command.body, maybe);
    case "conditional":
      return;
    case "arithmetic-command":
      return substitutions(command.expression, at, reading);
    case "arithmetic-for":
      return within(command.body, maybe);
  }
}

function select({ subject, clauses }: Case, at: Place, reading: Reading): void {
  const maybe = { ...at, conditional: true };
  substitutions(subject.parts, at, reading);
  for (const { patterns, body } of clauses) {
    for (const pattern of patterns) substitutions(pattern.parts, maybe, reading);
    if (body !== undefined) visit(body, maybe, reading);
  }
}

function redirected(redirections: readonly Redirection[], at: Place, reading: Reading): void {
  for (const redirection of redirections)
    substitutions(redirection.type === "<<" ? redirection.body : redirection.target.parts, at, reading);
}

function simple(command: SimpleCommand, at: Place, reading: Reading): void {
  for (const { parts } of [...command.assignments, ...command.words]) substitutions(parts, at, reading);
  redirected(command.redirections, at, reading);
  if (command.words.length === 0) return;
  const assignments = new Map(command.assignments.map((word) => [assignmentName(word)!, valueOf(word)]));
  add(command.words.map(staticWord), { line: command.line + at.offset, at, assignments, reading });
}

const valueOf = (word: Word): StaticWord => staticWord(word)?.replace(/^[^=]*=/, "");

interface Adding {
  readonly line: number;
  readonly at: Place;
  readonly assignments: StaticCommand["assignments"];
  readonly reading: Reading;
}

function add(words: readonly StaticWord[], adding: Adding): void {
  const { line, at, assignments, reading } = adding;
  const [name, ...rest] = words;
  const { conditional, isNeededLast } = at;
  if (name === "command" && !rest[0]?.startsWith("-") && rest.length > 0) return add(rest, adding);
  if (name === "exec" && rest.length > 0) return add(rest, adding);
  if (name === "eval" && reading.depth < deepest && rest.every((word) => word !== undefined)) {
    const deeper = { ...reading, depth: reading.depth + 1, conditional };
    // A mistake in it is one only once it runs: eval itself stays in the list then.
    if (read(rest.join(" "), line - 1, deeper) === undefined) return;
  }
  if (name === "alias") defineAliases(rest, reading.aliases);
  const kind = name === undefined ? "unknown" : builtinKinds.has(name) ? "builtin" : "external";
  const refused = kind === "builtin" ? refusedBuiltin(words) : undefined;
  reading.commands.push({ words, line, conditional, isNeededLast, kind, refused, assignments });
}

function defineAliases(words: readonly StaticWord[], aliases: Aliases): void {
  for (const word of words) {
    const [, name, text] = /^([^=]+)=(.*)$/s.exec(word ?? "") ?? [];
    if (name !== undefined) aliases.set(name, { text: text!, inUse: false });
  }
}

/** Commands in `$(…)` and `${x:-$(…)}`. */
function substitutions(parts: readonly Part[], at: Place, reading: Reading): void {
  for (const part of parts) {
    if (part.type === "command" && part.body !== undefined) visit(part.body, { ...at, isTail: false }, reading);
    else if (part.type === "double" || part.type === "arithmetic") substitutions(part.parts, at, reading);
    else if (part.type === "parameter") substitutions(part.word, { ...at, conditional: true }, reading);
  }
}

/** undefined where something is expanded in it: a parameter, a command, a pattern, a tilde. */
export function staticWord({ parts, elements }: Word): StaticWord {
  if (elements !== undefined) return undefined;
  let text = "";
  for (const [index, part] of parts.entries()) {
    if (part.type === "quoted") text += part.text;
    else if (part.type === "literal") {
      if (/[*?[]/.test(part.text) && text + part.text !== "[") return undefined;
      if (index === 0 && part.text.startsWith("~")) return undefined;
      text += part.text;
    } else if (
      part.type === "double" &&
      part.parts.every((inner) => inner.type === "literal" || inner.type === "quoted")
    )
      text += part.parts.map((inner) => inner.text).join("");
    else return undefined;
  }
  return text;
}
