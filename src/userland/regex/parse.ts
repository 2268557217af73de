import { limits } from "../../limits.ts";
import { Refusal } from "../kernel/refusal.ts";
import { bracketExpression } from "./bracket.ts";
import { codesOf, type Encoding, invalidByte } from "./characters.ts";
import { type CharacterSet, characterClass, toUpper } from "./classes.ts";
import { interval } from "./interval.ts";
import { checkReferences } from "./references.ts";
import { Reader, type Token } from "./reader.ts";
import { RegexError, regexErrors } from "./regex-error.ts";
import { Sets } from "./sets.ts";
import type { Syntax } from "./syntax.ts";
import type { Tree } from "./tree.ts";

export interface Pattern {
  readonly tree: Tree | undefined;
  readonly sets: Sets;
  /** Parentheses, as POSIX numbers them. */
  readonly groups: number;
  /** Groups that a back-reference asks for. */
  readonly referenced: ReadonlySet<number>;
  /** glibc searches it byte by byte in UTF-8 too (optimize_utf8), so that the empty text is found within a character. */
  readonly plain: boolean;
}

export interface PatternOptions {
  readonly syntax: Syntax;
  readonly encoding: Encoding;
  readonly ignoreCase: boolean;
}

const fail = (message: string): never => {
  throw new RegexError(message);
};

/** Understands a pattern as glibc's regcomp.c does, whose rules and whose order of errors are followed. */
export function parsePattern(text: Uint8Array, options: PatternOptions): Pattern {
  return new Parser(text, options).pattern();
}

class Parser {
  private readonly options: PatternOptions;
  private readonly reader: Reader;
  private readonly sets = new Sets();
  private readonly referenced = new Set<number>();
  private completed: ReadonlySet<number> = new Set();
  private groups = 0;
  private plain = true;
  private depth = 0;
  private token: Token;

  constructor(text: Uint8Array, options: PatternOptions) {
    this.options = options;
    const codes = codesOf(text, options.encoding);
    this.reader = new Reader(codes, options.ignoreCase ? codes.map(toUpper) : codes, options.syntax);
    this.token = this.reader.next(true);
  }

  pattern(): Pattern {
    const tree = this.choice(0);
    const { sets, groups, referenced, plain, options } = this;
    if (tree !== undefined && referenced.size > 0) checkReferences(tree, referenced);
    return { tree, sets, groups, referenced, plain: plain && !options.ignoreCase };
  }

  private advance(caretHere = false): void {
    this.token = this.reader.next(caretHere);
  }

  /** Branches end here: at the end, at "|", and at ")" within a group. */
  private atBranchEnd(nest: number): boolean {
    const { type } = this.token;
    return type === "choice" || type === "end" || (nest > 0 && type === "close");
  }

  private choice(nest: number): Tree | undefined {
    const before = this.completed;
    const branches = [this.branch(nest)];
    while (this.token.type === "choice") {
      this.advance(true);
      if (this.atBranchEnd(nest)) {
        branches.push(undefined);
        continue;
      }
      const completed = this.completed;
      this.completed = before;
      branches.push(this.branch(nest));
      this.completed = new Set([...completed, ...this.completed]);
    }
    return branches.length === 1 ? branches[0] : { type: "choice", branches };
  }

  private branch(nest: number): Tree | undefined {
    const parts: Tree[] = [];
    do {
      const part = this.expression(nest);
      if (part !== undefined) parts.push(part);
    } while (!this.atBranchEnd(nest));
    return parts.length > 1 ? { type: "sequence", parts } : parts[0];
  }

  private expression(nest: number): Tree | undefined {
    const { token } = this;
    const { syntax } = this.options;
    switch (token.type) {
      case "choice":
      case "end":
        return undefined;
      case "anchor":
        // No repetition follows an anchor: in "^*" the star is a character, or an error.
        this.advance();
        this.plain &&= !/word/i.test(token.anchor);
        return anchor(token.anchor);
      case "star":
      case "plus":
      case "question":
      case "openInterval":
        if (token.type === "openInterval" && syntax.has("contextInvalidInterval")) fail(regexErrors.repeat);
        if (syntax.has("contextInvalidOperators")) fail(regexErrors.repeat);
        if (syntax.has("contextIndependentOperators")) {
          this.advance();
          return this.expression(nest);
        }
        break;
      case "close":
        if (!syntax.has("unmatchedRightParenOrdinary")) fail(regexErrors.closingParen);
        break;
    }
    const atom = this.atom(token, nest);
    this.advance();
    return this.repeats(atom);
  }

