import { limits } from "../../../limits.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { readDocument } from "./here-document.ts";
import { Scanner, type ScannerOptions } from "./scanner.ts";
import { Source } from "./source.ts";
import { SyntaxProblem } from "./syntax-error.ts";
import { endsList, type Token, tokenNames } from "./tokens.ts";
import type {
  AndOr,
  CaseClause,
  Command,
  FunctionDefinition,
  HereDocument,
  Part,
  Redirection,
  SimpleCommand,
  Word,
} from "./tree.ts";
import { type ReadSubstitution, WordReader } from "./word-reader.ts";
import { assignmentName, isGoodName, plainText } from "./words.ts";

export interface ParserOptions extends ScannerOptions {
  /** Whose names no function may have. */
  readonly isSpecial: (name: string) => boolean;
}

/** What stands where a command may begin: newlines are skipped, keywords and aliases known. */
const commandStart = { newlines: true, keywords: true, aliases: true } as const;
const nothing = Symbol("end");

/**
 * Reads commands as dash does (src/parser.c), with its words for what is wrong: one line of complete
 * commands at a time, so that what comes before a mistake has been run, and aliases count from the
 * next line on.
 */
export class Parser {
  readonly #scanner: Scanner;
  readonly #source: Source;
  readonly #options: ParserOptions;
  readonly #depth: number;
  #nesting = 0;
  readonly #substitution: ReadSubstitution;

  constructor(source: Source, options: ParserOptions, depth = 0) {
    this.#source = source;
    this.#options = options;
    this.#depth = depth;
    this.#substitution = (inner, until) => {
      const parser = new Parser(inner, options, this.#depth + this.#nesting + 1);
      return until === ")" ? parser.#upToParenthesis() : parser.#backQuoted();
    };
    this.#scanner = new Scanner(source, options, this.#substitution);
  }

  /** The next commands, up to the end of a line; undefined for an empty one, `Parser.end` after the last. */
  next(): Command | undefined | typeof nothing {
    this.#scanner.begin();
    return this.#list("line");
  }

  /** Text as in double quotes: PS4. */
  static text(text: string, options: ParserOptions): readonly Part[] {
    const source = new Source(text);
    const parser = new Parser(source, options);
    return new WordReader(source, parser.#substitution, "text").read(source.getJoined()).parts;
  }

  static readonly end: typeof nothing = nothing;

  #upToParenthesis(): Command | undefined {
    const list = this.#clause("end token");
    if (this.#scanner.read() !== ")") this.#expect(")");
    this.#scanner.readDocuments();
    return list;
  }

  #backQuoted(): Command | undefined {
    const list = this.#clause("end token");
    this.#scanner.readDocuments();
    return list;
  }

  /** `token` is what was expected where only one could come. */
  #expect(token?: Token): never {
    const found = tokenNames[this.#scanner.last];
    this.#fail(`${found} unexpected${token === undefined ? "" : ` (expecting ${tokenNames[token]})`}`);
  }

  #fail(message: string): never {
    throw new SyntaxProblem(message, this.#source.line);
  }

  #deeper<Result>(read: () => Result): Result {
    if (this.#depth + ++this.#nesting > limits.shellNesting)
      throw new Refusal("script", `has commands nested more than ${limits.shellNesting} deep`);
    const result = read();
    this.#nesting--;
    return result;
  }

