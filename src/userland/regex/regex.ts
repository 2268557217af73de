import { Alphabet } from "./alphabet.ts";
import { Automaton, type Reached } from "./automaton.ts";
import { backtrack } from "./backtrack.ts";
import type { Encoding } from "./characters.ts";
import { graphOf } from "./graph.ts";
import { type Registers, walk } from "./groups.ts";
import { type Pattern, parsePattern } from "./parse.ts";
import { compileProgram, type Program } from "./program.ts";
import { runBackwards, runForwards } from "./scan.ts";
import type { Syntax } from "./syntax.ts";
import type { Tree } from "./tree.ts";
import { afterCharacter, type Text } from "./text.ts";

export interface RegexOptions {
  readonly syntax: Syntax;
  readonly encoding: Encoding;
  readonly ignoreCase?: boolean;
  /** ^ and $ hold beside newlines too: true for re_compile_pattern(3), false for regcomp(3) without REG_NEWLINE. */
  readonly newlineAnchor?: boolean;
  /** The texts are lines that end with this byte, which nothing matches; they are searched many at once, and \` is where ^ is. */
  readonly lines?: number;
  /** Only a whole line matches. */
  readonly wholeLines?: boolean;
}

export interface SearchOptions {
  /** Where the text ends; it may begin a longer array. */
  readonly end?: number;
  readonly notBegin?: boolean;
  readonly notEnd?: boolean;
}

/** How often the characters between `from` and a match may be read before it is looked for from the end. */
const patience = 8;

/**
 * A POSIX regular expression with GNU's extensions, as glibc's regcomp(3) and regexec(3): leftmost, longest, its
 * groups as glibc sets them. The time of a search grows with the text, not with a power of it, but for
 * patterns with back-references, which throw a `Refusal` beyond a number of steps.
 */
export class Regex {
  /** Number of groups. */
  readonly groups: number;
  private readonly pattern: Pattern;
  private readonly program: Program;
  private readonly alphabet: Alphabet;
  private readonly anywhere: Automaton;
  private readonly here: Automaton;
  private readonly back: Automaton;
  private readonly starts: Automaton;

  /** Of a pattern's bytes. Throws `RegexError`. */
  constructor(pattern: Uint8Array, options: RegexOptions) {
    const { syntax, encoding, ignoreCase = false, newlineAnchor = false, lines, wholeLines = false } = options;
    const parsed = parsePattern(pattern, { syntax, encoding, ignoreCase });
    this.pattern = wholeLines ? { ...parsed, tree: wholeLine(parsed.tree) } : parsed;
    this.groups = this.pattern.groups;
    this.program = compileProgram(this.pattern, lines !== undefined);
    const any = this.pattern.sets.add(() => true);
    const { anchors } = this.program;
    const lineEnd = lines ?? (newlineAnchor ? 0x0a : undefined);
    const reading = { encoding, ignoreCase, lineEnd, within: lines === undefined, anchors };
    this.alphabet = new Alphabet(this.pattern.sets.all, reading);
    const forwards = graphOf(this.program, "forwards", any);
    const backwards = graphOf(this.program, "backwards", any);
    this.anywhere = new Automaton(forwards, this.alphabet, true);
    this.here = new Automaton(forwards, this.alphabet, false);
    this.back = new Automaton(backwards, this.alphabet, false);
    this.starts = new Automaton(backwards, this.alphabet, true);
  }

  /** Whether there is a match at or after `from`. */
  test(bytes: Uint8Array, from = 0, options: SearchOptions = {}): boolean {
    return this.program.references
      ? this.exec(bytes, from, options) !== undefined
      : this.firstEnd(textOf(bytes, options), this.begin(textOf(bytes, options), from)) >= 0;
  }

  /** Whether back-references must be followed: `endOfFirst` then takes more for a match than is one. */
  get references(): boolean {
    return this.program.references;
  }

  /** Where the match ends that ends first; -1 where there is none. */
  endOfFirst(bytes: Uint8Array, from: number, end: number): number {
    return this.firstEnd(textOf(bytes, { end }), from);
  }

