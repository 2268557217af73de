import { limits } from "../../../limits.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { readDocument } from "./here-document.ts";
import type { Word } from "./parts.ts";
import type { Scanner } from "./scanner.ts";
import type { Source } from "./source.ts";
import type { CaseClause, Command, FunctionDefinition, HereDocument, Redirection, SimpleCommand } from "./tree.ts";
import { assignmentName, isGoodName, plainText } from "./words.ts";

/** What may stand where a command begins: newlines are skipped, keywords and aliases known. */
export const commandStart = { newlines: true, keywords: true, aliases: true } as const;

/** How the lists within commands are read. */
interface Lists {
  /** The inside of a compound command. */
  body(): Command;
  /** That of a case, which may be empty. */
  clause(): Command | undefined;
}

/** Reads one command, simple or compound, as dash does: command() and simplecmd() in src/parser.c. */
export class CommandParser {
  readonly #scanner: Scanner;
  readonly #source: Source;
  readonly #lists: Lists;
  readonly #isSpecial: (name: string) => boolean;
  #depth = 0;

  constructor(scanner: Scanner, source: Source, lists: Lists, isSpecial: (name: string) => boolean) {
    this.#scanner = scanner;
    this.#source = source;
    this.#lists = lists;
    this.#isSpecial = isSpecial;
  }

  read(): Command {
    if (++this.#depth > limits.shellNesting) throw new Refusal("script", "defines functions within functions too deep");
    const command = this.#command();
    this.#depth--;
    return command;
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
        const body = this.#lists.body();
        this.#scanner.demand(")");
        return { type: "subshell", line, body, redirections: this.#redirections() };
      }
      case "{": {
        const body = this.#lists.body();
        this.#scanner.demand("}");
        return this.#redirected(line, body);
      }
      default:
        return this.#scanner.expect();
    }
  }

  #if(): Command {
    const branches = [];
    do {
      const test = this.#lists.body();
      this.#scanner.demand("then");
      branches.push({ test, body: this.#lists.body() });
    } while (this.#scanner.read() === "elif");
    let otherwise: Command | undefined;
    if (this.#scanner.last === "else") otherwise = this.#lists.body();
    else this.#scanner.unread();
    this.#scanner.demand("fi");
    return { type: "if", branches, otherwise };
  }

  #loop(type: "while" | "until"): Command {
    const test = this.#lists.body();
    this.#scanner.demand("do");
    const body = this.#lists.body();
    this.#scanner.demand("done");
    return { type, test, body };
  }

  #for(line: number): Command {
    const name = this.#scanner.read() === "word" ? plainText(this.#scanner.word) : undefined;
    if (name === undefined || !isGoodName(name)) this.#scanner.fail("Bad for loop variable");
    const words = this.#forWords();
    if (this.#scanner.read(commandStart) !== "do") this.#scanner.expect("do");
    const body = this.#lists.body();
    this.#scanner.demand("done");
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
    if (this.#scanner.last !== "newline" && this.#scanner.last !== ";") this.#scanner.expect();
    return words;
  }

  #case(line: number): Command {
    this.#scanner.demand("word");
    const subject = this.#scanner.word;
    if (this.#scanner.read(commandStart) !== "in") this.#scanner.expect("in");
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
      if (this.#scanner.last !== ")") this.#scanner.expect(")");
      clauses.push({ patterns, body: this.#lists.clause() });
      token = this.#scanner.read(start);
      if (token === "esac") break;
      if (token !== ";;") this.#scanner.expect(";;");
      token = this.#scanner.read(start);
    }
    return { type: "case", line, subject, clauses };
  }

  #redirected(line: number, command: Command): Command {
    const redirections = this.#redirections();
    // dash hands them to a subshell that is all there is between braces, whose own are lost.
    if (command.type === "subshell" && redirections.length > 0) return { ...command, redirections };
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
    if (this.#scanner.read({ mark: document }) !== "word") this.#scanner.expect();
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
    this.#scanner.demand(")");
    const name = plainText(word);
    if (name === undefined || !isGoodName(name) || this.#isSpecial(name)) this.#scanner.fail("Bad function name");
    this.#scanner.check(commandStart);
    const { line } = this.#source;
    return { type: "function", line, name, body: this.read() };
  }
}