  private atom(token: Exclude<Token, { type: "end" | "anchor" }> | Token, nest: number): Tree {
    switch (token.type) {
      case "open":
        return this.group(nest + 1);
      case "bracket":
        return this.bracket();
      case "reference":
        if (!this.completed.has(token.group)) fail(regexErrors.backReference);
        this.referenced.add(token.group);
        return { type: "reference", group: token.group };
      case "dot":
        return this.dot();
      case "class":
        return this.classEscape(token.name, token.negated);
      case "backslash":
        return fail(regexErrors.escape);
      default:
        return { type: "set", set: this.sets.literal((token as { code: number }).code) };
    }
  }

  private set(set: CharacterSet, name?: string): Tree {
    return { type: "set", set: this.sets.add(set, name) };
  }

  private bracket(): Tree {
    const { has, plain } = bracketExpression({ ...this.options, reader: this.reader });
    this.plain &&= plain;
    return this.set(has);
  }

  private dot(): Tree {
    const { syntax } = this.options;
    const newline = syntax.has("dotNewline");
    const nul = !syntax.has("dotNotNull");
    return this.set((code) => code < invalidByte && (newline || code !== 0x0a) && (nul || code !== 0), ".");
  }

  private classEscape(name: "alnum" | "space", negated: boolean): Tree {
    const members = characterClass(name, this.options.encoding)!;
    const has: CharacterSet = name === "alnum" ? (code) => code === 0x5f || members(code) : members;
    this.plain = false;
    return this.set((code) => code < invalidByte && has(code) !== negated, `${name} ${negated}`);
  }

  private group(nest: number): Tree {
    this.deeper();
    const group = ++this.groups;
    this.advance(true);
    const body = this.token.type === "close" ? undefined : this.choice(nest);
    if (this.token.type !== "close") fail(regexErrors.paren);
    this.completed = new Set([...this.completed, group]);
    this.depth -= 1;
    return { type: "group", group, body };
  }

  private deeper(): void {
    this.depth += 1;
    if (this.depth > limits.regexDepth) throw new Refusal("regular expression", "is nested too deeply");
  }

  private repeats(atom: Tree): Tree | undefined {
    let tree: Tree | undefined = atom;
    const { depth } = this;
    for (;;) {
      const { type } = this.token;
      if (type !== "star" && type !== "plus" && type !== "question" && type !== "openInterval") break;
      const bounds = type === "openInterval" ? interval(this.reader, this.options.syntax) : simple[type];
      if (bounds === undefined) {
        // The brace turned out to be a character.
        this.token = { type: "character", code: 0x7b };
        break;
      }
      this.advance();
      tree = repeat(tree, bounds);
      this.deeper();
      const again = this.token.type === "star" || this.token.type === "openInterval";
      if (again && this.options.syntax.has("contextInvalidInterval")) fail(regexErrors.repeat);
    }
    this.depth = depth;
    return tree;
  }
}

const simple = { star: [0, Infinity], plus: [1, Infinity], question: [0, 1] } as const;

function repeat(body: Tree | undefined, [min, max]: readonly [number, number]): Tree | undefined {
  if (body === undefined || max === 0) return undefined;
  if (min === 1 && max === 1) return body;
  return { type: "repeat", body, min, max };
}

function anchor(name: (Token & { type: "anchor" })["anchor"]): Tree {
  const either = (...anchors: readonly ("wordStart" | "wordEnd" | "insideWord" | "outsideWord")[]): Tree => ({
    type: "choice",
    branches: anchors.map((anchor) => ({ type: "anchor", anchor })),
  });
  if (name === "wordEdge") return either("wordStart", "wordEnd");
  if (name === "notWordEdge") return either("insideWord", "outsideWord");
  return { type: "anchor", anchor: name };
}