  /** dash's list(): a line, the inside of a compound command, or what a `)`, `}`, `fi` … may end at once. */
  #list(kind: "line" | "body" | "end token"): Command | undefined | typeof nothing {
    return this.#deeper(() => this.#readList(kind));
  }

  #readList(kind: "line" | "body" | "end token"): Command | undefined | typeof nothing {
    const line = kind === "line";
    const commands: Command[] = [];
    let mayEnd = kind === "end token";
    const result = () => (commands.length > 1 ? { type: "sequence" as const, commands } : commands[0]);
    for (;;) {
      const token = this.#scanner.read({ ...commandStart, newlines: !line });
      if (token === "newline") {
        this.#scanner.readDocuments();
        return result();
      }
      if (token === "end") return this.#endOfList(commands.length === 0 && line ? nothing : result());
      this.#scanner.unread();
      if (mayEnd && endsList.has(token)) return result();
      mayEnd = true;
      const command = this.#andOr();
      const behind = this.#scanner.read();
      commands.push(behind === "&" ? inBackground(command) : command);
      if (behind === "end") return this.#endOfList(result());
      if (behind === "newline") this.#scanner.unread();
      else if (behind !== "&" && behind !== ";") {
        if (line) this.#expect();
        this.#scanner.unread();
        return result();
      }
    }
  }

  #endOfList<Result>(result: Result): Result {
    this.#scanner.readDocuments();
    this.#scanner.unreadEnd();
    return result;
  }

  #body(): Command {
    return this.#clause() ?? { type: "sequence", commands: [] };
  }

  #clause(kind: "body" | "end token" = "body"): Command | undefined {
    const list = this.#list(kind);
    return list === nothing ? undefined : list;
  }

  #andOr(): Command {
    const first = this.#pipeline();
    const rest: AndOr["rest"][number][] = [];
    for (;;) {
      const operator = this.#scanner.read();
      if (operator !== "&&" && operator !== "||") break;
      this.#scanner.check(commandStart);
      rest.push({ operator, command: this.#pipeline() });
    }
    this.#scanner.unread();
    return rest.length === 0 ? first : { type: "and-or", first, rest };
  }

  #pipeline(): Command {
    const negated = this.#scanner.read() === "!";
    if (negated) this.#scanner.check({ keywords: true, aliases: true });
    else this.#scanner.unread();
    const commands = [this.#command()];
    while (this.#scanner.read() === "|") {
      this.#scanner.check(commandStart);
      commands.push(this.#command());
    }
    this.#scanner.unread();
    const command: Command = commands.length === 1 ? commands[0]! : { type: "pipeline", commands, background: false };
    return negated ? { type: "not", command } : command;
  }

  #command(): Command {
    const { line } = this.#source;
    const token = this.#scanner.read();
    switch (token) {
      case "word":
      case "redirection":
        this.#scanner.unread();
        return this.#simple();
      case "if":
        return this.#redirected(line, this.#if());
      case "while":
      case "until":
        return this.#redirected(line, this.#loop(token));
      case "for":
        return this.#redirected(line, this.#for(line));
      case "case":
        return this.#redirected(line, this.#case(line));
      case "(": {
        const body = this.#body();
        this.#demand(")");
        return { type: "subshell", line, body, redirections: this.#redirections() };
      }
      case "{": {
        const body = this.#body();
        this.#demand("}");
        return this.#redirected(line, body);
      }
      default:
        return this.#expect();
    }
  }

  #demand(token: Token): void {
    if (this.#scanner.read() !== token) this.#expect(token);
  }

  #if(): Command {
    const branches = [];
    do {
      const test = this.#body();
      this.#demand("then");
      branches.push({ test, then: this.#body() });
    } while (this.#scanner.read() === "elif");
    let otherwise: Command | undefined;
    if (this.#scanner.last === "else") otherwise = this.#body();
    else this.#scanner.unread();
    this.#demand("fi");
    return { type: "if", branches, otherwise };
  }

  #loop(type: "while" | "until"): Command {
    const test = this.#body();
    this.#demand("do");
    const body = this.#body();
    this.#demand("done");
    return { type, test, body };
  }

  #for(line: number): Command {
    const name = this.#scanner.read() === "word" ? plainText(this.#scanner.word) : undefined;
    if (name === undefined || !isGoodName(name)) this.#fail("Bad for loop variable");
    const words = this.#forWords();
    if (this.#scanner.read(commandStart) !== "do") this.#expect("do");
    const body = this.#body();
    this.#demand("done");
    return { type: "for", line, name, words, body };
  }

  #forWords(): readonly Word[] {
    if (this.#scanner.read(commandStart) !== "in") {
      // The newline or semicolon is optional here.
      if (this.#scanner.last !== ";") this.#scanner.unread();
      const all = { type: "parameter", name: "@", operator: "", nullToo: false, word: [] } as const;
      return [{ parts: [{ type: "double", parts: [all] }] }];
    }
    const words: Word[] = [];
    while (this.#scanner.read() === "word") words.push(this.#scanner.word);
    if (this.#scanner.last !== "newline" && this.#scanner.last !== ";") this.#expect();
    return words;
  }

  #case(line: number): Command {
    this.#demand("word");
    const subject = this.#scanner.word;
    if (this.#scanner.read(commandStart) !== "in") this.#expect("in");
    const clauses: CaseClause[] = [];
    const start = { newlines: true, keywords: true };
    let token = this.#scanner.read(start);
    while (token !== "esac") {
      if (token === "(") this.#scanner.read();
      const patterns = [this.#scanner.word];
      while (this.#scanner.read() === "|") {
        this.#scanner.read();
        patterns.push(this.#scanner.word);
      }
      if (this.#scanner.last !== ")") this.#expect(")");
      clauses.push({ patterns, body: this.#clause("end token") });
      token = this.#scanner.read(start);
      if (token === "esac") break;
      if (token !== ";;") this.#expect(";;");
      token = this.#scanner.read(start);
    }
    return { type: "case", line, subject, clauses };
  }

  #redirected(line: number, command: Command): Command {
    const redirections = this.#redirections();
    return redirections.length === 0 ? command : { type: "redirected", line, command, redirections };
  }

  #redirections(): readonly Redirection[] {
    const redirections: Redirection[] = [];
    while (this.#scanner.read({ keywords: true, aliases: true }) === "redirection")
      redirections.push(this.#redirection());
    this.#scanner.unread();
    return redirections;
  }

  #redirection(): Redirection {
    const { descriptor, operator } = this.#scanner.redirection;
    const document = operator === "<<" || operator === "<<-";
    if (this.#scanner.read({ mark: document }) !== "word") this.#expect();
    const target = this.#scanner.word;
    if (!document) return { type: operator, descriptor, target };
    const here: HereDocument = { type: "<<", descriptor, expanded: !this.#scanner.quoted, body: [] };
    this.#scanner.expectDocument(readDocument(here, target, operator === "<<-"));
    return here;
  }

  #simple(): Command {
    const { line } = this.#source;
    const assignments: Word[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    for (;;) {
      const token = this.#scanner.read({ aliases: words.length === 0 });
      if (token === "word") {
        const { word } = this.#scanner;
        const assigns = words.length === 0 && assignmentName(word) !== undefined;
        (assigns ? assignments : words).push(word);
      } else if (token === "redirection") redirections.push(this.#redirection());
      else if (token === "(" && words.length === 1 && assignments.length === 0 && redirections.length === 0)
        return this.#function(words[0]!);
      else break;
    }
    this.#scanner.unread();
    return { type: "simple", line, assignments, words, redirections } satisfies SimpleCommand;
  }

  #function(word: Word): FunctionDefinition {
    this.#demand(")");
    const name = plainText(word);
    if (name === undefined || !isGoodName(name) || this.#options.isSpecial(name)) this.#fail("Bad function name");
    this.#scanner.check(commandStart);
    const { line } = this.#source;
    return { type: "function", line, name, body: this.#command() };
  }
}

function inBackground(command: Command): Command {
  if (command.type === "pipeline") return { ...command, background: true };
  if (command.type === "redirected")
    return { type: "background", command: command.command, redirections: command.redirections };
  return { type: "background", command, redirections: [] };
}
