import type { Action, Address, Command, Script } from "./command.ts";
import { compileAddress } from "./compile-address.ts";
import { compileSubstitution, compileTransliteration } from "./compile-substitution.ts";
import { unescape } from "./escapes.ts";
import { fileName } from "./file-name.ts";
import type { Patterns } from "./patterns.ts";
import { ScriptError, scriptErrors } from "./script-error.ts";
import { isDigit, type Source } from "./source.ts";

interface Settings {
  readonly patterns: Patterns;
  readonly utf8: boolean;
  readonly sandbox: boolean;
}

/** A command whose place of jump, or whose text, is not known yet. */
interface Draft {
  first: Address | undefined;
  readonly second: Address | undefined;
  readonly negated: boolean;
  action: Action;
}

/** Understands the pieces of a script as GNU sed 4.9 does (sed/compile.c). Throws `ScriptError`. */
export function compile(sources: readonly Source[], settings: Settings): Script {
  return new Compiler(settings).script(sources);
}

class Compiler {
  private readonly settings: Settings;
  private readonly drafts: Draft[] = [];
  private readonly blocks: { readonly index: number; readonly source: Source; readonly at: number }[] = [];
  /** Text of a command at the end of a piece: "-e 'a\' -e text". */
  private unfinished: { readonly draft: Draft; text: string } | undefined;
  private quiet = false;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  script(sources: readonly Source[]): Script {
    sources.forEach((source, index) => this.piece(source, index === 0));
    const open = this.blocks.at(-1);
    if (open !== undefined) open.source.failAtEnd(scriptErrors.openBrace, open.at);
    if (this.unfinished !== undefined) this.giveText(this.unfinished.draft, this.unfinished.text);
    // The last jump to nowhere is the one that sed names.
    const commands = this.drafts.toReversed().map((draft) => this.linked(draft));
    return { commands: commands.toReversed(), quiet: this.quiet, source: sources.at(-1)! };
  }

  private piece(source: Source, first: boolean): void {
    if (this.unfinished !== undefined) this.text(source, this.unfinished.draft, "\n", this.unfinished.text);
    for (;;) {
      let character = source.next();
      while (character !== "" && "; \t\n\v\f\r".includes(character)) character = source.next();
      if (character === "") return;
      this.command(source, character, first);
    }
  }

  private command(source: Source, start: string, firstPiece: boolean): void {
    const { patterns, utf8 } = this.settings;
    const first = compileAddress(source, start, patterns, utf8);
    let second: Address | undefined;
    let character = start;
    if (first !== undefined) {
      if (first.type === "count" || first.type === "multiple") source.fail(scriptErrors.step);
      character = source.nextNonBlank();
      if (character === ",") {
        second = compileAddress(source, source.nextNonBlank(), patterns, utf8) ?? source.fail(scriptErrors.comma);
        character = source.nextNonBlank();
      }
      const zero = first.type === "line" && first.line === 0;
      if (zero && (second === undefined ? character !== "r" : second.type !== "regex"))
        source.fail(scriptErrors.lineZero);
    }
    const negated = character === "!";
    if (negated) character = source.nextNonBlank();
    if (negated && character === "!") source.fail(scriptErrors.bang);
    if (character === "#") return this.comment(source, first, firstPiece);
    if (character === "v") return this.version(source);
    const draft: Draft = { first, second, negated, action: { name: "p" } };
    // What a command's own reading adds, such as text, is added to a command that stands already.
    const index = this.drafts.push(draft) - 1;
    this.action(source, character, draft, index);
  }

  private comment(source: Source, address: Address | undefined, firstPiece: boolean): void {
    if (address !== undefined) source.fail(scriptErrors.sharpAddress);
    let character = source.next();
    // Whatever follows on that line, as in sed 4.9.
    if (firstPiece && source.at === 2 && character === "n") this.quiet = true;
    while (character !== "" && character !== "\n") character = source.next();
  }

  private version(source: Source): void {
    const wanted = label(source).split(".").map(Number);
    const [major = 4, minor = 0] = wanted;
    if (major > 4 || (major === 4 && minor > 9)) source.fail(scriptErrors.version);
  }

