import type { Diagnostics, Position } from "./diagnostics.ts";
import { type Kind, Lexer, type Token } from "./lexer.ts";

/** A message as it stands in the file. */
export interface Definition {
  readonly context: string | undefined;
  readonly id: string;
  readonly plural: string | undefined;
  /** One, or as many as there are plural forms. */
  readonly forms: readonly string[];
  readonly idAt: Position;
  readonly at: Position;
  readonly obsolete: boolean;
}

/** Told what is in a .po file, in order. */
export interface CatalogVisitor {
  domain(name: string): void;
  message(definition: Definition): void;
  /** Without its "#". */
  comment(text: string): void;
}

interface Text {
  readonly text: string;
  readonly at: Position;
  readonly obsolete: boolean;
}

class Unexpected extends Error {}

/** Tokens that must be found behind each other before another wrong one is worth saying (bison, "Error Recovery"). */
const recovery = 3;

/**
 * Parses the text of a .po file as gettext 0.21 does (po-gram-gen.y, made by bison): what is wrong is
 * said and skipped, `diagnostics` counts it.
 */
export class Parser {
  readonly lexer: Lexer;
  readonly #visitor: CatalogVisitor;
  readonly #diagnostics: Diagnostics;
  #ahead: Token | undefined;
  #recovering = 0;
  #forms = 0;

  constructor(text: string, file: string, visitor: CatalogVisitor, diagnostics: Diagnostics) {
    this.lexer = new Lexer(text, file, diagnostics);
    this.#visitor = visitor;
    this.#diagnostics = diagnostics;
  }

  parse(): void {
    for (;;)
      try {
        if (this.#peek().kind === "end") return;
        this.#item();
      } catch (error) {
        if (!(error instanceof Unexpected)) throw error;
        if (this.#recover()) return;
      }
  }

  /** Says what is wrong, once for what lies close together; true at the end. */
  #recover(): boolean {
    if (this.#recovering === recovery) {
      if (this.#peek().kind === "end") return true;
      this.#ahead = undefined;
    } else if (this.#recovering === 0)
      this.#diagnostics.grammar(this.lexer.position, "syntax error", this.lexer.column + 1);
    this.#recovering = recovery;
    return false;
  }

  #peek(): Token {
    return (this.#ahead ??= this.lexer.next());
  }

  #is(...kinds: readonly Kind[]): boolean {
    return kinds.includes(this.#peek().kind);
  }

  #take(kind: Kind): Token {
    const token = this.#peek();
    if (token.kind !== kind) throw new Unexpected(kind);
    this.#ahead = undefined;
    if (this.#recovering > 0) this.#recovering--;
    return token;
  }

  #item(): void {
    if (this.#is("comment")) return this.#visitor.comment(this.#take("comment").text);
    if (this.#is("domain")) {
      this.#take("domain");
      return this.#visitor.domain(this.#take("string").text);
    }
    const before = this.#is("prev msgid", "prev msgctxt") ? this.#previous() : undefined;
    const intro = this.#intro("");
    if (before !== undefined) this.#same(before, intro);
    this.#message(intro);
  }

  #same(first: { readonly obsolete: boolean }, second: Omit<Text, "text">): void {
    if (first.obsolete !== second.obsolete) this.#diagnostics.grammar(second.at, "inconsistent use of #~");
  }

  /** What the message was before: only its grammar counts. */
  #previous(): Omit<Text, "text"> {
    const intro = this.#intro("prev ");
    const id = this.#strings("prev string");
    const plural = this.#is("prev msgid_plural") ? this.#plural("prev ") : undefined;
    this.#same(intro, id);
    if (plural !== undefined) this.#same(intro, plural);
    return intro;
  }

  #intro(prefix: "" | "prev "): { readonly context?: string; readonly at: Position; readonly obsolete: boolean } {
    if (!this.#is(`${prefix}msgctxt`)) return this.#take(`${prefix}msgid`);
    const first = this.#take(`${prefix}msgctxt`);
    const context = this.#strings(`${prefix}string`);
    const id = this.#take(`${prefix}msgid`);
    this.#same(first, context);
    this.#same(first, id);
    return { context: context.text, at: id.at, obsolete: id.obsolete };
  }

  #strings(kind: "string" | "prev string"): Text {
    const first = this.#take(kind);
    const parts = [first.text];
    while (this.#is(kind)) {
      const more = this.#take(kind);
      this.#same(first, more);
      parts.push(more.text);
    }
    return { text: parts.join(""), at: first.at, obsolete: first.obsolete };
  }

  #plural(prefix: "" | "prev "): Text {
    const first = this.#take(`${prefix}msgid_plural`);
    const { text, ...strings } = this.#strings(`${prefix}string`);
    this.#same(first, strings);
    if (prefix === "") this.#forms = 0;
    return { text, at: first.at, obsolete: first.obsolete };
  }

  #message(intro: { readonly context?: string; readonly at: Position; readonly obsolete: boolean }): void {
    const id = this.#strings("string");
    const { context, at: idAt, obsolete } = intro;
    const define = (plural: string | undefined, forms: readonly string[], at: Position) =>
      this.#visitor.message({ context, id: id.text, plural, forms, idAt, at, obsolete });
    const missing = (section: string, ...parts: readonly Omit<Text, "text">[]) => {
      for (const part of [id, ...parts]) this.#same(intro, part);
      this.#diagnostics.grammar(idAt, `missing '${section}' section`);
    };
    if (this.#is("msgid_plural")) {
      const plural = this.#plural("");
      if (!this.#is("msgstr")) return missing("msgstr[]", plural);
      const forms = this.#pluralForms(this.#take("msgstr"));
      for (const part of [id, plural, forms]) this.#same(intro, part);
      return define(plural.text, forms.texts, forms.at);
    }
    if (!this.#is("msgstr")) return missing("msgstr");
    const msgstr = this.#take("msgstr");
    if (this.#is("[")) return missing("msgid_plural", this.#pluralForms(msgstr));
    const translation = this.#strings("string");
    for (const part of [id, msgstr, translation]) this.#same(intro, part);
    define(undefined, [translation.text], msgstr.at);
  }

  #pluralForms(first: Token): Omit<Text, "text"> & { readonly texts: readonly string[] } {
    const texts = [this.#pluralForm(first)];
    while (this.#is("msgstr")) {
      const msgstr = this.#take("msgstr");
      texts.push(this.#pluralForm(msgstr));
      this.#same(first, msgstr);
    }
    return { texts, at: first.at, obsolete: first.obsolete };
  }

  #pluralForm(msgstr: Token): string {
    const open = this.#take("[");
    const number = this.#take("number");
    const close = this.#take("]");
    const { text, ...strings } = this.#strings("string");
    for (const part of [open, number, close, strings]) this.#same(msgstr, part);
    if (Number(number.text) !== this.#forms)
      this.#diagnostics.grammar(
        msgstr.at,
        this.#forms === 0 ? "first plural form has nonzero index" : "plural form has wrong index",
      );
    this.#forms++;
    return text;
  }
}