  /** Where the first match that begins at or after `from` lies: its bounds alone. */
  find(bytes: Uint8Array, from = 0, options: SearchOptions = {}): readonly [number, number] | undefined {
    const text = textOf(bytes, options);
    if (this.program.references) {
      const found = this.exec(bytes, from, options);
      return found && [found[0]!, found[1]!];
    }
    const begin = this.begin(text, from);
    const limit = this.firstEnd(text, begin);
    return limit < 0 ? undefined : this.leftmost(text, begin, limit);
  }

  /** The same with its groups: [begin, end, begin of \1, end of \1, …]. */
  exec(bytes: Uint8Array, from = 0, options: SearchOptions = {}): Registers | undefined {
    const text = textOf(bytes, options);
    if (this.program.references) return this.withReferences(text, this.begin(text, from));
    const found = this.find(bytes, from, options);
    if (found === undefined || this.groups === 0) return found && [...found];
    return this.groupsOf(text, ...found);
  }

  /** The end of the longest match that begins right at `at`; -1 where none does. */
  matchAt(bytes: Uint8Array, at: number, options: SearchOptions = {}): number {
    const text = textOf(bytes, options);
    if (this.program.references) return this.tryReferences(text, at)?.[1] ?? -1;
    return runForwards(this.here, this.alphabet, text, at, "last");
  }

  /** No match begins within a character, but where glibc does not look at characters. */
  private begin(text: Text, from: number): number {
    return this.alphabet.encoding === "bytes" || this.pattern.plain ? from : afterCharacter(text, from);
  }

  /** Where the match that ends first does: no match begins later, unless this one does too. */
  private firstEnd(text: Text, from: number): number {
    return runForwards(this.anywhere, this.alphabet, text, from, "first");
  }

  /** A match is known to end at `limit`, so one begins there at the latest. */
  private leftmost(text: Text, from: number, limit: number): readonly [number, number] {
    let work = 0;
    for (let at = from; at <= limit; at += this.lengthAt(text, at)) {
      const end = runForwards(this.here, this.alphabet, text, at, "last");
      if (end >= 0) return [at, end];
      work += this.here.stoppedAt - at;
      if (work > patience * (text.end - from)) break;
    }
    const begin = this.firstStart(text, from);
    return [begin, runForwards(this.here, this.alphabet, text, begin, "last")];
  }

  private firstStart(text: Text, from: number): number {
    let begin = -1;
    runBackwards(this.starts, this.alphabet, text, text.end, from, (at, { target }) => {
      if (target) begin = at;
    });
    return begin;
  }

  private groupsOf(text: Text, begin: number, end: number): Registers {
    const log: Reached[] = [];
    runBackwards(this.back, this.alphabet, text, end, begin, (at, reached) => {
      log[at - begin] = reached;
    });
    return walk(
      this.program,
      begin,
      end,
      (at) => log[at - begin]!,
      (at) => this.lengthAt(text, at),
    );
  }

  private lengthAt(text: Text, at: number): number {
    return at < text.end ? this.alphabet.lengthOf(this.alphabet.codeAt(text.bytes, at, text.end)) : 1;
  }

  private withReferences(text: Text, from: number): Registers | undefined {
    for (let at = from; at <= text.end; at += this.lengthAt(text, at)) {
      // What matches without looking at references is more than what matches.
      if (this.firstEnd(text, at) < 0) return undefined;
      const found = this.tryReferences(text, at);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private tryReferences(text: Text, at: number): Registers | undefined {
    if (runForwards(this.here, this.alphabet, text, at, "last") < 0) return undefined;
    return backtrack(this.program, this.pattern.referenced, this.alphabet, text, at);
  }
}

function wholeLine(tree: Tree | undefined): Tree {
  const parts: readonly Tree[] = tree === undefined ? [] : [tree];
  const [start, end] = (["lineStart", "lineEnd"] as const).map((anchor): Tree => ({ type: "anchor", anchor }));
  return { type: "sequence", parts: [start!, ...parts, end!] };
}

function textOf(bytes: Uint8Array, { end = bytes.length, notBegin = false, notEnd = false }: SearchOptions): Text {
  return { bytes, end, notBegin, notEnd };
}
