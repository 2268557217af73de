import { limits } from "../../../limits.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { CommandParser, commandStart } from "./command-parser.ts";
import { Scanner, type ScannerOptions } from "./scanner.ts";
import { Source } from "./source.ts";
import { endsList } from "./tokens.ts";
import type { Part } from "./parts.ts";
import type { AndOr, Command } from "./tree.ts";
import type { ReadSubstitution } from "./reading.ts";
import { WordReader } from "./word-reader.ts";

export interface ParserOptions extends ScannerOptions {
  /** Whose names no function may have. */
  readonly isSpecial: (name: string) => boolean;
}

const nothing = Symbol("end");

/**
 * Reads commands as dash does (src/parser.c), with its words for what is wrong: one line of complete
 * commands at a time, so that what comes before a mistake has been run, and aliases count from the
 * next line on.
 */
export class Parser {
  readonly #scanner: Scanner;
  readonly #depth: number;
  #nesting = 0;
  readonly #commands: CommandParser;
  readonly #substitution: ReadSubstitution;

  constructor(source: Source, options: ParserOptions, depth = 0) {
    this.#depth = depth;
    this.#substitution = (inner, until) => {
      const parser = new Parser(inner, options, this.#depth + this.#nesting + 1);
      return until === ")" ? parser.#upToParenthesis() : parser.#backQuoted();
    };
    this.#scanner = new Scanner(source, options, this.#substitution);
    const lists = { body: () => this.#body(), clause: () => this.#clause("end token") };
    this.#commands = new CommandParser(this.#scanner, source, lists, options.isSpecial);
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
    if (this.#scanner.read() !== ")") this.#scanner.expect(")");
    // A here-document whose line has not ended is empty.
    this.#scanner.readDocuments(new Source(""));
    return list;
  }

  #backQuoted(): Command | undefined {
    const list = this.#clause("end token");
    this.#scanner.readDocuments();
    return list;
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
      mayEnd = !line;
      const command = this.#andOr();
      const behind = this.#scanner.read();
      commands.push(behind === "&" ? inBackground(command) : command);
      if (behind === "end") return this.#endOfList(result());
      if (behind === "newline") this.#scanner.unread();
      else if (behind !== "&" && behind !== ";") {
        if (line) this.#scanner.expect();
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
    const commands = [this.#commands.read()];
    while (this.#scanner.read() === "|") {
      this.#scanner.check(commandStart);
      commands.push(this.#commands.read());
    }
    this.#scanner.unread();
    const command: Command = commands.length === 1 ? commands[0]! : { type: "pipeline", commands, background: false };
    return negated ? { type: "not", command } : command;
  }
}

function inBackground(command: Command): Command {
  if (command.type === "pipeline") return { ...command, background: true };
  if (command.type === "redirected")
    return { type: "background", command: command.command, redirections: command.redirections };
  return { type: "background", command, redirections: [] };
}