  private action(source: Source, name: string, draft: Draft, index: number): void {
    const { sandbox, utf8 } = this.settings;
    switch (name) {
      case "{":
        this.blocks.push({ index, source, at: source.at });
        draft.action = { name, to: -1 };
        return;
      case "}":
        this.closeBlock(source, draft, index);
        return;
      case "e":
        if (sandbox) source.fail(scriptErrors.sandbox);
        return source.refuse("e");
      case "a":
      case "i":
      case "c":
        draft.action = { name, text: "" };
        this.beginText(source, draft);
        return;
      case ":":
        if (draft.first !== undefined) source.fail(scriptErrors.colonAddress);
        draft.action = { name, label: label(source) || source.fail(scriptErrors.label) };
        return;
      case "T":
      case "b":
      case "t":
        draft.action = { name, label: label(source), to: -1 };
        return;
      case "Q":
      case "q":
        if (draft.second !== undefined) source.fail(scriptErrors.oneAddress);
        draft.action = { name, number: argument(source) };
        return;
      case "l":
        draft.action = { name, number: argument(source) };
        return;
      case "r":
        this.readFile(source, draft);
        return;
      case "R":
      case "w":
      case "W":
        draft.action = { name, file: fileName(source, sandbox) };
        return;
      case "s":
        draft.action = { name, substitution: compileSubstitution(source, this.settings) };
        return;
      case "y":
        draft.action = { name, map: compileTransliteration(source, utf8) };
        endOfCommand(source);
        return;
      case "":
        return source.fail(scriptErrors.noCommand);
      default:
        if (!isSimple(name)) source.fail(`unknown command: \`${name}'`);
        draft.action = { name };
        endOfCommand(source);
    }
  }

  private closeBlock(source: Source, draft: Draft, index: number): void {
    const block = this.blocks.pop() ?? source.fail(scriptErrors.closeBrace);
    if (draft.first !== undefined) source.fail(scriptErrors.closeBraceAddress);
    endOfCommand(source);
    draft.action = { name: "}" };
    this.drafts[block.index]!.action = { name: "{", to: index };
  }

  private readFile(source: Source, draft: Draft): void {
    const file = fileName(source, this.settings.sandbox);
    const now = draft.first?.type === "line" && draft.first.line === 0 && draft.second === undefined;
    if (now) draft.first = { type: "line", line: 1 };
    draft.action = { name: "r", file, now };
  }

  private beginText(source: Source, draft: Draft): void {
    let character = source.nextNonBlank();
    if (character === "") source.fail(scriptErrors.slash);
    if (character === "\\") {
      character = source.next();
    } else {
      source.back(character);
      character = "\n";
    }
    this.text(source, draft, character, "");
  }

  /** read_text of sed/compile.c. */
  private text(source: Source, draft: Draft, leading: string, before: string): void {
    let text = before;
    this.unfinished = { draft, text };
    if (leading === "") return;
    if (leading !== "\n") text += leading;
    let character = source.next();
    while (character !== "" && character !== "\n") {
      if (character === "\\") {
        character = source.next();
        if (character !== "") text += "\\";
      }
      if (character === "") {
        this.unfinished.text = `${text}\n`;
        return;
      }
      text += character;
      character = source.next();
    }
    this.unfinished = undefined;
    this.giveText(draft, unescape(`${text}\n`, "text", source));
  }

  private giveText(draft: Draft, text: string): void {
    draft.action = { name: draft.action.name as "a" | "i" | "c", text };
  }

  private linked({ action, ...draft }: Draft): Command {
    if (action.name !== "b" && action.name !== "t" && action.name !== "T") return { ...draft, action };
    if (action.label === "") return { ...draft, action: { ...action, to: this.drafts.length } };
    const to = this.drafts.findLastIndex(
      ({ action: { name, ...more } }) => name === ":" && "label" in more && more.label === action.label,
    );
    if (to < 0) throw new ScriptError(`can't find label for jump to \`${action.label}'`, 4);
    return { ...draft, action: { ...action, to } };
  }
}

const simple = ["=", "d", "D", "F", "g", "G", "h", "H", "n", "N", "p", "P", "z", "x"] as const;
const isSimple = (name: string): name is (typeof simple)[number] => (simple as readonly string[]).includes(name);

function endOfCommand(source: Source): void {
  const character = source.nextNonBlank();
  if (character === "}" || character === "#") source.back(character);
  else if (character !== "" && character !== "\n" && character !== ";") source.fail(scriptErrors.junk);
}

function argument(source: Source): number | undefined {
  const character = source.nextNonBlank();
  const number = isDigit(character) ? source.number(character) : undefined;
  if (number === undefined) source.back(character);
  endOfCommand(source);
  return number;
}

function label(source: Source): string {
  let text = "";
  let character = source.nextNonBlank();
  for (; character !== "" && !"\n \t;}#".includes(character); character = source.next()) text += character;
  source.back(character);
  return text;
}
